interface Subject {
  subject_type: string
  subject_id: string
  path?: string | null
}

const pages: Partial<Record<string, string>> = {
  person: '/personnel',
  personnel: '/personnel',
  premises: '/premises',
  event: '/events',
  events: '/events',
  division: '/divisions',
  divisions: '/divisions',
}

/**
 * The page of this client that shows a record behind a figure. The API names the record's own address, such as
 * `/api/v1/personnel/{id}/tests/{id}`; a record without a page of its own is shown on its person's or place's.
 */
export function pathOf({ subject_type, subject_id, path }: Subject): string | null {
  const found = /^(?:\/api\/v1)?\/(personnel|premises|events|divisions)\/([^/]+)/.exec(path ?? '')
  if (found !== null) return `/${found[1] ?? ''}/${found[2] ?? ''}`
  const page = pages[subject_type]
  return page === undefined ? null : `${page}/${subject_id}`
}

import type { Path } from '@/proof/queries'

type Operation = `${'GET' | 'POST' | 'PATCH'} ${Path}`

/** Operations with words of their own. */
const particular = {
  'POST /api/v1/personnel/search': 'search',
  'POST /api/v1/personnel/actions/register-relapse': 'relapse',
  'POST /api/v1/personnel/{id}/end-control': 'end_control',
  'GET /api/v1/personnel/export': 'export_list',
  'POST /api/v1/exports/{id}/download': 'download_export',
  'POST /api/v1/tests/actions/record': 'record_tests',
  'POST /api/v1/tasks/actions/assign': 'assign_tasks',
  'GET /api/v1/tasks/{id}/explanation': 'explanation',
  'POST /api/v1/rules/simulate': 'simulate',
  'GET /api/v1/access-log': 'access_log',
  'POST /api/v1/personnel/{id}/reveal': 'reveal',
  'GET /api/v1/reveals': 'reveals',
} as const satisfies Partial<Record<Operation, string>>

/** What operations under a path are about. The longest path that begins an operation's own tells. */
const subjects = {
  '/api/v1/personnel': 'persons',
  '/api/v1/personnel/{id}': 'person',
  '/api/v1/personnel/{id}/assessments': 'assessments',
  '/api/v1/personnel/{id}/duties': 'duties',
  '/api/v1/personnel/{id}/accesses': 'history',
  '/api/v1/personnel/{id}/handovers': 'handovers',
  '/api/v1/personnel/{id}/history': 'history',
  '/api/v1/personnel/{id}/reveals': 'history',
  '/api/v1/personnel/{id}/leaves': 'leaves',
  '/api/v1/personnel/{id}/notices': 'notices',
  '/api/v1/personnel/{id}/papers': 'papers',
  '/api/v1/personnel/{id}/special-groups': 'special_groups',
  '/api/v1/personnel/{id}/stays': 'stays',
  '/api/v1/personnel/{id}/tasks': 'tasks',
  '/api/v1/personnel/{id}/team-members': 'team',
  '/api/v1/personnel/{id}/tests': 'tests',
  '/api/v1/personnel/{id}/timeline': 'timeline',
  '/api/v1/personnel/{id}/transfers': 'transfers',
  '/api/v1/personnel/{id}/treatments': 'treatments',
  '/api/v1/personnel/{id}/visits': 'visits',
  '/api/v1/personnel/{id}/why-not': 'duties',
  '/api/v1/tasks': 'tasks',
  '/api/v1/transfers': 'transfers',
  '/api/v1/reports': 'reports',
  '/api/v1/imports': 'imports',
  '/api/v1/exports': 'exports',
  '/api/v1/reconciliations': 'reconciliations',
  '/api/v1/indicators': 'figures',
  '/api/v1/changes': 'changes',
} as const satisfies Partial<Record<Path, string>>

export type Particular = (typeof particular)[keyof typeof particular]
export type Subject = (typeof subjects)[keyof typeof subjects]
export type Verb = 'see' | 'fetch' | 'enter' | 'handle' | 'change' | 'withdraw'

/** An operation as people speak of it: by words of its own, or what was done with what. */
export type Deed = { particular: Particular } | { verb: Verb; subject: Subject }

const isKeyOf = <T extends object>(table: T, key: string): key is Extract<keyof T, string> => Object.hasOwn(table, key)

function subjectOf(path: string): Subject | null {
  const parts = path.split('/')
  for (let length = parts.length; length > 0; length -= 1) {
    const above = parts.slice(0, length).join('/')
    if (isKeyOf(subjects, above)) return subjects[above]
  }
  return null
}

function verbOf(method: string, path: string): Verb {
  if (method === 'GET') return path.endsWith('.docx') ? 'fetch' : 'see'
  if (method === 'PATCH') return 'change'
  if (path.endsWith('/withdraw')) return 'withdraw'
  return isKeyOf(subjects, path) ? 'enter' : 'handle'
}

/** What somebody did, of an operation as the log has it (`GET /api/v1/personnel/{id}`); null for one without words. */
export function deedOf(operation: string): Deed | null {
  if (isKeyOf(particular, operation)) return { particular: particular[operation] }
  const [method = '', path = ''] = operation.split(' ')
  const subject = subjectOf(path)
  return subject === null ? null : { verb: verbOf(method, path), subject }
}

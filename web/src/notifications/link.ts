import type { components } from '@/api/schema'

type TopicCount = components['schemas']['TopicCount']

/** Questions that have a page of their own in place of a filter of their list. */
const pages: Partial<Record<string, string>> = {
  'premises?proposed=true': '/premises/proposals',
  'transfers?side=incoming&state=requested': '/transfers',
}

/** The page that shows what a topic counts. */
export function linkTo({ list, query }: Pick<TopicCount, 'list' | 'query'>): {
  path: string
  query: Record<string, string>
} {
  const page = pages[`${list}?${query}`]
  if (page !== undefined) return { path: page, query: {} }
  return { path: `/${list}`, query: Object.fromEntries(new URLSearchParams(query)) }
}

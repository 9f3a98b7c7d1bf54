import type { Notification } from '@/notifications/queries'

/** What the list of notices can be narrowed by. */
export const waitingFilters = ['which', 'topic'] as const

/** The notices an address asks for: new ones only, of some topics only. Their order stays. */
export function matching(
  items: readonly Notification[],
  { which, topic }: { which: string | undefined; topic: string | undefined },
): Notification[] {
  const wanted = topic?.split(',')
  return items.filter(
    (item) => (which !== 'new' || item.is_new) && (wanted === undefined || wanted.includes(item.topic)),
  )
}

import { useI18n } from 'vue-i18n'
import type { Permission } from '@/session/permissions'

export interface Right {
  room: string
  verbs: string[]
}

/** Permissions in words, those about one kind of record together. What these pages have no words for is shown as it is. */
export function useRights() {
  const i18n = useI18n()
  const say = (kind: 'room' | 'verb', word: string): string => {
    const key = `accounts.${kind}_${word}`
    return i18n.te(key) ? i18n.t(key) : word
  }

  return (permissions: readonly Permission[]): Right[] => {
    const rooms = new Map<string, string[]>()
    for (const permission of permissions) {
      const [room = '', verb = ''] = permission.split(':')
      rooms.set(room, [...(rooms.get(room) ?? []), say('verb', verb)])
    }
    return [...rooms].map(([room, verbs]) => ({ room: say('room', room), verbs }))
  }
}

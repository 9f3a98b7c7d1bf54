import { useI18n } from 'vue-i18n'
import { useCodes } from '@/composables/useCodes'
import { today } from '@/composables/today'
import { pathOf } from '@/figures/recordPath'
import { useSession } from '@/session/session'
import type { Tone } from '@/ui/tone'
import { dueOf, isWindow, nearDays } from './due'
import type { Task } from './queries'

/** Duties in words. */
export function useDuties() {
  const { t } = useI18n()
  const { label } = useCodes()
  const session = useSession()

  /** What is owed, in the words of who gave it where no rule says it; of windows also the how-manieth. */
  const title = ({ kind, ordinal, title: words }: Task): string => {
    const what = words ?? label('task_kind', kind)
    return isWindow({ kind }) ? `${what} ${t('tasks.ordinal', { n: ordinal })}` : what
  }

  const nameOf = ({ subject }: Task): string => subject.name ?? t('field.none')

  /** The person's page at their duties, or the place's, for whom it is open. */
  function pathTo({ id, subject, division_code }: Task): string | null {
    const kind: string = subject.type
    if (kind === 'premises') {
      return pathOf({ subject_type: kind, subject_id: subject.id, owner_id: null, division_code }, session.can)
    }
    return pathOf({ subject_type: 'tasks', subject_id: id, owner_id: subject.id, division_code }, session.can)
  }

  /** How far away the last day is, and how that looks; nothing where it no longer matters. */
  function due(task: Task): { words: string; tone: Tone } | null {
    const found = dueOf(task, today())
    if (found === null) return null
    if (found.kind === 'today') return { words: t('tasks.due_today'), tone: 'due' }
    if (found.kind === 'over') return { words: t('tasks.overdue', { n: found.days }), tone: 'bad' }
    return { words: t('tasks.left', { n: found.days }), tone: found.days <= nearDays ? 'due' : 'flat' }
  }
  return { title, nameOf, pathTo, due }
}

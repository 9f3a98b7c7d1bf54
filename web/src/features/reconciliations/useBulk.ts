import { ref } from 'vue'
import { ApiError } from '@/api/problem'
import { newKey } from '@/composables/newKey'
import { useDecideMany, type DecideFinding, type RosterFinding } from './queries'

/** A finding whose decision was not taken, and why. */
export interface Refused {
  finding: RosterFinding
  why: ApiError
}

/** The same decision about several findings, one after another; those refused are left over, each with its reason. */
export function useBulk(id: () => string) {
  const { decide, settled } = useDecideMany(id)
  /** Kept while an answer is outstanding, so that a decision whose answer was lost is not taken twice. */
  const keys = new Map<string, string>()
  const sent = ref(0)
  const refused = ref<Refused[]>([])

  function keyOf(finding: string): string {
    const key = keys.get(finding) ?? newKey()
    keys.set(finding, key)
    return key
  }

  async function one(finding: RosterFinding, decision: DecideFinding): Promise<void> {
    try {
      await decide({ finding, decision, key: keyOf(finding.id) })
      keys.delete(finding.id)
    } catch (why) {
      if (!(why instanceof ApiError)) throw why
      if (why.status !== 0 && why.status < 500) keys.delete(finding.id)
      refused.value.push({ finding, why })
    }
  }

  async function run(findings: readonly RosterFinding[], decision: DecideFinding): Promise<void> {
    sent.value = 0
    refused.value = []
    for (const finding of findings) {
      await one(finding, decision)
      sent.value += 1
    }
    await settled()
  }
  return { run, sent, refused }
}

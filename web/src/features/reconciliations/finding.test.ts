import { describe, expect, it } from 'vitest'
import { ref } from 'vue'
import { decisionsForAll, isOpen, markedAt, needsVillage, progressOf } from './finding'
import type { RosterFinding } from './queries'
import { useDesk } from './useDesk'

const finding = (id: string, decision?: RosterFinding['decision']): RosterFinding => ({
  id,
  reconciliation_id: 'r1',
  kind: 'only_in_town',
  hints: [],
  decision,
  version: 1,
  created_at: '',
  updated_at: '',
})

describe('findings', () => {
  it('are open until somebody accepts or rejects them', () => {
    expect(([undefined, null, 'defer', 'accept', 'reject'] as const).map((one) => isOpen(finding('a', one)))).toEqual([
      true,
      true,
      true,
      false,
      false,
    ])
  })

  it('are settled together only where no file changes', () => {
    expect(decisionsForAll([{ kind: 'only_in_town' }, { kind: 'duplicate_in_list' }])).toContain('accept')
    expect(decisionsForAll([{ kind: 'only_in_town' }, { kind: 'status_differs' }])).toEqual(['defer'])
    expect(decisionsForAll([{ kind: 'id_typo' }])).toEqual(['defer'])
  })

  it('ask for a village where somebody is registered whom the list places nowhere', () => {
    expect(needsVillage({ kind: 'only_in_list' }, 'accept')).toBe(true)
    expect(needsVillage({ kind: 'only_in_list', division_code: '990981107201' }, 'accept')).toBe(false)
    expect(needsVillage({ kind: 'only_in_list' }, 'reject')).toBe(false)
    expect(needsVillage({ kind: 'id_typo' }, 'accept')).toBe(false)
  })

  it('count what is settled of all there were', () => {
    const counts = { only_in_town: 2, only_in_list: 1, status_differs: 3, id_typo: 0, duplicate_in_list: 1 }
    expect(progressOf({ counts, open: 5 })).toEqual({ all: 7, settled: 2 })
  })

  it('mark the place where two numbers differ', () => {
    expect(markedAt('990981', 3)).toEqual([
      { text: '99', isMarked: false },
      { text: '0', isMarked: true },
      { text: '981', isMarked: false },
    ])
    expect(markedAt('990981', 1).map(({ text }) => text)).toEqual(['9', '90981'])
    expect(markedAt('990981', null)).toEqual([{ text: '990981', isMarked: false }])
  })
})

describe('the desk', () => {
  it('opens the first that is open, and moves within the list', () => {
    const { current, move, open } = useDesk([finding('a', 'accept'), finding('b'), finding('c')])
    expect(current.value?.id).toBe('b')
    move(1)
    move(1)
    expect(current.value?.id).toBe('c')
    open({ id: 'a' })
    move(-1)
    expect(current.value?.id).toBe('a')
  })

  it('goes on to the next nobody has touched, wherever the settled one went', () => {
    const findings = ref([finding('a'), finding('b'), finding('c', 'defer'), finding('d')])
    const { current, open, goOn } = useDesk(findings)
    open({ id: 'b' })
    goOn('b')
    findings.value = findings.value.filter(({ id }) => id !== 'b')
    expect(current.value?.id).toBe('d')
    goOn('d')
    expect(current.value?.id).toBe('a')
    goOn('a')
    findings.value = [finding('c', 'defer')]
    expect(current.value?.id).toBe('c')
  })
})

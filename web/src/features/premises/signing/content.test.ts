import { expect, it } from 'vitest'
import { blocksOf, linesOf } from './content'

it('shows every value of what is signed, in its order', () => {
  const content = {
    outcome: 'defect',
    is_signed: false,
    campaign_id: null,
    checklist: [
      { item: '门锁', ok: true },
      { item: '异味', ok: null },
    ],
    warning_signs: [],
  }
  expect(linesOf(content).map(({ path, value }) => `${path.join('.')}=${String(value)}`)).toEqual([
    'outcome=defect',
    'is_signed=false',
    'campaign_id=null',
    'checklist.1.item=门锁',
    'checklist.1.ok=true',
    'checklist.2.item=异味',
    'checklist.2.ok=null',
  ])
})

it('keeps together what one entry of a list says, and leaves nothing out', () => {
  const lines = linesOf({
    outcome: 'defect',
    premises: { id: 'p1', name: '石桥村出租房8号' },
    checklist: [
      { item: '门锁', ok: true },
      { item: '异味', ok: null },
    ],
    warning_signs: ['odour', 'guests'],
  })
  const blocks = blocksOf(lines)
  expect(blocks.map(({ path, lines: own }) => `${path.join('.')}:${String(own.length)}`)).toEqual([
    'outcome:1',
    'premises.id:1',
    'premises.name:1',
    'checklist.1:2',
    'checklist.2:2',
    'warning_signs.1:1',
    'warning_signs.2:1',
  ])
  expect(blocks.flatMap(({ lines: own }) => own)).toEqual(lines)
})

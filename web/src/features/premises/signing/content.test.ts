import { expect, it } from 'vitest'
import { linesOf } from './content'

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

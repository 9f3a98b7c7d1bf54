import { describe, expect, it } from 'vitest'
import { blockOf, fill, isBlock } from './paste'
import { blank } from './typed'

const rules = { mayChange: (person: string) => person !== 'locked', month: '2026-11' }
const people = ['a', 'b', 'locked', 'c'].map((person) => ({ person, name: `${person}某` }))

describe('a block from a spreadsheet', () => {
  it('is read by lines and tabs', () => {
    expect(blockOf('5\t阴性\r\n6\t拒检\r\n')).toEqual([
      ['5', '阴性'],
      ['6', '拒检'],
    ])
    expect(blockOf('"5"\n\n7')).toEqual([['5'], [''], ['7']])
    expect(isBlock('5\n')).toBe(false)
    expect(isBlock('5\n6')).toBe(true)
    expect(isBlock('5\t阴性')).toBe(true)
  })

  it('fills downward and to the right, and an empty cell changes nothing', () => {
    const before = { b: { ...blank, day: '2026-11-02' } }
    const { sheet, misfits } = fill(before, people, blockOf('5\t阴性\n\t拒检'), { row: 0, cell: 'day' }, rules)
    expect(sheet.a).toEqual({ ...blank, day: '2026-11-05', result: 'negative' })
    expect(sheet.b).toEqual({ ...blank, day: '2026-11-02', result: 'refused' })
    expect(misfits).toEqual([])
  })

  it('begins at the cell it is pasted into', () => {
    const { sheet } = fill({}, people, blockOf('请假\t请假条3号\t毛发'), { row: 1, cell: 'result' }, rules)
    expect(sheet.b).toEqual({ ...blank, result: 'excused', document_no: '请假条3号', method: 'hair' })
  })

  it('keeps what cannot be read in sight', () => {
    const { sheet, misfits } = fill({}, people, blockOf('下旬\t弱阳\t\t汗液'), { row: 0, cell: 'day' }, rules)
    expect(sheet.a).toEqual({ ...blank, day: '下旬', result: '', unread: '弱阳' })
    expect(misfits.map(({ why, text }) => [why, text])).toEqual([
      ['day', '下旬'],
      ['result', '弱阳'],
      ['method', '汗液'],
    ])
  })

  it('touches no row that is recorded, and says of each line why it met none', () => {
    const { sheet, people: count, misfits } = fill({}, people, blockOf('1\n2\n3\n4\n5'), { row: 1, cell: 'day' }, rules)
    expect(Object.keys(sheet)).toEqual(['b', 'c'])
    expect([sheet.c?.day, count]).toEqual(['2026-11-03', 2])
    expect(misfits).toEqual([
      { line: 2, why: 'locked', text: '2', name: 'locked某' },
      { line: 4, why: 'below', text: '4', name: '' },
      { line: 5, why: 'below', text: '5', name: '' },
    ])
  })

  it('lands by the names in it, wherever it is pasted and in whatever order', () => {
    const { sheet, misfits } = fill(
      {},
      people,
      blockOf('1\tc某\t5\t阴性\n2\ta某\t6\t阳性\n3\t外人\t6\t阴性'),
      { row: 2, cell: 'result' },
      rules,
    )
    expect(sheet).toEqual({
      c: { ...blank, day: '2026-11-05', result: 'negative' },
      a: { ...blank, day: '2026-11-06', result: 'positive' },
    })
    expect(misfits).toEqual([{ line: 3, why: 'nobody', text: '3 外人 6 阴性', name: '外人' }])
  })

  it('goes by the headings where it has some, and leaves namesakes to be keyed by hand', () => {
    const twins = [...people, { person: 'd', name: 'a某' }]
    const block = blockOf('序号\t结果\t姓名\t检测日期\n1\t阴性\tb某\t3\n2\t阴性\ta某\t3')
    const { sheet, misfits } = fill({}, twins, block, { row: 0, cell: 'day' }, rules)
    expect(sheet).toEqual({ b: { ...blank, day: '2026-11-03', result: 'negative' } })
    expect(misfits.map(({ line, why, name }) => [line, why, name])).toEqual([[3, 'namesakes', 'a某']])
  })
})

import { describe, expect, it } from 'vitest'
import { blockOf, fill, isBlock } from './paste'
import { blank } from './typed'

const rules = { mayChange: (person: string) => person !== 'locked', month: '2026-11' }
const people = ['a', 'b', 'locked', 'c']

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
    const { sheet, dropped } = fill(before, people, blockOf('5\t阴性\n\t拒检'), { row: 0, cell: 'day' }, rules)
    expect(sheet.a).toEqual({ ...blank, day: '2026-11-05', result: 'negative' })
    expect(sheet.b).toEqual({ ...blank, day: '2026-11-02', result: 'refused' })
    expect(dropped).toBe(0)
  })

  it('begins at the cell it is pasted into', () => {
    const { sheet } = fill({}, people, blockOf('请假\t请假条3号\t毛发'), { row: 1, cell: 'result' }, rules)
    expect(sheet.b).toEqual({ ...blank, result: 'excused', document_no: '请假条3号', method: 'hair' })
  })

  it('keeps what cannot be read in sight', () => {
    const { sheet } = fill({}, people, blockOf('下旬\t弱阳'), { row: 0, cell: 'day' }, rules)
    expect(sheet.a).toEqual({ ...blank, day: '下旬', result: '', unread: '弱阳' })
  })

  it('touches no row that is recorded, and says how many lines met none', () => {
    const { sheet, dropped } = fill({}, people, blockOf('1\n2\n3\n4\n5'), { row: 1, cell: 'day' }, rules)
    expect(Object.keys(sheet)).toEqual(['b', 'c'])
    expect(sheet.c?.day).toBe('2026-11-03')
    expect(dropped).toBe(3)
  })
})

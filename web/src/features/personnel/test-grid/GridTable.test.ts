import { flushPromises, mount, RouterLinkStub } from '@vue/test-utils'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h } from 'vue'
import type { Task } from '@/duties/queries'
import { i18n } from '@/i18n'
import GridTable from './GridTable.vue'
import type { Line } from './roster'
import type { Cell } from './typed'
import { useTestGrid, type TestGrid } from './useTestGrid'

const window = (person: string): Task => ({
  id: person,
  kind: 'test',
  subject: { type: 'person', id: person, name: person },
  episode_id: 'e',
  division_code: '990981107201',
  ordinal: 3,
  window_start: '2026-11-01',
  due_on: '2026-11-30',
  state: 'open',
  has_violation: false,
  rule: { pack: 'local', version: 1, id: 'test_treatment' },
  version: 1,
  created_at: '',
  updated_at: '',
})
const people = ['甲', '乙', '丙']
const lines: Line[] = people.map((person) => ({ person, name: person, windows: [window(person)] }))
const record = vi.fn()

function open() {
  let grid: TestGrid | undefined
  const Page = defineComponent(() => {
    const made = useTestGrid({ people: lines, month: '2026-11', record })
    grid = made
    return () => h(GridTable, { grid: made, lines, month: '2026-11' })
  })
  const page = mount(Page, {
    attachTo: document.body,
    global: { plugins: [i18n], stubs: { RouterLink: RouterLinkStub } },
  })
  if (grid === undefined) throw new Error('the sheet did not mount')
  const cell = (row: number, name: Cell) => page.get<HTMLInputElement>(`[data-row="${row}"][data-cell="${name}"]`)
  const press = (key: string, init: KeyboardEventInit = {}) => {
    document.activeElement?.dispatchEvent(
      new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...init }),
    )
    return flushPromises()
  }
  const at = (): string => {
    const { row = '', cell: name = '' } =
      document.activeElement instanceof HTMLElement ? document.activeElement.dataset : {}
    return `${row} ${name}`
  }
  return { grid, page, cell, press, at }
}

beforeEach(() => {
  document.body.innerHTML = ''
  record.mockReset()
})

describe('the sheet by keyboard', () => {
  it('goes from the day to the result and on to the next person', async () => {
    const { grid, cell, press, at } = open()
    cell(0, 'day').element.focus()
    await cell(0, 'day').setValue('5')
    await press('Enter')
    expect(at()).toBe('0 result')
    await press('y')
    expect(grid.typedOf('甲')).toMatchObject({ day: '5', result: 'negative' })
    expect(cell(0, 'result').element.value).toBe('negative')
    await press('Enter')
    expect(at()).toBe('1 day')
    await press('ArrowDown')
    expect(at()).toBe('2 day')
    await press('ArrowUp')
    expect(at()).toBe('1 day')
  })

  it('asks who is excused for the document', async () => {
    const { grid, cell, press, at } = open()
    expect(cell(0, 'document_no').element.disabled).toBe(true)
    cell(0, 'result').element.focus()
    await press('q')
    await press('Enter')
    expect(at()).toBe('0 document_no')
    await cell(0, 'document_no').setValue('请假条3号')
    await press('Enter')
    expect(at()).toBe('1 day')
    expect(grid.typedOf('甲')).toMatchObject({ result: 'excused', document_no: '请假条3号' })
  })

  it('clears a result, and takes the last edit back', async () => {
    const { grid, cell, press } = open()
    cell(0, 'result').element.focus()
    await press('p')
    await press('Delete')
    expect(grid.typedOf('甲').result).toBe('')
    await press('z', { ctrlKey: true })
    expect(cell(0, 'result').element.value).toBe('positive')
    await press('y', { ctrlKey: true })
    expect(cell(0, 'result').element.value).toBe('')
    await press('z', { ctrlKey: true })
    await press('Z', { ctrlKey: true, shiftKey: true })
    expect(cell(0, 'result').element.value).toBe('')
    await press('z', { ctrlKey: true })
    await press('x')
    expect(grid.typedOf('甲').result).toBe('positive')
  })

  it('comes back to what is to be mended, or else to where one was', async () => {
    record.mockResolvedValueOnce({
      items: [
        { person_id: '甲', test_id: 't', refused: [] },
        { person_id: '丙', refused: [{ code: 'x', zh: '不能晚于今天', en: 'in the future' }] },
      ],
    })
    const { grid, page, cell, at } = open()
    const table = page.getComponent(GridTable)
    grid.edit('甲', { day: '5', result: 'negative' })
    grid.edit('丙', { day: '30', result: 'negative' })
    cell(0, 'result').element.focus()
    table.vm.remember()
    await grid.save()
    await flushPromises()
    table.vm.resume()
    expect(at()).toBe('2 day')
    expect(page.text()).toContain('不能晚于今天')
    grid.edit('丙', { day: '', result: '' })
    table.vm.resume()
    expect(at()).toBe('1 day')
  })

  it('takes a letter in the day for the result, with the day above, and goes on', async () => {
    const { grid, cell, press, at } = open()
    cell(0, 'day').element.focus()
    await cell(0, 'day').setValue('5')
    await press('y')
    expect(at()).toBe('1 day')
    await press('q')
    expect(at()).toBe('1 document_no')
    expect(grid.typedOf('乙')).toMatchObject({ day: '5', result: 'excused' })
    cell(2, 'day').element.focus()
    await press('d', { ctrlKey: true })
    expect(grid.typedOf('丙').day).toBe('5')
  })

  it('passes over who is recorded, and writes the day out', async () => {
    record.mockResolvedValue({ items: [{ person_id: '乙', test_id: 't', refused: [] }] })
    const { grid, cell, press, at } = open()
    await cell(1, 'day').setValue('5')
    await cell(1, 'day').trigger('change')
    expect(grid.typedOf('乙').day).toBe('2026-11-05')
    grid.edit('乙', { result: 'negative' })
    await grid.save()
    await flushPromises()
    expect(cell(1, 'day').element.disabled).toBe(true)
    cell(0, 'day').element.focus()
    await press('ArrowDown')
    expect(at()).toBe('2 day')
  })
})

it('fills a pasted column downward from where one is, be it a picker', async () => {
  const { grid, cell, page } = open()
  const paste = (text: string): boolean => {
    const event = new Event('paste', { bubbles: true, cancelable: true })
    Object.defineProperty(event, 'clipboardData', { value: { getData: () => text } })
    return document.dispatchEvent(event)
  }
  cell(0, 'day').element.focus()
  expect(paste('5\t阴性\n6\t阳性')).toBe(false)
  await flushPromises()
  expect([grid.typedOf('甲'), grid.typedOf('乙')]).toMatchObject([
    { day: '2026-11-05', result: 'negative' },
    { day: '2026-11-06', result: 'positive' },
  ])
  cell(2, 'result').element.focus()
  paste('弱阳')
  await flushPromises()
  expect(grid.pasted.value?.misfits).toEqual([{ line: 1, why: 'result', text: '弱阳', name: '丙' }])
  expect(page.text()).toContain('认不出结果“弱阳”')
  cell(2, 'day').element.focus()
  expect(paste('7')).toBe(true)
})

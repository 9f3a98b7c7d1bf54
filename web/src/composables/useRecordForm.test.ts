import { flushPromises, mount } from '@vue/test-utils'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h } from 'vue'
import { ApiError } from '@/api/problem'
import { i18n } from '@/i18n'
import TextField from '@/ui/fields/TextField.vue'
import { useRecordForm, type Save } from './useRecordForm'

interface Place {
  name: string
  notes?: string | null
}

const refusal = (status: number, errors: { pointer: string; code: string; detail: string }[] = []): ApiError =>
  new ApiError(status, { type: '/docs', title: '', status, detail: '不行', code: 'no', errors, trace_id: '1' })

const save = vi.fn<(input: Save<Place>) => Promise<unknown>>()
const done = vi.fn()

function open(version: number | null = 3) {
  let form: ReturnType<typeof useRecordForm<Place, unknown>> | undefined
  const Page = defineComponent(() => {
    const draft = { name: '原来', notes: null }
    form = useRecordForm<Place, unknown>({
      keeps: 'nothing',
      initial: version === null ? { draft: {}, version } : { draft, version },
      latest: () => Promise.resolve({ draft: { name: '原来', notes: '别人写的' }, version: 4 }),
      save,
      done,
    })
    return () => h(TextField, { name: 'name', label: '名称', required: true, modelValue: form?.draft.name })
  })
  mount(Page, { global: { plugins: [i18n] } })
  if (form === undefined) throw new Error('the form did not mount')
  return form
}

beforeEach(() => {
  save.mockReset()
  done.mockReset()
})

describe('a record form', () => {
  it('sends only what changed, on the version it rests on', async () => {
    save.mockResolvedValue('ok')
    const form = open()
    form.draft.name = '新名'
    await form.submit()
    expect(save.mock.calls[0]?.[0]).toMatchObject({ patch: { name: '新名' }, version: 3 })
    expect(done).toHaveBeenCalledWith('ok')
    expect(form.isDirty.value).toBe(false)
  })

  it('asks for a required field before the server does', async () => {
    const form = open(null)
    await form.submit()
    expect(save).not.toHaveBeenCalled()
    expect(form.errors.value).toEqual({ name: '请填写名称。' })
  })

  it('shows the server’s refusal at its field and repeats the same key', async () => {
    save
      .mockRejectedValueOnce(refusal(422, [{ pointer: '/name', code: 'x', detail: '太长' }]))
      .mockResolvedValueOnce('ok')
    const form = open()
    form.draft.name = '新名'
    await form.submit()
    expect(form.errors.value).toEqual({ name: '太长' })
    expect(done).not.toHaveBeenCalled()
    await form.submit()
    expect(save.mock.calls[1]?.[0].key).toBe(save.mock.calls[0]?.[0].key)
  })

  it('says no more against a field that was changed, and what is left against the others', async () => {
    const wrong = ['/name', '/notes'].map((pointer) => ({ pointer, code: 'x', detail: '太长' }))
    save.mockRejectedValue(refusal(422, wrong))
    const form = open()
    form.draft.name = '新名'
    await form.submit()
    expect([form.errors.value, form.refusals.value]).toEqual([{ name: '太长', notes: '太长' }, 1])
    form.draft.name = '短'
    expect(form.errors.value).toEqual({ notes: '太长' })
    form.draft.notes = '短'
    expect([form.errors.value, form.problem.value]).toEqual([{}, null])
    await form.submit()
    expect([form.errors.value, form.refusals.value]).toEqual([{ name: '太长', notes: '太长' }, 2])
  })

  it('loses no typing to a version conflict', async () => {
    save.mockRejectedValueOnce(refusal(412)).mockResolvedValueOnce('ok')
    const form = open()
    form.draft.name = '我改的'
    await form.submit()
    await flushPromises()
    expect(form.draft).toEqual({ name: '我改的', notes: '别人写的' })
    expect(form.conflicts.value).toEqual([])
    await form.submit()
    expect(save.mock.calls[1]?.[0]).toMatchObject({ patch: { name: '我改的' }, version: 4 })
  })

  it('offers both sides of a field both changed, and keeps the one chosen', async () => {
    save.mockRejectedValueOnce(refusal(412)).mockResolvedValueOnce('ok')
    const form = open()
    form.draft.name = '我改的'
    form.draft.notes = '我写的'
    await form.submit()
    await flushPromises()
    const [conflict] = form.conflicts.value ?? []
    expect(form.conflicts.value).toEqual([{ name: 'notes', mine: '我写的', theirs: '别人写的' }])
    if (conflict === undefined) throw new Error('no conflict')
    expect(form.sideOf(conflict)).toBe('mine')
    form.take(conflict, 'theirs')
    expect(form.sideOf(conflict)).toBe('theirs')
    await form.submit()
    expect(save.mock.calls[1]?.[0]).toMatchObject({ patch: { name: '我改的' }, version: 4 })
  })

  it('makes one record though the answer was lost, and turns what was typed since into a change of it', async () => {
    const made = { id: 'p1', version: 1 }
    save
      .mockRejectedValueOnce(new ApiError(0, null))
      .mockResolvedValueOnce(made)
      .mockResolvedValueOnce({ ...made, version: 2 })
    const form = open(null)
    form.draft.name = '第一次'
    await form.submit()
    form.draft.name = '改过的'
    await form.submit()
    const [first, again, change] = save.mock.calls.map(([input]) => input)
    expect(again).toMatchObject({ draft: { name: '第一次' }, key: first?.key, version: null })
    expect(change).toMatchObject({ patch: { name: '改过的' }, id: 'p1', version: 1 })
    expect(change?.key).not.toBe(first?.key)
    expect(done).toHaveBeenCalledOnce()
  })

  it('starts anew when the repeated attempt turns out to have been refused', async () => {
    save
      .mockRejectedValueOnce(refusal(503))
      .mockRejectedValueOnce(refusal(422))
      .mockResolvedValueOnce({ id: 'p1', version: 1 })
    const form = open(null)
    form.draft.name = '第一次'
    await form.submit()
    await form.submit()
    form.draft.name = '改过的'
    await form.submit()
    const [first, , last] = save.mock.calls.map(([input]) => input)
    expect(last).toMatchObject({ draft: { name: '改过的' }, version: null })
    expect(last?.key).not.toBe(first?.key)
  })
})

import { flushPromises, mount } from '@vue/test-utils'
import { beforeEach, expect, it, vi } from 'vitest'
import { nextTick, ref } from 'vue'
import { ApiError } from '@/api/problem'
import { i18n } from '@/i18n'
import ChoiceField from '@/ui/fields/ChoiceField.vue'
import DateField from '@/ui/fields/DateField.vue'
import GiveForm from './GiveForm.vue'

const { mutateAsync, useGiveTask, useAssignees } = vi.hoisted(() => ({
  mutateAsync: vi.fn(),
  useGiveTask: vi.fn(),
  useAssignees: vi.fn(),
}))
vi.mock('./queries', () => ({ useGiveTask }))
vi.mock('@/duties/useAssignees', () => ({ useAssignees }))
vi.mock('@/composables/useLeaveGuard', () => ({ useLeaveGuard: vi.fn() }))

async function open() {
  const page = mount(GiveForm, {
    props: { person: 'p1', division: '990981107201' },
    global: { plugins: [i18n], stubs: { ElSelect: true, ElDatePicker: true } },
  })
  await nextTick()
  const send = async () => {
    await page.get('form').trigger('submit')
    await flushPromises()
  }
  return { page, send }
}

beforeEach(() => {
  mutateAsync.mockReset()
  useGiveTask.mockReset().mockReturnValue({ mutateAsync })
  useAssignees.mockReset().mockReturnValue(ref([{ value: 'w1', label: '王某 · 网格员 · 甲村' }]))
})

it('asks what is to be done and until when', async () => {
  const { page, send } = await open()
  await send()
  expect(mutateAsync).not.toHaveBeenCalled()
  expect(page.findAll('.error').map((one) => one.text())).toEqual(['请填写要办的事。', '请填写最后一日。'])
})

it('gives it about this person, to someone or to nobody yet', async () => {
  mutateAsync.mockResolvedValue({ id: 't9' })
  const { page, send } = await open()
  expect(useGiveTask).toHaveBeenCalledWith('p1')
  await page.get('input').setValue('陪同到镇卫生院体检')
  page.getComponent(DateField).vm.$emit('update:modelValue', '2026-12-10')
  page.getComponent(ChoiceField).vm.$emit('update:modelValue', 'w1')
  await send()
  expect(mutateAsync).toHaveBeenCalledOnce()
  expect(mutateAsync.mock.calls[0]?.[0]).toMatchObject({
    draft: { title: '陪同到镇卫生院体检', due_on: '2026-12-10', assignee_id: 'w1' },
  })
  expect(page.emitted('done')).toHaveLength(1)
})

it('shows the refusal of a day gone by at its field', async () => {
  const errors = [{ pointer: '/due_on', code: 'task.due_on.past', detail: '期限不能早于今天' }]
  const problem = { type: '', title: '', status: 422, detail: '', code: '', errors, trace_id: '' }
  mutateAsync.mockRejectedValue(new ApiError(422, problem))
  const { page, send } = await open()
  await page.get('input').setValue('陪同到镇卫生院体检')
  page.getComponent(DateField).vm.$emit('update:modelValue', '2026-01-10')
  await send()
  expect(page.get('.error').text()).toBe('期限不能早于今天')
  expect(page.emitted('done')).toBeUndefined()
})

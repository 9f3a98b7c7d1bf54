import { flushPromises, mount } from '@vue/test-utils'
import { ElSelect } from 'element-plus'
import { beforeEach, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import { i18n } from '@/i18n'
import DateField from '@/ui/fields/DateField.vue'
import RelapseForm from './RelapseForm.vue'

const { mutateAsync } = vi.hoisted(() => ({ mutateAsync: vi.fn() }))
vi.mock('./queries', () => ({ useRegisterRelapse: () => ({ mutateAsync }) }))
vi.mock('@/composables/useLeaveGuard', () => ({ useLeaveGuard: vi.fn() }))

async function open() {
  const page = mount(RelapseForm, {
    global: {
      plugins: [i18n],
      stubs: { ManagementFields: true, MigrantFields: true, ElSelect: true, ElDatePicker: true },
    },
  })
  await nextTick()
  const text = (label: string) => {
    const id = page
      .findAll('label')
      .find((one) => one.text().startsWith(label))
      ?.attributes('for')
    return page.get(`[id="${id ?? ''}"]`)
  }
  return { page, text }
}

beforeEach(() => {
  mutateAsync.mockReset()
})

it('rests on a decision with its number and day', async () => {
  const { page } = await open()
  await page.get('form').trigger('submit')
  await flushPromises()
  expect(mutateAsync).not.toHaveBeenCalled()
  expect(page.findAll('.error').map((one) => one.text())).toEqual([
    '请填写类别。',
    '请填写决定书文号。',
    '请填写决定日期。',
    '请填写姓名。',
  ])
})

it('sends the file and the decision at once, and leads to the new file', async () => {
  const made = { id: 'p2', file_no: 'XD00002' }
  mutateAsync.mockResolvedValue(made)
  const { page, text } = await open()
  page.getComponent(ElSelect).vm.$emit('update:modelValue', 'community_treatment')
  await text('决定书文号').setValue('社戒决字1号')
  page.getComponent(DateField).vm.$emit('update:modelValue', '2026-08-03')
  await text('姓名').setValue('罗会腾')
  await page.get('form').trigger('submit')
  await flushPromises()
  expect(mutateAsync).toHaveBeenCalledOnce()
  expect(mutateAsync.mock.calls[0]?.[0]).toMatchObject({
    draft: {
      name: '罗会腾',
      kind: 'community_treatment',
      document_no: '社戒决字1号',
      decided_on: '2026-08-03',
      risk_level: 'unrated',
    },
  })
  expect(page.emitted('done')).toEqual([[made]])
})

import { flushPromises, mount } from '@vue/test-utils'
import { ElSelect } from 'element-plus'
import { beforeEach, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import { i18n } from '@/i18n'
import DateField from '@/ui/fields/DateField.vue'
import SpecialGroupForm from './SpecialGroupForm.vue'

const { mutateAsync } = vi.hoisted(() => ({ mutateAsync: vi.fn() }))
vi.mock('./queries', () => ({ useSaveSpecialGroup: () => ({ mutateAsync }), findSpecialGroup: vi.fn() }))
vi.mock('@/composables/useLeaveGuard', () => ({ useLeaveGuard: vi.fn() }))

async function open(kind: string) {
  const page = mount(SpecialGroupForm, {
    props: { person: 'p1' },
    global: { plugins: [i18n], stubs: { ElSelect: true, ElDatePicker: true } },
  })
  page.getComponent(ElSelect).vm.$emit('update:modelValue', kind)
  await nextTick()
  const [since, until] = page.findAllComponents(DateField)
  since?.vm.$emit('update:modelValue', '2026-03-01')
  const send = async () => {
    await page.get('form').trigger('submit')
    await flushPromises()
  }
  return { page, until, send }
}

beforeEach(() => {
  mutateAsync.mockReset().mockResolvedValue({ id: 'g1', version: 1 })
})

it('asks for the last day of what ends with a birthday', async () => {
  const { page, until, send } = await open('nursing')
  await send()
  expect(mutateAsync).not.toHaveBeenCalled()
  expect(page.findAll('.error').map((one) => one.text())).toEqual(['请填写终止日期。'])
  until?.vm.$emit('update:modelValue', '2027-01-14')
  await send()
  expect(mutateAsync.mock.calls[0]?.[0]).toMatchObject({
    draft: { kind: 'nursing', since: '2026-03-01', until: '2027-01-14' },
  })
  expect(page.emitted('done')).toHaveLength(1)
})

it('leaves the last day of any other open', async () => {
  const { page, send } = await open('severely_ill')
  await send()
  expect(mutateAsync.mock.calls[0]?.[0]).toMatchObject({ draft: { kind: 'severely_ill', since: '2026-03-01' } })
  expect(page.emitted('done')).toHaveLength(1)
})

import { flushPromises, mount } from '@vue/test-utils'
import { ElMessage } from 'element-plus'
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it, vi } from 'vitest'
import { ApiError, refusalOf } from '@/api/problem'
import type { Draft, Place } from '@/drafts/draft'
import { useDrafts } from '@/drafts/useDrafts'
import { i18n } from '@/i18n'
import InspectForm from './InspectForm.vue'

const { sendDraft, replace, back } = vi.hoisted(() => ({
  sendDraft: vi.fn<(draft: Draft) => Promise<{ id: string }>>(),
  replace: vi.fn(),
  back: vi.fn(),
}))
vi.mock('@/drafts/queries', () => ({ sendDraft }))
// Without cryptography drafts last as long as the page, which is what these tests need of the device.
vi.mock('@/drafts/seal', () => ({ maySeal: () => false }))
vi.mock('@/query-client', () => ({ queryClient: { invalidateQueries: vi.fn() } }))
vi.mock('@/session/session', () => ({ useSession: () => ({ can: () => false, me: { display_name: '王网格' } }) }))
vi.mock('@/composables/useLeaveGuard', () => ({ useLeaveGuard: vi.fn() }))
vi.mock('vue-router', () => ({ useRouter: () => ({ replace, back }) }))
vi.mock('../campaigns/queries', () => ({ useCampaigns: () => ({ data: { value: undefined } }) }))
vi.mock('./checklists', async () => {
  const { ref } = await import('vue')
  return { useChecklistOf: () => ref([{ item: '登记租客身份', basis: '条例' }]) }
})

const place: Place = { id: 'p1', name: '石桥村出租房8号', code: 'XH00008', kind: 'rental' }

async function open() {
  const queue = useDrafts()
  await queue.open('a1')
  const page = mount(InspectForm, {
    props: { place },
    global: { plugins: [i18n], stubs: { ElSelect: true, ElDatePicker: true, RouterLink: true } },
  })
  const press = async (label: string) => {
    const found = page.findAll('label').find((one) => one.find('input').exists() && one.text().includes(label))
    await found?.get('input').trigger('change')
  }
  const send = async () => {
    await page.get('form').trigger('submit')
    await flushPromises()
  }
  return { queue, page, press, send }
}

const success = vi.spyOn(ElMessage, 'success')

beforeEach(() => {
  success.mockClear()
  setActivePinia(createPinia())
  for (const spy of [sendDraft, replace, back]) spy.mockReset()
  Object.defineProperty(navigator, 'onLine', { value: true, configurable: true })
})

it('asks for the outcome and nothing else before it sends', async () => {
  const { queue, page, send } = await open()
  await send()
  expect(page.findAll('.error').map((one) => one.text())).toEqual(['请填写排查结果。'])
  expect(sendDraft).not.toHaveBeenCalled()
  expect(queue.drafts).toEqual([])
})

it('sends a record with every line of the checklist, looked at or not, and goes to what the server made', async () => {
  sendDraft.mockResolvedValue({ id: 'i1' })
  const { queue, press, send } = await open()
  await press('未发现异常')
  await send()
  expect(sendDraft.mock.calls[0]?.[0]).toMatchObject({
    place,
    facts: { outcome: 'normal', inspector: '王网格', checklist: [{ item: '登记租客身份', ok: null }] },
  })
  expect(success).toHaveBeenCalledWith('服务器已保存')
  expect(replace).toHaveBeenCalledWith('/inspections/i1')
  expect(queue.drafts).toEqual([])
})

it('keeps the record without a network, and does not say that it is saved', async () => {
  Object.defineProperty(navigator, 'onLine', { value: false, configurable: true })
  const { queue, press, send } = await open()
  await press('上锁未入')
  await send()
  expect(sendDraft).not.toHaveBeenCalled()
  expect(queue.drafts).toMatchObject([{ state: 'waiting', facts: { outcome: 'locked' } }])
  expect(replace).toHaveBeenCalledWith('/drafts')
  expect(success).not.toHaveBeenCalled()
  sendDraft.mockResolvedValue({ id: 'i1' })
  await queue.sendNow()
  expect(sendDraft).toHaveBeenCalledOnce()
  expect(queue.drafts).toEqual([])
})

it('mends a refused record under its key, and makes no second one', async () => {
  sendDraft.mockRejectedValueOnce(refusalOf('/inspected_on', 'x', '排查日期不能晚于今天。'))
  const { queue, page, press, send } = await open()
  await press('未发现异常')
  await send()
  expect(page.text()).toContain('排查日期不能晚于今天。')
  expect(queue.refused).toHaveLength(1)
  sendDraft.mockResolvedValueOnce({ id: 'i1' })
  await press('发现隐患')
  await send()
  const [first, second] = sendDraft.mock.calls.map(([draft]) => draft)
  expect(second?.id).toBe(first?.id)
  expect(second?.facts.outcome).toBe('defect')
  expect(queue.drafts).toEqual([])
})

it('says so where the refused record is gone by the time it is mended, and makes no second one', async () => {
  sendDraft.mockRejectedValueOnce(refusalOf('/inspected_on', 'x', '排查日期不能晚于今天。'))
  const { queue, page, press, send } = await open()
  await press('未发现异常')
  await send()
  await queue.remove(queue.refused[0]?.id ?? '')
  await send()
  expect(page.text()).toContain('这条记录已经不在本机')
  expect(sendDraft).toHaveBeenCalledOnce()
  expect(queue.drafts).toEqual([])
  expect(replace).not.toHaveBeenCalled()
})

it('leaves an unanswered record in the queue, where it is sent again as it was', async () => {
  sendDraft.mockRejectedValueOnce(new ApiError(0, null))
  const { queue, press, send } = await open()
  await press('未发现异常')
  await send()
  expect(queue.drafts).toMatchObject([{ state: 'unclear' }])
  await queue.close('wipe')
  expect(queue.drafts).toEqual([])
})

import { flushPromises, mount } from '@vue/test-utils'
import { beforeEach, expect, it, vi } from 'vitest'
import { ref } from 'vue'
import { ApiError, refusalOf } from '@/api/problem'
import { i18n } from '@/i18n'
import type { Inspection } from '../inspections/queries'
import type { Sign, Signing } from './queries'
import SignForm from './SignForm.vue'

const { mutateAsync, isOnline } = vi.hoisted(() => ({
  mutateAsync: vi.fn<(sent: { sign: Sign; version: number; key: string }) => Promise<unknown>>(),
  isOnline: { value: true },
}))
vi.mock('./queries', () => ({ useSign: () => ({ mutateAsync }) }))
vi.mock('@/drafts/useDrafts', () => ({ useDrafts: () => ({ isOnline: ref(isOnline.value).value }) }))
vi.mock('signature_pad', () => ({ default: vi.fn() }))

const inspection: Inspection = {
  id: 'i1',
  premises_id: 'p1',
  premises_code: 'XH00008',
  premises_name: '石桥村出租房8号',
  division_code: '990981107201',
  inspected_on: '2026-11-25',
  outcome: 'normal',
  is_signed: false,
  checklist: [],
  signers: [],
  masked: [],
  version: 1,
  created_at: '',
  updated_at: '',
}
const signing: Signing = {
  content: {
    format: 'jindu/inspection/1',
    inspection_id: 'i1',
    version: 4,
    premises: { id: 'p1', name: '石桥村出租房8号', code: 'XH00008', division_code: '990981107201' },
    inspected_on: '2026-11-25',
    outcome: 'normal',
    checklist: [],
    warning_signs: [],
  },
  canonical: '{}',
  content_hash: 'abcd',
  statement_zh: '',
  statement_en: '',
  signers: [],
  next_roles: ['inspector'],
  version: 4,
}

function open(part: Partial<Signing> = {}) {
  const page = mount(SignForm, {
    props: { inspection, signing: { ...signing, ...part } },
    global: { plugins: [i18n] },
  })
  const press = async (label: string) => {
    await page
      .findAll('label')
      .find((one) => one.find('input').exists() && one.text().includes(label))
      ?.get('input')
      .trigger('change')
  }
  const send = async () => {
    await page.get('form').trigger('submit')
    await flushPromises()
  }
  const password = () => page.get<HTMLInputElement>('input[type="password"]')
  return { page, press, send, password }
}

beforeEach(() => {
  mutateAsync.mockReset().mockResolvedValue({ id: 'i1', version: 5 })
  isOnline.value = true
})

it('signs what was on the screen, with the password given again and the time of this device', async () => {
  const { page, press, send, password } = open()
  await press('没有')
  await password().setValue('secret')
  await send()
  expect(mutateAsync.mock.calls[0]?.[0]).toMatchObject({
    version: 4,
    sign: { role: 'inspector', content_hash: 'abcd', password: 'secret' },
  })
  const { device_time = '' } = mutateAsync.mock.calls[0]?.[0].sign ?? {}
  expect(Math.abs(Date.parse(device_time) - Date.now())).toBeLessThan(60_000)
  expect(page.emitted('done')).toHaveLength(1)
})

it('asks why where somebody refuses to sign', async () => {
  const { page, press, send, password } = open()
  await press('有，拒签')
  await password().setValue('secret')
  await send()
  expect(mutateAsync).not.toHaveBeenCalled()
  await page.get('textarea').setValue('不愿配合')
  await send()
  expect(mutateAsync.mock.calls[0]?.[0].sign.attendance).toMatchObject({
    role: 'occupant',
    refused_because: '不愿配合',
  })
})

it('repeats a signature whose answer was lost as it was, under its key', async () => {
  mutateAsync.mockRejectedValueOnce(new ApiError(0, null))
  const { press, send, password } = open({ next_roles: ['town_office'] })
  await press('没有')
  await password().setValue('secret')
  await send()
  await send()
  expect(mutateAsync.mock.calls[1]).toEqual(mutateAsync.mock.calls[0])
})

it('says without a network that it cannot be signed now', async () => {
  isOnline.value = false
  const { page } = open()
  await flushPromises()
  expect(page.text()).toContain('签字需要网络')
  expect(page.get('button[type="submit"]').attributes('disabled')).toBeDefined()
})

it('has the content shown again where it is not what was read, and only then', async () => {
  const detail = '记录内容与您看到的不一致'
  const problem = { type: '', title: '', status: 409, detail, code: 'inspection.sign.content_changed', trace_id: '' }
  mutateAsync.mockRejectedValueOnce(refusalOf('/password', 'password.wrong', '密码不对'))
  mutateAsync.mockRejectedValueOnce(new ApiError(409, problem))
  const { page, press, send, password } = open()
  await press('没有')
  await password().setValue('secret')
  await send()
  expect(page.text()).toContain('密码不对')
  expect(page.emitted('overtaken')).toBeUndefined()
  await send()
  expect(page.emitted('overtaken')).toHaveLength(1)
  expect(page.text()).toContain(detail)
  expect(page.emitted('done')).toBeUndefined()
})

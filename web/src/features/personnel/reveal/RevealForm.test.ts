import { VueQueryPlugin } from '@tanstack/vue-query'
import { flushPromises, mount } from '@vue/test-utils'
import { ElSelect } from 'element-plus'
import { beforeEach, expect, it, vi } from 'vitest'
import { ApiError, refusalOf } from '@/api/problem'
import { i18n } from '@/i18n'
import { queryClient } from '@/query-client'
import type { CreateReveal, Revealed } from './queries'
import RevealForm from './RevealForm.vue'

const { reveal } = vi.hoisted(() => ({ reveal: vi.fn<(id: string, wanted: CreateReveal) => Promise<Revealed>>() }))
vi.mock('./queries', () => ({ reveal, revealsKey: (person: string) => ['reveals', person] }))

const shown: Revealed = { id: 'r', person_id: 'p', id_number: '990981199507250023', expires_in: 600 }

function open() {
  const page = mount(RevealForm, {
    props: { person: 'p', field: 'id_number' },
    global: { plugins: [i18n, [VueQueryPlugin, { queryClient }]] },
  })
  const choose = (purpose: string) => {
    page.getComponent(ElSelect).vm.$emit('update:modelValue', purpose)
  }
  const send = async () => {
    await page.get('form').trigger('submit')
    await flushPromises()
  }
  return { page, choose, send, passwords: () => page.findAll('input[type="password"]') }
}

beforeEach(() => {
  reveal.mockReset().mockResolvedValue(shown)
})

it('asks for nothing without a purpose', async () => {
  const { page, choose, send, passwords } = open()
  await send()
  expect(reveal).not.toHaveBeenCalled()
  choose('testing')
  await send()
  expect(reveal.mock.lastCall).toEqual(['p', { fields: ['id_number'], purpose: 'testing' }])
  expect(page.emitted('done')).toEqual([[shown]])
  expect(passwords()).toHaveLength(0)
})

it('asks for the password where the server wants it anew, and keeps what was chosen', async () => {
  const { page, choose, send, passwords } = open()
  reveal.mockRejectedValueOnce(refusalOf('/password', 'password.not_lately', '请再输入一次'))
  choose('care')
  await send()
  expect(page.emitted('done')).toBeUndefined()
  expect(page.text()).toContain('请再输入一次')
  const [password] = passwords()
  await password?.setValue('correct horse')
  await send()
  expect(reveal.mock.lastCall?.[1]).toEqual({ fields: ['id_number'], purpose: 'care', password: 'correct horse' })
  expect(page.emitted('done')).toHaveLength(1)
})

it('states the purpose that stands in the form, though an earlier answer was lost', async () => {
  const { page, choose, send } = open()
  reveal.mockRejectedValueOnce(new ApiError(503, null))
  choose('care')
  await send()
  choose('report')
  await send()
  expect(reveal.mock.calls.map(([, { purpose }]) => purpose)).toEqual(['care', 'report'])
  expect(page.emitted('done')).toHaveLength(1)
})

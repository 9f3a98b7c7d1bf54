import { mount } from '@vue/test-utils'
import { afterEach, expect, it, vi } from 'vitest'
import { ref, toValue } from 'vue'
import { ApiError } from '@/api/problem'
import { i18n } from '@/i18n'
import PaperPage from './PaperPage.vue'

const { usePaper, push } = vi.hoisted(() => ({ usePaper: vi.fn(), push: vi.fn() }))
vi.mock('./queries', () => ({ usePaper, downloadPaper: vi.fn() }))
vi.mock('../queries', () => ({ usePerson: () => ({ data: ref({ file_no: 'XD00001', name: '罗**' }) }) }))
vi.mock('vue-router', () => ({ useRouter: () => ({ push }) }))

const sheet = { paper: 'warning', title: '告诫书', article: '条例', blocks: [{ kind: 'body', text: '正文' }] }

function open(found: unknown, error: ApiError | null = null) {
  usePaper.mockReturnValue({ data: ref(found), error: ref(error), isPending: ref(false), refetch: vi.fn() })
  return mount(PaperPage, { props: { id: 'p1', paper: 'warning', record: 'r1' }, global: { plugins: [i18n] } })
}

afterEach(() => {
  vi.unstubAllGlobals()
})

it('prints the paper and nothing around it', async () => {
  const print = vi.fn()
  vi.stubGlobal('print', print)
  const page = open(sheet)
  expect(toValue(usePaper.mock.calls[0]?.[0])).toEqual({ id: 'p1', paper: 'warning', record_id: 'r1' })
  expect(page.get('header').classes()).toContain('no-print')
  expect(page.get('header').text()).toContain('XD00001　罗**')
  expect(page.get('article').text()).toContain('正文')
  const [back, , printIt] = page.findAll('button')
  await printIt?.trigger('click')
  expect(print).toHaveBeenCalledOnce()
  await back?.trigger('click')
  expect(push).toHaveBeenCalledWith('/personnel/p1')
})

it('says why there is none', () => {
  const page = open(undefined, new ApiError(404, null))
  expect(page.get('[role=alert]').text()).toContain('没有这条记录')
  expect(page.find('article').exists()).toBe(false)
})

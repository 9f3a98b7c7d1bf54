import { flushPromises, mount, RouterLinkStub } from '@vue/test-utils'
import { beforeEach, expect, it, vi } from 'vitest'
import { ref } from 'vue'
import { i18n } from '@/i18n'
import PaperCard from './PaperCard.vue'
import type { PaperChoice } from './queries'

const { usePapers, downloadPaper, saveFile } = vi.hoisted(() => ({
  usePapers: vi.fn(),
  downloadPaper: vi.fn(),
  saveFile: vi.fn(),
}))
vi.mock('./queries', () => ({ usePapers, downloadPaper }))
vi.mock('@/composables/saveFile', () => ({ saveFile }))

const choice = (n: number): PaperChoice => ({
  paper: 'test_record',
  title: '吸毒检测记录',
  article: '戒毒条例第十九条第二项',
  record_id: `r${String(n)}`,
  on: `2026-01-${String(31 - n)}`,
})

function open(items: PaperChoice[]) {
  usePapers.mockReturnValue({ data: ref({ items }), error: ref(null), isFetching: ref(false), refetch: vi.fn() })
  return mount(PaperCard, {
    props: { person: { id: 'p1', file_no: 'XD00001' } },
    global: { plugins: [i18n], stubs: { RouterLink: RouterLinkStub } },
  })
}

beforeEach(() => {
  downloadPaper.mockReset()
  saveFile.mockReset()
})

it('says what would be here', () => {
  const page = open([])
  expect(page.text()).toContain('还没有可打印的文书')
  expect(page.find('table').exists()).toBe(false)
})

it('lists the newest ten, and all when asked', async () => {
  const page = open(Array.from({ length: 12 }, (_, n) => choice(n)))
  expect(page.findAll('tbody tr')).toHaveLength(10)
  const more = page.get('.more button')
  expect(more.text()).toBe('显示全部 12 份')
  await more.trigger('click')
  expect(page.findAll('tbody tr')).toHaveLength(12)
  await more.trigger('click')
  expect(page.findAll('tbody tr')).toHaveLength(10)
  expect(
    open([choice(0)])
      .find('.more')
      .exists(),
  ).toBe(false)
})

it('opens a paper to be printed, or saves it', async () => {
  const file = new Blob(['docx'])
  downloadPaper.mockResolvedValue(file)
  const page = open([choice(0)])
  expect(page.get('tbody tr').text()).toContain('吸毒检测记录戒毒条例第十九条第二项')
  expect(page.getComponent(RouterLinkStub).props('to')).toBe('/personnel/p1/papers/test_record/r0')
  await page.get('tbody button').trigger('click')
  await flushPromises()
  expect(downloadPaper).toHaveBeenCalledWith({ id: 'p1', paper: 'test_record', record_id: 'r0' })
  expect(saveFile).toHaveBeenCalledWith(file, 'XD00001-吸毒检测记录.docx')
})

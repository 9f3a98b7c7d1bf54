import { flushPromises, mount } from '@vue/test-utils'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent } from 'vue'
import { ApiError } from '@/api/problem'
import { closeForms, forms, openForms } from '@/drafts/forms'
import { i18n } from '@/i18n'
import type { Keeps } from './useKept'
import { useRecordForm, type Draft, type Save } from './useRecordForm'

interface Place {
  name: string
  notes?: string | null
  password?: string | null
}

const { confirmed } = vi.hoisted(() => ({ confirmed: vi.fn<() => Promise<boolean>>() }))
vi.mock('./confirmed', () => ({ confirmed }))
vi.mock('vue-router', () => ({ onBeforeRouteLeave: vi.fn(), onBeforeRouteUpdate: vi.fn() }))

const save = vi.fn<(input: Save<Place>) => Promise<unknown>>()

interface Open {
  keeps?: Keeps
  draft?: Draft<Place>
  version?: number | null
}

async function open({ keeps = ['place', 'p1'], draft = { name: '原来', notes: null }, version = 3 }: Open = {}) {
  let form: ReturnType<typeof useRecordForm<Place, unknown>> | undefined
  const Page = defineComponent(() => {
    form = useRecordForm<Place, unknown>({
      keeps,
      secret: ['password'],
      initial: version === null ? { draft, version } : { draft, version },
      latest: () => Promise.resolve({ draft: { name: '原来', notes: null }, version: 4 }),
      save,
      done: () => undefined,
    })
    return () => null
  })
  const page = mount(Page, { global: { plugins: [i18n] } })
  await flushPromises()
  if (form === undefined) throw new Error('the form did not mount')
  return { form, page }
}

/** The page goes away without asking: a crash, a reload, a list read anew. */
async function loses(page: { unmount: () => void }): Promise<void> {
  await flushPromises()
  page.unmount()
  await flushPromises()
}

beforeEach(() => {
  save.mockReset()
  confirmed.mockReset()
  openForms('a1')
})
afterEach(async () => {
  await closeForms('wipe')
})

describe('a form', () => {
  it('has what was typed when it is opened again, and says since when', async () => {
    const { form, page } = await open()
    form.draft.notes = '我写的'
    await loses(page)
    const again = await open()
    expect(again.form.draft).toEqual({ name: '原来', notes: '我写的' })
    expect(again.form.foundAt.value).toBeTypeOf('number')
    expect(again.form.isDirty.value).toBe(true)
    again.form.beginAnew()
    expect(again.form.draft.notes).toBeNull()
    await loses(again.page)
    expect((await open()).form.foundAt.value).toBeNull()
  })

  it('keeps it through a dead network, and makes one record when it is back', async () => {
    save.mockRejectedValueOnce(new ApiError(0, null)).mockResolvedValueOnce({ id: 'p1', version: 1 })
    const blank: Open = { keeps: ['place', null], draft: {}, version: null }
    const { form, page } = await open(blank)
    form.draft.name = '第一次'
    await form.submit()
    await loses(page)
    const again = await open(blank)
    expect(again.form.draft.name).toBe('第一次')
    await again.form.submit()
    expect(save.mock.calls[1]?.[0].key).toBe(save.mock.calls[0]?.[0].key)
    expect((await open(blank)).form.foundAt.value).toBeNull()
  })

  it('meets what others changed meanwhile, field by field', async () => {
    const { form, page } = await open()
    form.draft.notes = '我写的'
    await loses(page)
    const { form: found } = await open({ draft: { name: '改名了', notes: '别人写的' }, version: 5 })
    expect(found.draft).toEqual({ name: '改名了', notes: '我写的' })
    expect(found.conflicts.value).toEqual([{ name: 'notes', mine: '我写的', theirs: '别人写的' }])
    save.mockResolvedValueOnce('ok')
    await found.submit()
    expect(save.mock.calls[0]?.[0]).toMatchObject({ patch: { notes: '我写的' }, version: 5 })
  })

  it('keeps what was typed before what was kept came back', async () => {
    const { form, page } = await open()
    form.draft.notes = '先前写的'
    await loses(page)
    const store = await forms()
    if (store === null) throw new Error('nobody is signed in')
    const find = vi.spyOn(store, 'find')
    let answer: () => void = () => undefined
    find.mockImplementationOnce(
      (name) =>
        new Promise((resolve) => {
          answer = () => {
            resolve(store.find(name))
          }
        }),
    )
    const again = await open()
    again.form.draft.name = '刚打的'
    answer()
    await flushPromises()
    expect(again.form.draft).toEqual({ name: '刚打的', notes: '先前写的' })
    find.mockRestore()
  })

  it('is kept no longer once it was saved or given up, and keeps no secret', async () => {
    const { form, page } = await open()
    form.draft.notes = '我写的'
    form.draft.password = 'an-secret'
    await loses(page)
    const again = await open()
    expect(again.form.draft).toEqual({ name: '原来', notes: '我写的' })
    confirmed.mockResolvedValueOnce(false).mockResolvedValueOnce(true)
    expect(await again.form.giveUp()).toBe(false)
    expect(again.form.isDirty.value).toBe(true)
    expect(await again.form.giveUp()).toBe(true)
    await loses(again.page)
    const fresh = await open()
    expect(fresh.form.foundAt.value).toBeNull()
    fresh.form.draft.notes = '再写'
    save.mockResolvedValueOnce('ok')
    await fresh.form.submit()
    await loses(fresh.page)
    expect((await open()).form.foundAt.value).toBeNull()
    expect(await (await forms())?.count()).toBe(0)
  })

  it('of a password keeps nothing', async () => {
    const { form, page } = await open({ keeps: 'nothing', draft: {}, version: null })
    form.draft.name = '口令'
    await loses(page)
    expect(await (await forms())?.count()).toBe(0)
  })
})

const sources = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return sources(path)
    return /\.(vue|ts)$/.test(path) && !/\.test\.ts$/.test(path) ? [readFileSync(path, 'utf8')] : []
  })

it('no two forms share a name, and only signing in and passwords are kept nowhere', () => {
  const root = join(import.meta.dirname, '..')
  const all = sources(root)
  const names = all.flatMap((text) => [...text.matchAll(/keeps(?::|=")[^\n]*?\['([a-z-]+)'/g)].map(([, name]) => name))
  expect(names.length).toBeGreaterThan(50)
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
  expect(all.filter((text) => /keeps(: |=")'nothing'/.test(text))).toHaveLength(6)
})

import 'fake-indexeddb/auto'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { DraftDatabase } from './database'
import { lifetime } from './draft'
import { closeForms, forms, openForms, sealedForms } from './forms'

let count = 0
let database: DraftDatabase

const bytes = async (): Promise<string> => {
  const rows = await database.forms.toArray()
  return rows.map((row) => JSON.stringify(row) + new TextDecoder().decode(row.sealed.bytes)).join()
}

beforeEach(() => {
  count += 1
  database = new DraftDatabase(`forms-${count}`)
})

describe('what is typed', () => {
  it('is found again by whoever typed it, and lies on the device so that nobody reads it', async () => {
    const mine = await sealedForms(database, 'a1')
    await mine.put('visit/p1/', { summary: '家中无人' })
    expect((await mine.find('visit/p1/'))?.value).toEqual({ summary: '家中无人' })
    expect(await mine.find('visit/p2/')).toBeNull()
    expect(await bytes()).not.toMatch(/家中无人|summary|visit|p1/)
    const another = await sealedForms(database, 'a2')
    expect(await another.find('visit/p1/')).toBeNull()
    expect(await another.count()).toBe(0)
  })

  it('is gone when it was removed, however soon after it was put', async () => {
    const mine = await sealedForms(database, 'a1')
    const put = mine.put('visit/p1/', { summary: '一' })
    const removed = mine.remove('visit/p1/')
    await Promise.all([put, removed])
    expect(await mine.count()).toBe(0)
  })

  it('is deleted after three days, and when somebody changed it', async () => {
    const mine = await sealedForms(database, 'a1')
    await mine.put('old', { a: 1 })
    await mine.put('changed', { a: 1 })
    const [one, other] = await database.forms.toArray()
    if (one === undefined || other === undefined) throw new Error('nothing was kept')
    await database.forms.put({ ...one, sealed: other.sealed })
    await database.forms.put({ ...other, made_at: Date.now() - lifetime })
    expect([await mine.find('old'), await mine.find('changed')]).toEqual([null, null])
    await sealedForms(database, 'a1')
    expect(await database.forms.count()).toBe(0)
  })

  it('is wiped with the key that sealed it', async () => {
    const mine = await sealedForms(database, 'a1')
    await mine.put('visit/p1/', { a: 1 })
    await mine.wipe()
    expect([await database.forms.count(), await database.keys.count()]).toEqual([0, 0])
  })
})

it('belongs to whoever is signed in', async () => {
  expect(forms()).toBeNull()
  openForms('b1')
  await (await forms())?.put('visit/p1/', { a: 1 })
  await closeForms('keep')
  openForms('b2')
  expect(await (await forms())?.find('visit/p1/')).toBeNull()
  openForms('b1')
  expect((await (await forms())?.find('visit/p1/'))?.value).toEqual({ a: 1 })
  await closeForms('wipe')
  openForms('b1')
  expect(await (await forms())?.find('visit/p1/')).toBeNull()
  await closeForms('wipe')
})

it('lasts as long as the page where the browser cannot seal', async () => {
  vi.stubGlobal('indexedDB', undefined)
  Reflect.deleteProperty(globalThis, 'indexedDB')
  openForms('c1')
  const store = await forms()
  await store?.put('visit/p1/', { a: 1 })
  expect((await store?.find('visit/p1/'))?.value).toEqual({ a: 1 })
  await closeForms('wipe')
  vi.unstubAllGlobals()
})

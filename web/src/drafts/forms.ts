import type { DraftDatabase } from './database'
import { isExpired, lifetime } from './draft'
import { maySeal, seal, unseal } from './seal'
import { keyOf } from './store'

/** What was typed into a form and not saved, and when. */
export interface Typing {
  at: number
  value: unknown
}

/** What is being typed into the forms of one account, until it is saved or given up. */
export interface FormStore {
  find: (name: string) => Promise<Typing | null>
  put: (name: string, value: unknown) => Promise<void>
  remove: (name: string) => Promise<void>
  count: () => Promise<number>
  wipe: () => Promise<void>
}

/** A name holds ids only, which nobody guesses; hashed, it does not say on the device whom a form is about. */
async function idOf(account: string, name: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`jindu-form ${account} ${name}`))
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** One thing after the other: what is put before it is removed must not arrive after it. */
function queue() {
  let last: Promise<unknown> = Promise.resolve()
  return <T>(work: () => Promise<T>): Promise<T> => {
    const mine = last.then(work)
    last = mine.catch(() => undefined)
    return mine
  }
}

/** Kept on the device, sealed under the account's key. */
export async function sealedForms(database: DraftDatabase, account: string): Promise<FormStore> {
  const key = await keyOf(database, account)
  const inTurn = queue()
  const mine = () => database.forms.where({ account })
  await database.forms
    .where('made_at')
    .belowOrEqual(Date.now() - lifetime)
    .delete()

  return {
    find: (name) =>
      inTurn(async () => {
        const id = await idOf(account, name)
        const row = await database.forms.get(id)
        if (row?.account !== account || isExpired(row, Date.now())) return null
        try {
          return { at: row.made_at, value: await unseal(key, row.sealed, id) }
        } catch {
          // A row nobody can open any more is of no use to anyone.
          await database.forms.delete(id)
          return null
        }
      }),
    put: (name, value) =>
      inTurn(async () => {
        const id = await idOf(account, name)
        await database.forms.put({ id, account, made_at: Date.now(), sealed: await seal(key, value, id) })
      }),
    remove: (name) => inTurn(async () => database.forms.delete(await idOf(account, name))),
    count: () => inTurn(() => mine().count()),
    wipe: () =>
      inTurn(() =>
        database.transaction('rw', database.forms, database.keys, async () => {
          await mine().delete()
          await database.keys.delete(account)
        }),
      ),
  }
}

/** Where the browser cannot seal, nothing is put on the device: what is typed lasts as long as the page. */
export function memoryForms(): FormStore {
  const typings = new Map<string, Typing>()
  return {
    find: (name) => Promise.resolve(typings.get(name) ?? null),
    put: (name, value) => {
      typings.set(name, { at: Date.now(), value })
      return Promise.resolve()
    },
    remove: (name) => {
      typings.delete(name)
      return Promise.resolve()
    },
    count: () => Promise.resolve(typings.size),
    wipe: () => {
      typings.clear()
      return Promise.resolve()
    },
  }
}

async function storeOf(account: string): Promise<FormStore> {
  if (!maySeal()) return memoryForms()
  try {
    // Read with the first form, not with the first page.
    const { DraftDatabase } = await import('./database')
    return await sealedForms(new DraftDatabase(), account)
  } catch {
    // Private windows and full disks refuse the database.
    return memoryForms()
  }
}

let signedIn: string | null = null
let opened: Promise<FormStore> | null = null

/** Whoever is signed in keeps what they type; nobody else's is found. */
export function openForms(account: string): void {
  if (signedIn !== account) [signedIn, opened] = [account, null]
}

/** Where what is typed is kept; null while nobody is signed in. */
export function forms(): Promise<FormStore> | null {
  if (signedIn !== null) opened ??= storeOf(signedIn)
  return opened
}

/** Lets go of what was typed; `wipe` also takes it off the device. */
export async function closeForms(how: 'wipe' | 'keep'): Promise<void> {
  const left = how === 'wipe' ? forms() : null
  ;[signedIn, opened] = [null, null]
  await (await left)?.wipe()
}

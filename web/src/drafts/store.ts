import type { DraftDatabase, Row } from './database'
import { contentOf, isContent, isExpired, lifetime, type Draft } from './draft'
import { newSealKey, seal, unseal } from './seal'

/** Where the drafts of one account lie, oldest first. */
export interface DraftStore {
  list: () => Promise<Draft[]>
  /** As it lies there now, which another tab may have changed since it was listed. */
  find: (id: string) => Promise<Draft | null>
  put: (draft: Draft) => Promise<void>
  /** Changes what was read and answers it as it lies there then; null where it is gone or was changed meanwhile. */
  change: (read: Draft, part: Partial<Omit<Draft, 'id' | 'revision'>>) => Promise<Draft | null>
  /** Takes away what was read, unless it was changed meanwhile. */
  take: (read: Draft) => Promise<void>
  remove: (id: string) => Promise<void>
  /** Deletes what has lain here too long, and answers how many of this account's there were. */
  sweep: () => Promise<number>
  wipe: () => Promise<void>
}

const about = (account: string, id: string): string => `jindu-draft ${account} ${id}`

/** The key of an account's drafts, made when it has none yet. */
export async function keyOf(database: DraftDatabase, account: string): Promise<CryptoKey> {
  const fresh = await newSealKey()
  // Two tabs may come at once: whoever is second takes the first one's key.
  return database.transaction('rw', database.keys, async () => {
    const known = await database.keys.get(account)
    if (known !== undefined) return known.key
    await database.keys.add({ account, key: fresh })
    return fresh
  })
}

/** Deletes what has lain here too long, whoever's it was, and answers how many were this account's. */
export const sweep = (database: DraftDatabase, now: number, account: string): Promise<number> =>
  database.transaction('rw', database.drafts, async () => {
    const old = database.drafts.where('made_at').belowOrEqual(now - lifetime)
    const rows = await old.toArray()
    await old.delete()
    return rows.filter((row) => row.account === account).length
  })

/** Drafts kept on the device, sealed. */
export async function sealedStore(database: DraftDatabase, account: string): Promise<DraftStore> {
  const key = await keyOf(database, account)

  /** A row nobody can open any more is of no use to anyone. */
  async function opened({ id, made_at, state, revision, sealed }: Row): Promise<Draft | null> {
    const content = await unseal(key, sealed, about(account, id)).catch(() => null)
    if (isContent(content)) return { id, made_at, state, revision, ...content }
    await database.drafts.delete(id)
    return null
  }

  async function sealedRow(draft: Draft): Promise<Row> {
    const { id, made_at, state, revision } = draft
    return { id, account, made_at, state, revision, sealed: await seal(key, contentOf(draft), about(account, id)) }
  }

  /** Does it only where the row is still the one that was read; no other tab comes in between. */
  const where = ({ id, revision }: Draft, work: () => Promise<unknown>): Promise<boolean> =>
    database.transaction('rw', database.drafts, async () => {
      const row = await database.drafts.get(id)
      if (row?.account !== account || row.revision !== revision) return false
      await work()
      return true
    })

  return {
    async list() {
      const rows = await database.drafts.where({ account }).sortBy('made_at')
      const all = await Promise.all(rows.filter((row) => !isExpired(row, Date.now())).map(opened))
      return all.filter((draft) => draft !== null)
    },
    async find(id) {
      const row = await database.drafts.get(id)
      return row?.account !== account || isExpired(row, Date.now()) ? null : opened(row)
    },
    async put(draft) {
      await database.drafts.put(await sealedRow(draft))
    },
    async change(read, part) {
      const changed = { ...read, ...part, revision: read.revision + 1 }
      const row = await sealedRow(changed)
      return (await where(read, () => database.drafts.put(row))) ? changed : null
    },
    async take(read) {
      await where(read, () => database.drafts.delete(read.id))
    },
    async remove(id) {
      await database.drafts.delete(id)
    },
    sweep: () => sweep(database, Date.now(), account),
    async wipe() {
      await database.transaction('rw', database.drafts, database.keys, async () => {
        await database.drafts.where({ account }).delete()
        await database.keys.delete(account)
      })
    },
  }
}

/** Where the browser cannot seal, nothing is put on the device: drafts last as long as the page. */
export function memoryStore(): DraftStore {
  const drafts = new Map<string, Draft>()
  return {
    list: () => Promise.resolve([...drafts.values()].sort((one, other) => one.made_at - other.made_at)),
    find: (id) => Promise.resolve(drafts.get(id) ?? null),
    put: (draft) => {
      drafts.set(draft.id, draft)
      return Promise.resolve()
    },
    change: (read, part) => {
      if (drafts.get(read.id)?.revision !== read.revision) return Promise.resolve(null)
      const changed = { ...read, ...part, revision: read.revision + 1 }
      drafts.set(read.id, changed)
      return Promise.resolve(changed)
    },
    take: ({ id, revision }) => {
      if (drafts.get(id)?.revision === revision) drafts.delete(id)
      return Promise.resolve()
    },
    remove: (id) => {
      drafts.delete(id)
      return Promise.resolve()
    },
    sweep: () => Promise.resolve(0),
    wipe: () => {
      drafts.clear()
      return Promise.resolve()
    },
  }
}

import type { DraftDatabase, Row } from './database'
import { contentOf, isContent, isExpired, lifetime, type Draft } from './draft'
import { newSealKey, seal, unseal } from './seal'

/** Where the drafts of one account lie, oldest first. */
export interface DraftStore {
  list: () => Promise<Draft[]>
  put: (draft: Draft) => Promise<void>
  remove: (id: string) => Promise<void>
  wipe: () => Promise<void>
}

const about = (account: string, id: string): string => `jindu-draft ${account} ${id}`

async function keyOf(database: DraftDatabase, account: string): Promise<CryptoKey> {
  const fresh = await newSealKey()
  // Two tabs may come at once: whoever is second takes the first one's key.
  return database.transaction('rw', database.keys, async () => {
    const known = await database.keys.get(account)
    if (known !== undefined) return known.key
    await database.keys.add({ account, key: fresh })
    return fresh
  })
}

/** Deletes what has lain here too long, whoever's it was, and answers how many there were. */
export const sweep = (database: DraftDatabase, now: number): Promise<number> =>
  database.drafts
    .where('made_at')
    .belowOrEqual(now - lifetime)
    .delete()

/** Drafts kept on the device, sealed. */
export async function sealedStore(database: DraftDatabase, account: string): Promise<DraftStore> {
  const key = await keyOf(database, account)

  /** A row nobody can open any more is of no use to anyone. */
  async function opened({ id, made_at, state, sealed }: Row): Promise<Draft | null> {
    const content = await unseal(key, sealed, about(account, id)).catch(() => null)
    if (isContent(content)) return { id, made_at, state, ...content }
    await database.drafts.delete(id)
    return null
  }

  return {
    async list() {
      const rows = await database.drafts.where({ account }).sortBy('made_at')
      const all = await Promise.all(rows.filter((row) => !isExpired(row, Date.now())).map(opened))
      return all.filter((draft) => draft !== null)
    },
    async put(draft) {
      const { id, made_at, state } = draft
      const sealed = await seal(key, contentOf(draft), about(account, id))
      await database.drafts.put({ id, account, made_at, state, sealed })
    },
    async remove(id) {
      await database.drafts.delete(id)
    },
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
    put: (draft) => {
      drafts.set(draft.id, draft)
      return Promise.resolve()
    },
    remove: (id) => {
      drafts.delete(id)
      return Promise.resolve()
    },
    wipe: () => {
      drafts.clear()
      return Promise.resolve()
    },
  }
}

import { Dexie, type EntityTable } from 'dexie'
import type { Sealed } from './seal'

/** Whether the server was asked: never; asked without an answer; asked and it refused. */
export const draftStates = ['waiting', 'unclear', 'refused'] as const
export type DraftState = (typeof draftStates)[number]

/** What lies on the device: whose, since when, how it stands and how often it changed are readable, all else is sealed. */
export interface Row {
  id: string
  account: string
  made_at: number
  state: DraftState
  /** Counts the changes: who means to change or delete what was read before sees whether it is still that. */
  revision: number
  sealed: Sealed
}

/** What is being typed into a form: whose, since when; which form and about whom is hashed, all else is sealed. */
export interface FormRow {
  id: string
  account: string
  made_at: number
  sealed: Sealed
}

/** The key that seals one account's drafts. It can be used here and never read out. */
export interface KeyRow {
  account: string
  key: CryptoKey
}

/**
 * Dexie rather than IndexedDB by hand: it turns blocked upgrades, closed connections and aborted transactions, which
 * differ between the offices' browsers, into promises that reject.
 */
export class DraftDatabase extends Dexie {
  readonly drafts!: EntityTable<Row, 'id'>
  readonly forms!: EntityTable<FormRow, 'id'>
  readonly keys!: EntityTable<KeyRow, 'account'>

  constructor(name = 'jindu-drafts') {
    super(name)
    this.version(1).stores({ drafts: 'id, account, made_at', keys: 'account' })
    this.version(2).upgrade((all) => all.table<Row>('drafts').toCollection().modify({ revision: 0 }))
    this.version(3).stores({ forms: 'id, account, made_at' })
  }
}

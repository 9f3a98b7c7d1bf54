import { keepPreviousData, useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, body } from '@/api/client'
import { ApiError } from '@/api/problem'
import type { components, paths } from '@/api/schema'
import { codeOf } from '@/composables/oneOf'
import type { Choice } from '@/composables/useCodes'
import { i18n } from '@/i18n'
import { useSession } from '@/session/session'

type Schemas = components['schemas']
export type Path = keyof paths
export type Head = Schemas['JournalHead']
export type Access = Schemas['AccessLine']
export type Entry = Schemas['JournalEntry']
export type Reveal = Schemas['Reveal']

/** The latest signed head of the journal; nothing where none was signed yet. */
export async function askLatestHead(): Promise<Head | null> {
  try {
    return await body(api.GET('/api/v1/journal/heads/latest'))
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return null
    throw error
  }
}

export const useLatestHead = () => useQuery({ queryKey: ['heads', 'latest'], queryFn: askLatestHead })

export const askKey = () => body(api.GET('/api/v1/journal/key'))

/** The nodes that prove that the tree of one size is the beginning of that of another. */
export async function askProof(from: number, to: number): Promise<string[]> {
  const { path } = await body(api.GET('/api/v1/journal/consistency', { params: { query: { from, to } } }))
  return path
}

export function useHeads(query: MaybeRefOrGetter<{ page: number; per_page: number }>) {
  return useQuery({
    queryKey: computed(() => ['heads', 'list', toValue(query)]),
    placeholderData: keepPreviousData,
    queryFn: () => {
      const { page, per_page } = toValue(query)
      return body(api.GET('/api/v1/journal/heads', { params: { query: { page, per_page } } }))
    },
  })
}

export function useJournalKey() {
  return useQuery({ queryKey: ['heads', 'key'], queryFn: askKey })
}

export const accessFilters = ['file_no', 'person', 'account', 'from', 'to'] as const
type AccessQuery = { page: number; per_page: number } & Partial<Record<(typeof accessFilters)[number], string>>

/** Who looked at whose record. */
export function useAccessLog(query: MaybeRefOrGetter<AccessQuery>) {
  return useQuery({
    queryKey: computed(() => ['access-log', toValue(query)]),
    placeholderData: keepPreviousData,
    queryFn: () => {
      const { page, per_page, file_no, person, account, from, to } = toValue(query)
      const asked = { page, per_page, file_no, person, account, from, to }
      return body(api.GET('/api/v1/access-log', { params: { query: asked } }))
    },
  })
}

export const revealFilters = ['person', 'account', 'purpose', 'from', 'to'] as const
type RevealQuery = { page: number; per_page: number } & Partial<Record<(typeof revealFilters)[number], string>>

/** Who was shown what is masked for them, and what for. */
export function useRevealLog(query: MaybeRefOrGetter<RevealQuery>) {
  return useQuery({
    queryKey: computed(() => ['reveals', 'all', toValue(query)]),
    placeholderData: keepPreviousData,
    queryFn: () => {
      const { page, per_page, person, account, purpose, from, to } = toValue(query)
      const asked = { page, per_page, person, account, purpose: codeOf('reveal_purpose', purpose), from, to }
      return body(api.GET('/api/v1/reveals', { params: { query: asked } }))
    },
  })
}

/** The accounts of the area by their holders' names, for whoever may know them. */
export function useAccountsOfArea() {
  const session = useSession()
  const { data } = useQuery({
    queryKey: ['accounts', 'choices'],
    enabled: () => session.can('accounts:read'),
    staleTime: 60_000,
    queryFn: () => body(api.GET('/api/v1/accounts', { params: { query: { per_page: 200 } } })),
  })
  return computed<Choice[]>(() =>
    (data.value?.items ?? []).map(({ id, display_name, username }) => ({
      value: id,
      label: i18n.global.t('access.account', { name: display_name, username }),
    })),
  )
}

export const entryFilters = ['subject', 'account', 'from', 'to'] as const
type EntryQuery = { page: number; per_page: number } & Partial<Record<(typeof entryFilters)[number], string>>

/** Who changed which record. */
export function useEntries(query: MaybeRefOrGetter<EntryQuery>) {
  return useQuery({
    queryKey: computed(() => ['journal', toValue(query)]),
    placeholderData: keepPreviousData,
    queryFn: () => {
      const { page, per_page, subject, account, from, to } = toValue(query)
      return body(api.GET('/api/v1/journal', { params: { query: { page, per_page, subject, account, from, to } } }))
    },
  })
}

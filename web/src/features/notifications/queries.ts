import { useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, body } from '@/api/client'
import { ApiError } from '@/api/problem'
import type { components } from '@/api/schema'
import { preferencesKey, usePreferencesOnServer } from '@/lists/queries'
import { waitingKey } from '@/notifications/queries'
import type { Topic } from '@/notifications/topics'
import { inTurn } from '@/session/inTurn'
import { findPreferences, patchPreferences } from '@/session/queries'

type Schemas = components['schemas']
type Digest = Schemas['Digest']
type Preferences = Schemas['Preferences']

/** The digest of a day; `null` where none was made on it. */
export function useDigest(day: MaybeRefOrGetter<string>) {
  return useQuery({
    queryKey: computed(() => ['notifications', 'digest', toValue(day)]),
    queryFn: async (): Promise<Digest | null> => {
      try {
        return await body(api.GET('/api/v1/notifications/digest', { params: { query: { day: toValue(day) } } }))
      } catch (error) {
        if (error instanceof ApiError && error.status === 404) return null
        throw error
      }
    },
    // The digest of a day stays as it is.
    staleTime: Infinity,
  })
}

/** Asked anew at which version: another window of one's own may have been first. */
async function turn(topic: Topic, isOn: boolean): Promise<Preferences> {
  const { topics_off, version } = await findPreferences()
  const others = topics_off.filter((one) => one !== topic)
  return patchPreferences({ topics_off: isOn ? others : [...others, topic] }, version)
}

/** Which topics the caller is told of, and turning one of them on or off. */
export function useTopicsOff() {
  const queries = useQueryClient()
  const { data, error, isPending, refetch } = usePreferencesOnServer()
  const off = computed(() => data.value?.topics_off ?? [])

  async function keep(topic: Topic, isOn: boolean): Promise<void> {
    queries.setQueryData(preferencesKey, await turn(topic, isOn))
    await queries.invalidateQueries({ queryKey: waitingKey })
  }
  const change = (topic: Topic, isOn: boolean): Promise<void> => inTurn(() => keep(topic, isOn))
  return { off, change, error, isPending, refetch }
}

import { useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, body } from '@/api/client'
import { ifMatch, mergePatch } from '@/api/headers'
import { ApiError } from '@/api/problem'
import type { components } from '@/api/schema'
import { preferencesKey, usePreferencesOnServer } from '@/lists/queries'
import { waitingKey } from '@/notifications/queries'
import type { Topic } from '@/notifications/topics'

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

/** One change after the other, so that each rests on the one before. */
let last: Promise<unknown> = Promise.resolve()

/** Asked anew at which version: another window of one's own may have been first. */
async function turn(topic: Topic, isOn: boolean): Promise<Preferences> {
  const { topics_off, version } = await body(api.GET('/api/v1/me/preferences'))
  const others = topics_off.filter((one) => one !== topic)
  return body(
    api.PATCH('/api/v1/me/preferences', {
      params: { header: ifMatch(version) },
      headers: mergePatch,
      body: { topics_off: isOn ? others : [...others, topic] },
    }),
  )
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
  function change(topic: Topic, isOn: boolean): Promise<void> {
    const turned = last.then(() => keep(topic, isOn))
    last = turned.catch(() => undefined)
    return turned
  }
  return { off, change, error, isPending, refetch }
}

import { useMutation } from '@tanstack/vue-query'
import { api, body } from '@/api/client'
import { once } from '@/api/headers'
import { ApiError } from '@/api/problem'
import type { components } from '@/api/schema'
import type { Save } from '@/composables/useRecordForm'
import type { Person } from '../queries'
import { useSaved } from '../records/queries'
import { bodyOf, unnested, type Relapse } from './relapse'

export type RegisterRelapse = components['schemas']['RegisterRelapse']

/** Opens a new file with its first measure; whether a sealed one has the same number, nobody learns here. */
export function useRegisterRelapse() {
  return useMutation({
    mutationFn: async ({ draft, key }: Pick<Save<Relapse>, 'draft' | 'key'>): Promise<Person> => {
      try {
        const params = { header: once(key) }
        return await body(api.POST('/api/v1/personnel/actions/register-relapse', { params, body: bodyOf(draft) }))
      } catch (error) {
        throw error instanceof ApiError ? unnested(error) : error
      }
    },
    onSuccess: useSaved(),
  })
}

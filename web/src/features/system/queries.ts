import { useQuery } from '@tanstack/vue-query'
import { api, body } from '@/api/client'
import type { components } from '@/api/schema'

type Schemas = components['schemas']
export type SystemState = Schemas['SystemState']
export type Backup = Schemas['Backup']

/** How the installation stands; it is looked at now and then while the page is open. */
export const useSystem = () =>
  useQuery({
    queryKey: ['system'],
    refetchInterval: 60_000,
    queryFn: () => body(api.GET('/api/v1/system')),
  })

import { useQuery } from '@tanstack/vue-query'
import { api, body } from '@/api/client'
import type { components } from '@/api/schema'

type Schemas = components['schemas']
export type SystemState = Schemas['SystemState']
export type Backup = Schemas['Backup']

/** How the installation stands: its page looks now and then while it is open, others ask once. */
export const useSystem = ({ enabled = true, every }: { enabled?: boolean; every?: number } = {}) =>
  useQuery({
    queryKey: ['system'],
    enabled,
    refetchInterval: every,
    queryFn: () => body(api.GET('/api/v1/system')),
  })

import { MutationCache, QueryClient, type Query } from '@tanstack/vue-query'
import { ApiError } from '@/api/problem'

/** A refusal stays a refusal when asked again; only a lost connection or a busy server is worth a second try. */
const isPassing = (error: Error): boolean => !(error instanceof ApiError) || error.status === 0 || error.status >= 502

/** What is counted, found or reckoned from records, and so may be different after any change of one. */
const derived = new Set<unknown>(['indicators', 'statistics', 'find', 'campaigns', 'tasks'])
const isDerived = ({ queryKey: [first] }: Query): boolean => derived.has(first)
const isReport = ({ queryKey: [first] }: Query): boolean => first === 'reports'

const mutationCache = new MutationCache({
  onSuccess: () => {
    void queryClient.invalidateQueries({ predicate: isDerived })
    // A report on the screen was answered whole by the change itself; others are read anew when they are opened.
    void queryClient.invalidateQueries({ predicate: isReport, refetchType: 'none' })
  },
  /** Someone else was faster: what is on the screen is no longer what the server has. */
  onError: (error) => {
    if (error instanceof ApiError && error.status === 412) void queryClient.invalidateQueries()
  },
})

export const queryClient: QueryClient = new QueryClient({
  mutationCache,
  defaultOptions: {
    // Without a network a request fails at once and says so, in place of waiting in silence.
    queries: {
      networkMode: 'always',
      refetchOnReconnect: true,
      staleTime: 15_000,
      retry: (count, error) => count < 2 && isPassing(error),
      refetchOnWindowFocus: false,
    },
    mutations: { networkMode: 'always', retry: false },
  },
})

/**
 * After a record was withdrawn: every list of its kind is read anew, but not the record, whose page is about to be left
 * and would show its absence as an error.
 */
export async function forgetOne(kind: string, id: string): Promise<void> {
  const isOther = ({ queryKey: [first, second] }: Query): boolean => first === kind && second !== id
  await queryClient.invalidateQueries({ predicate: isOther })
  await queryClient.invalidateQueries({ queryKey: [kind, id], refetchType: 'none' })
}

import { QueryClient } from '@tanstack/vue-query'
import { ApiError } from '@/api/problem'

/** A refusal stays a refusal when asked again; only a lost connection or a busy server is worth a second try. */
const isPassing = (error: Error): boolean => !(error instanceof ApiError) || error.status === 0 || error.status >= 502

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { staleTime: 15_000, retry: (count, error) => count < 2 && isPassing(error), refetchOnWindowFocus: false },
    mutations: { retry: false },
  },
})

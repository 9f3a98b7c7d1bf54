import { onMounted } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { ApiError } from '@/api/problem'
import type { Task } from '@/duties/queries'
import { findTask } from './queries'

/** Opens the duty that an address asks to be confirmed (`?confirm=…`), once: the address then forgets it. */
export function useAskedTask(open: (task: Task) => void): void {
  const route = useRoute()
  const router = useRouter()

  async function answer(id: string): Promise<void> {
    await router.replace({ query: { ...route.query, confirm: undefined } })
    try {
      open(await findTask(id))
    } catch (error) {
      // Somebody else's, or gone meanwhile: the list behind is what there is.
      if (!(error instanceof ApiError)) throw error
    }
  }

  onMounted(() => {
    const { confirm } = route.query
    if (typeof confirm === 'string') void answer(confirm)
  })
}

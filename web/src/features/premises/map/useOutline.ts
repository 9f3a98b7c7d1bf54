import { ref } from 'vue'
import { readOutline } from './outline'
import type { Spot } from './project'

const place = 'jindu.outline'

function remembered(): Spot[][] {
  try {
    return readOutline(window.localStorage.getItem(place) ?? '') ?? []
  } catch {
    return []
  }
}

/** An outline somebody gave this browser. It is kept here only, and never sent anywhere. */
export function useOutline() {
  const lines = ref<Spot[][]>(remembered())
  const isWrong = ref(false)

  async function take(file: File): Promise<void> {
    const text = await file.text()
    const found = readOutline(text)
    isWrong.value = found === null
    if (found === null) return
    lines.value = found
    try {
      window.localStorage.setItem(place, text)
    } catch {
      // Too large to keep: it lasts as long as the page.
    }
  }

  function forget(): void {
    lines.value = []
    window.localStorage.removeItem(place)
  }
  return { lines, isWrong, take, forget }
}

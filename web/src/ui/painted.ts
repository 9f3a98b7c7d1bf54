import { readonly, ref } from 'vue'

/** A window behind others draws nothing, and is not to wait until it is looked at. */
const PATIENCE = 200

/** Calls back once what is in the document now has been on the screen. */
export function afterPicture(then: () => void): void {
  let isDone = false
  const done = (): void => {
    clearTimeout(behind)
    if (!isDone) then()
    isDone = true
  }
  const behind = setTimeout(done, PATIENCE)
  // What is called before a picture ends before it; what it puts off comes after.
  requestAnimationFrame(() => setTimeout(done))
}

const painted = ref(false)

/**
 * Whether the frame and the head of the first page have been on the screen. Until then nobody draws what stands below: on a slow
 * machine it is half of the work, and the menu would wait for it.
 */
export const isPainted = readonly(painted)

/** Called when the head of a page stands in the document: the next picture shows it. */
export function paint(): void {
  if (painted.value) return
  afterPicture(() => {
    painted.value = true
  })
}

/** A page was reached and its heading is still to be read out: it may only appear once the record has been read. */
let isArriving = false

export function arrive(): void {
  isArriving = true
}

/** Called with the heading of a page when it is on the screen. The first heading after an arrival takes the focus. */
export function focusOnArrival(heading: HTMLElement | null): void {
  if (!isArriving || heading === null) return
  isArriving = false
  heading.focus({ preventScroll: true })
}

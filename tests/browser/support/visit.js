// Somebody at their own machine.
import assert from 'node:assert/strict'
import { openWindow } from './browser.js'
import { signIn } from './form.js'

/** Signs in as somebody in a window of their own, lets them work there, and answers what that came to; nothing goes wrong. */
export async function as(day, account, work) {
  const { page, context, troubles } = await openWindow(day.browser, day.office.address)
  await signIn(page, account)
  const answer = await work(page)
  assert.deepEqual(troubles, [])
  await context.close()
  return answer
}

// What a person with a screen reader, a keyboard or weak eyes would stumble over.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'

const source = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
/** What can be reached: while a dialog is open, nothing behind it, which it may cover by half. */
const reachable = `([...document.querySelectorAll('[aria-modal="true"]')].filter((one) => one.checkVisibility()).at(-1) ?? document)`
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** What axe finds on the page as it stands, one line each: a fault of a whole table is told by its first three. */
async function run(page, only) {
  // What is fading away has no colours to be judged by.
  await page.locator('[class*="-leave-active"]').first().waitFor({ state: 'detached' })
  // Through the debugger, as the page's policy rightly lets no script in from outside.
  const debug = await page.context().newCDPSession(page)
  const evaluate = async (expression) => {
    const { result, exceptionDetails } = await debug.send('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
    })
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
    return result.value
  }
  if (!(await evaluate('typeof axe === "object"'))) await evaluate(`${source};0`)
  // In the middle of a page the bar above it covers what it happens to cover.
  await evaluate('window.scrollTo(0, 0)')
  const options = JSON.stringify({ runOnly: only, resultTypes: ['violations'] })
  const lines = await evaluate(`axe.run(${reachable}, ${options}).then(({ violations }) =>
    violations.flatMap(({ id, help, nodes }) =>
      nodes.slice(0, 3).map(({ html, target }) => id + ': ' + help + ' (' + nodes.length + ' of them)' + ' at ' + target.join(' ') + ' ' + html.slice(0, 160))))`)
  await debug.detach()
  return lines
}

/** Everything against WCAG 2.2 AA, however slight. */
export const findings = (page) => run(page, rules)

/** The page as it stands is in nobody's way. */
export const hindered = async (page) => assert.deepEqual(await findings(page), [])

/** Whether all words can be read on their ground: what another theme may change. */
export const contrasts = (page) => run(page, { type: 'rule', values: ['color-contrast'] })

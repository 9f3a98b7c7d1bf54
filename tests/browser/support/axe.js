// What a person with a screen reader, a keyboard or weak eyes would stumble over.
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'

const source = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']

/** Serious and critical findings of axe on the page as it stands, one line each. */
export async function findings(page) {
  // Through the debugger, as the page's policy rightly lets no script in from outside.
  const debug = await page.context().newCDPSession(page)
  const run = async (expression) => {
    const { result, exceptionDetails } = await debug.send('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
    })
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
    return result.value
  }
  await run(`${source};0`)
  const lines =
    await run(`axe.run(document, { runOnly: ${JSON.stringify(rules)}, resultTypes: ['violations'] }).then(({ violations }) =>
    violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').flatMap(({ id, help, nodes }) =>
      nodes.map(({ html, target }) => id + ': ' + help + ' at ' + target.join(' ') + ' ' + html.slice(0, 160))))`)
  await debug.detach()
  return lines
}

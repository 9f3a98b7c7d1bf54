// How soon a page can be used: opened anew with nothing kept from before, on a machine four times as slow as this one.
import { openBrowser, openWindow } from '../support/browser.js'
import { signIn } from '../support/form.js'
import { openTown } from '../support/town.js'

const slowness = 4
const rounds = 7
const pages = { '/': 'main li a', '/personnel': 'tbody a', '/tasks?state=open': 'tbody a' }

/** Notes when the heading stands there, which is when the menu and what is typed work, and when the first record does. */
function watch(record) {
  window.seen = {}
  const note = () => {
    if (document.querySelector('main h1')) window.seen.heading ??= performance.now()
    if (document.querySelector(record)) window.seen.record ??= performance.now()
  }
  new MutationObserver(note).observe(document, { childList: true, subtree: true })
}

const median = (numbers) => [...numbers].sort((one, other) => one - other)[Math.floor(numbers.length / 2)]

async function time(desk, path, record) {
  const page = await desk.context.newPage()
  page.setDefaultTimeout(60_000)
  const debug = await desk.context.newCDPSession(page)
  await debug.send('Network.clearBrowserCache')
  await debug.send('Emulation.setCPUThrottlingRate', { rate: slowness })
  await page.addInitScript(watch, record)
  await page.goto(path)
  await page.waitForFunction(() => window.seen.record !== undefined)
  const seen = await page.evaluate(() => window.seen)
  await page.close()
  return seen
}

const town = await openTown()
const browser = await openBrowser()
try {
  const desk = await openWindow(browser, town.address)
  await signIn(desk.page, town.accounts.office_head)
  console.log(`CPU ${slowness}× slowed, nothing cached, median of ${rounds}`)
  for (const [path, record] of Object.entries(pages)) {
    const times = []
    for (let round = 0; round < rounds; round += 1) times.push(await time(desk, path, record))
    const [heading, first] = ['heading', 'record'].map((name) => Math.round(median(times.map((seen) => seen[name]))))
    console.log(`${path}: heading and menu after ${heading} ms, first record after ${first} ms`)
  }
} finally {
  await browser.close()
  await town.close()
}

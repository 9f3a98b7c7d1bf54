// Chromium as a clerk has it, and pages that remember everything that went wrong on them.
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium } from 'playwright-core'

const out = join(import.meta.dirname, '../out')
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

function program() {
  const path = process.env.CHROMIUM
  if (!path) throw new Error('CHROMIUM must name the browser: run `make browser`')
  return path
}

export async function openBrowser() {
  const executablePath = program()
  await rm(out, { recursive: true, force: true })
  await mkdir(out, { recursive: true })
  return chromium.launch({ executablePath, headless: true, args: flags })
}

/** A browser with a profile in `folder` whose pages a tool at `port` measures. */
export function openProfile(folder, address, port) {
  const options = { executablePath: program(), headless: true, baseURL: address, locale: 'zh-CN', viewport: null }
  return chromium.launchPersistentContext(folder, { ...options, args: [...flags, `--remote-debugging-port=${port}`] })
}

/**
 * The browser notes every refusal as an error, be it part of the plan: nobody is signed in yet, the town is not there yet,
 * nobody wrote a digest on that day, the token ran out before the bell of a window nobody touched asked again.
 */
const planned = [
  / 401 .*\/auth\/refresh$/,
  / 422 .*\/indicators\?/,
  / 404 .*\/notifications\/digest\?/,
  / 401 .*\/notifications$/,
]

/**
 * A window with a session of its own. `troubles` gathers console errors, uncaught exceptions, refusals by the content
 * security policy, and answers that something on the way could keep.
 */
export async function openWindow(browser, address, { width = 1440, height = 900, ...kind } = {}) {
  const context = await browser.newContext({
    baseURL: address,
    viewport: { width, height },
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    reducedMotion: 'reduce',
    ...kind,
  })
  context.setDefaultTimeout(10_000)
  const troubles = []
  await context.exposeBinding('reportPolicyViolation', (_source, words) => troubles.push(`policy: ${words}`))
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      window.reportPolicyViolation(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`)
    })
  })
  const page = await context.newPage()
  page.on('console', (message) => {
    const words = `console on ${page.url()}: ${message.text()} ${message.location().url}`
    if (message.type() === 'error' && !planned.some((pattern) => pattern.test(words))) troubles.push(words)
  })
  page.on('response', (response) => {
    const isKept = /\/api\/v\d/.test(response.url()) && response.headers()['cache-control'] !== 'no-store'
    if (isKept || response.fromServiceWorker()) troubles.push(`may be kept: ${response.url()}`)
  })
  page.on('pageerror', (error) => troubles.push(`exception on ${page.url()}: ${error.stack ?? error.message}`))
  return { context, page, troubles }
}

let count = 0

/** Keeps a picture of the whole page, numbered in the order of the story. */
export async function picture(page, name) {
  count += 1
  await page.waitForLoadState('networkidle')
  // A picture of the whole page would show the bars at the edges in its middle; a phone is pictured as it is held.
  const isPhone = (page.viewportSize()?.width ?? 0) < 760
  if (!isPhone) await page.evaluate(() => window.scrollTo(0, 0))
  const path = join(out, `${String(count).padStart(2, '0')}-${name}.png`)
  await page.screenshot({ path, fullPage: !isPhone, animations: 'disabled', timeout: 30_000 })
}

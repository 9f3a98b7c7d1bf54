// How Lighthouse marks the pages people live in, as a clerk at a desk has them: signed in, in the demonstration's town.
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import lighthouse from 'lighthouse'
import desktop from 'lighthouse/core/config/desktop-config.js'
import { openProfile } from '../browser/support/browser.js'
import { headline, signIn } from '../browser/support/form.js'
import { openTown } from '../browser/support/town.js'

const least = 95
/** One measurement is as good as the machine's mood in those seconds: the median stands. */
const rounds = 3
const lists = ['/', '/personnel', '/tasks?state=open', '/premises', '/events', '/figures', '/reports']
const marks = ['performance', 'accessibility', 'best-practices', 'seo']
const words = process.argv.slice(2)

const median = (numbers) => [...numbers].sort((one, other) => one - other)[Math.floor(numbers.length / 2)]

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address()
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** What a mark rests on that is not whole: for whoever mends it. */
function lacks(result, category) {
  const { auditRefs } = result.lhr.categories[category]
  return auditRefs
    .map(({ id, weight }) => ({ weight, audit: result.lhr.audits[id] }))
    .filter(({ weight, audit }) => weight > 0 && audit.score !== null && audit.score < 0.9)
    .map(({ audit }) => `${audit.title}${audit.displayValue ? ` (${audit.displayValue})` : ''}`)
}

async function mark(url, port) {
  const results = []
  for (let round = 0; round < rounds; round += 1) {
    const options = { port, output: 'json', logLevel: 'error', disableStorageReset: true, onlyCategories: marks }
    results.push(await lighthouse(url, options, desktop))
  }
  const reached = new URL(results[0].lhr.finalDisplayedUrl).pathname
  if (reached !== new URL(url).pathname) throw new Error(`${url} led to ${reached}`)
  const scoreOf = (result, category) => Math.round(result.lhr.categories[category].score * 100)
  return marks.map((category) => {
    const score = median(results.map((result) => scoreOf(result, category)))
    const typical = results.find((result) => scoreOf(result, category) === score)
    return { category, score, lacks: score < least ? lacks(typical, category) : [] }
  })
}

/** The first record of a list: its page is one people live in too. */
async function firstOf(page, list) {
  await page.goto(list)
  await headline(page, /./).first().waitFor()
  return page.locator('tbody a').first().getAttribute('href')
}

const town = await openTown()
const folder = await mkdtemp(join(tmpdir(), 'jindu-profile-'))
const port = await freePort()
let isGood = true
let profile
try {
  profile = await openProfile(folder, town.address, port)
  const report = async (path) => {
    const found = await mark(town.address + path, port)
    console.log(`${path}: ${found.map(({ category, score }) => `${category} ${score}`).join(', ')}`)
    for (const { category, score, lacks } of found.filter((one) => one.score < least)) {
      isGood = false
      console.log(`  ${category} ${score}: ${lacks.join('; ')}`)
    }
  }
  const [page] = profile.pages()
  if (words.length === 0) await report('/sign-in')
  await signIn(page, town.accounts.office_head)
  const records = [await firstOf(page, '/personnel'), await firstOf(page, '/premises')]
  // A page left open would ask on, and be measured with the others.
  await page.goto('about:blank')
  for (const path of words.length > 0 ? words : [...lists, ...records]) await report(path)
} finally {
  await profile?.close()
  await town.close()
  await rm(folder, { recursive: true, force: true })
}
if (!isGood) {
  console.log(`a mark is below ${least}`)
  process.exitCode = 1
}

// What Lighthouse says of the main pages as somebody who is signed in sees them. Fails below the mark.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import lighthouse, { desktopConfig } from 'lighthouse'
import { openKeptBrowser } from '../browser/support/browser.js'
import { signIn } from '../browser/support/form.js'
import { openTown } from '../browser/support/town.js'

const least = 95
const port = 9339
const paths = ['/', '/personnel', '/tasks?state=open', '/premises', '/reports']
const kinds = { desk: desktopConfig, phone: undefined }

/** The session's cookie is one browser's, so Lighthouse is given a browser that is signed in. */
async function openSignedIn(folder, town) {
  const context = await openKeptBrowser(folder, { baseURL: town.address, port })
  await signIn(context.pages()[0], town.accounts.office_head)
  return context
}

async function judge(address, kind) {
  const options = { port, output: 'json', logLevel: 'error', disableStorageReset: true }
  const { lhr } = await lighthouse(address, options, kinds[kind])
  if (new URL(lhr.finalDisplayedUrl).pathname === '/sign-in') throw new Error('the session was lost')
  const scores = Object.values(lhr.categories).map(({ id, score }) => [id, Math.round((score ?? 0) * 100)])
  const failed = Object.values(lhr.audits).filter(({ score, weight }) => score !== null && score < 0.9 && weight !== 0)
  return { scores, failed: failed.map(({ id, displayValue }) => `${id} ${displayValue ?? ''}`) }
}

const folder = await mkdtemp(join(tmpdir(), 'jindu-lighthouse-'))
const town = await openTown()
const context = await openSignedIn(folder, town)
try {
  for (const kind of Object.keys(kinds)) {
    for (const path of paths) {
      const { scores, failed } = await judge(town.address + path, kind)
      console.log(`${kind} ${path}: ${scores.map(([id, score]) => `${id} ${score}`).join(', ')}`)
      if (scores.some(([, score]) => score < least)) {
        process.exitCode = 1
        for (const line of failed) console.log(`  ${line}`)
      }
    }
  }
} finally {
  await context.close()
  await town.close()
  await rm(folder, { recursive: true, force: true })
}

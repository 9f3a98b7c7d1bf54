// A town office for the length of a test: an empty data folder, an account of each kind the pages are for, and a server on a free port.
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'

const root = resolve(import.meta.dirname, '../../..')
export const ledgers = join(root, 'examples/ledgers')
export const town = '990981107000'

function command() {
  const path = process.env.JINDU
  if (!path) throw new Error('JINDU must name the jindu program: run `make browser`')
  return resolve(root, path)
}

/** The receiver of the story's webhook stands on this machine. */
const receiving = { JINDU_WEBHOOKS_LOOPBACK: 'true' }

/** The program's settings come from the test alone, never from whoever runs it. */
function settings(folder) {
  const kept = Object.entries(process.env).filter(([name]) => !/^(JINDU_|DATABASE_)/.test(name))
  return {
    ...Object.fromEntries(kept),
    JINDU_DATA_DIR: folder,
    JINDU_LISTEN: '127.0.0.1:0',
    JINDU_LOG: 'warn',
    ...receiving,
  }
}

async function makeAccount(environment, { username, role, name, division = town }) {
  const password = randomBytes(12).toString('hex')
  const words = ['user', 'create', '--username', username, '--role', role, '--division', division, '--name', name]
  const child = spawn(command(), [...words, '--password-stdin'], {
    env: environment,
    stdio: ['pipe', 'ignore', 'inherit'],
  })
  child.stdin.end(`${password}\n`)
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error(`jindu user create ended with ${code}`)
  return { username, password, name }
}

/** Serves the client from `folder`. */
export function startServer(folder, words) {
  const client = join(root, 'web/dist')
  return spawn(command(), [...words, '--web', client], { env: settings(folder), stdio: ['ignore', 'pipe', 'inherit'] })
}

/** Where a server listens, once it says so; what it says before is kept in `lines`. */
export async function addressOf(server, lines = []) {
  for await (const line of createInterface({ input: server.stdout })) {
    lines.push(line)
    const address = /listening on (http:\/\/\S+)/.exec(line)?.[1]
    if (address) return address
  }
  throw new Error('jindu serve stopped before it listened')
}

/** The accounts a demonstration names: user name, password, division and role in a line. */
export function accountsOf(lines) {
  const named = lines
    .map((line) => line.trim().split(/\s+/))
    .filter(([, , division]) => /^\d{12}$/.test(division ?? ''))
  return Object.fromEntries(named.map(([username, password]) => [username, { username, password }]))
}

export async function openOffice() {
  const folder = await mkdtemp(join(tmpdir(), 'jindu-story-'))
  const environment = settings(folder)
  const head = await makeAccount(environment, { username: 'zhoulan', role: 'office_head', name: '周岚' })
  const leader = await makeAccount(environment, { username: 'heping', role: 'leader', name: '何平' })
  const guard = await makeAccount(environment, { username: 'jiangmin', role: 'police', name: '江敏' })
  const gatekeeper = await makeAccount(environment, { username: 'shenmo', role: 'sec_admin', name: '沈默' })
  const manager = await makeAccount(environment, { username: 'xitong', role: 'sys_admin', name: '习同' })
  const auditor = await makeAccount(environment, { username: 'shenji', role: 'audit_admin', name: '申霁' })
  const server = startServer(folder, ['serve'])
  const address = await addressOf(server)
  server.stdout.resume()

  /** Takes a backup as the administrator does at the console; what is kept is that there was one. */
  async function backUp() {
    const copies = await mkdtemp(join(tmpdir(), 'jindu-story-copies-'))
    const child = spawn(command(), ['backup', copies], { env: environment, stdio: ['ignore', 'ignore', 'inherit'] })
    const [code] = await once(child, 'exit')
    await rm(copies, { recursive: true, force: true })
    if (code !== 0) throw new Error(`jindu backup ended with ${code}`)
  }

  async function close() {
    server.kill('SIGTERM')
    if (server.exitCode === null) await once(server, 'exit')
    await rm(folder, { recursive: true, force: true })
  }
  const accounts = [head, leader, guard, manager, gatekeeper, auditor]
  /** One more account, made at the server's own command line while it serves. */
  const hire = (person) => makeAccount(environment, person)
  return { address, head, leader, guard, gatekeeper, manager, auditor, accounts, hire, backUp, close }
}

// The demonstration, in a folder of its own for the length of a measurement: the invented town with its accounts.
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { accountsOf, addressOf, ledgers, startServer } from './office.js'

export async function openTown() {
  const folder = await mkdtemp(join(tmpdir(), 'jindu-town-'))
  const server = startServer(folder, ['demo', '--ledgers', ledgers])
  const lines = []
  const address = await addressOf(server, lines)
  server.stdout.resume()

  async function close() {
    server.kill('SIGTERM')
    if (server.exitCode === null) await once(server, 'exit')
    await rm(folder, { recursive: true, force: true })
  }
  return { address, accounts: accountsOf(lines), close }
}

/** One story with a client generated from the document: a machine records an event, changes it, and is told when it comes too late. */
import assert from 'node:assert/strict'
import createClient from 'openapi-fetch'
import type { components, paths } from './generated/schema.js'

const { JINDU_URL = '', JINDU_CLIENT_ID = '', JINDU_CLIENT_SECRET = '', JINDU_DIVISION = '' } = process.env

async function token(): Promise<string> {
  const answer = await fetch(`${JINDU_URL}/oauth/token`, {
    method: 'POST',
    headers: { Authorization: `Basic ${Buffer.from(`${JINDU_CLIENT_ID}:${JINDU_CLIENT_SECRET}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  })
  assert.equal(answer.status, 200)
  return ((await answer.json()) as { access_token: string }).access_token
}

const server = createClient<paths>({ baseUrl: JINDU_URL, headers: { Authorization: `Bearer ${await token()}` } })

const facts: components['schemas']['CreateEvent'] = {
  kind: 'publicity',
  title: '禁毒宣传进企业',
  held_on: '2026-06-20',
  division_code: JINDU_DIVISION,
}
const key = crypto.randomUUID()
const record = () => server.POST('/api/v1/events', { body: facts, params: { header: { 'Idempotency-Key': key } } })
const first = await record()
assert.equal(first.response.status, 201, JSON.stringify(first.error))
const again = await record()
assert.equal(again.response.headers.get('Idempotency-Replayed'), 'true')
const event = again.data
assert.ok(event)
assert.equal(event.id, first.data?.id)

const change = (version: number) =>
  server.PATCH('/api/v1/events/{id}', {
    params: { path: { id: event.id }, header: { 'If-Match': `"${version}"` } },
    body: { counts: { leaflets: 300 } },
    headers: { 'Content-Type': 'application/merge-patch+json' },
    bodySerializer: JSON.stringify,
  })
const changed = await change(event.version)
assert.equal(changed.response.status, 200, JSON.stringify(changed.error))
assert.equal(changed.data?.counts.leaflets, 300)
const late = await change(event.version)
assert.equal(late.response.status, 412)
assert.equal(late.error?.code, 'stale')

const list = await server.GET('/api/v1/events', { params: { query: { division: JINDU_DIVISION, per_page: 200 } } })
assert.ok(list.data?.items.some((one) => one.id === event.id))
console.log(`typescript: ${list.data?.total} events, one of them ours`)

// Facts a step needs and no clerk would key for it: entered through the documented API.
import assert from 'node:assert/strict'

/** A caller with a session of its own. */
export async function openApi(address, { username, password }) {
  const ask = async (method, path, body, headers = {}) => {
    const answer = await fetch(`${address}/api/v1${path}`, {
      method,
      headers: { 'Content-Type': 'application/json', ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
    })
    const text = await answer.text()
    assert.ok(answer.ok, `${method} ${path} was answered ${answer.status}: ${text}`)
    return text === '' ? null : JSON.parse(text)
  }
  const { access_token } = await ask('POST', '/auth/login', { username, password })
  const headers = { Authorization: `Bearer ${access_token}` }
  return {
    get: (path) => ask('GET', path, undefined, headers),
    post: (path, body, more = {}) => ask('POST', path, body, { ...headers, ...more }),
  }
}

// Every page of the client, told by its own router, each with a record of the office: a page nobody thought of is walked too.
import { town } from './office.js'

/** The router as the client uses it. */
const listed = () =>
  document
    .querySelector('#app')
    .__vue_app__.config.globalProperties.$router.getRoutes()
    .map(({ path, name, meta }) => ({ path, name, permission: meta.permission, isOpen: meta.isOpen === true }))

/** What the server answers an account, by a token of its own. */
export async function asking(address, { username, password }) {
  const send = async (path, options) => {
    const response = await fetch(address + path, options)
    if (!response.ok) throw new Error(`${path} answered ${response.status}`)
    return response.json()
  }
  const { access_token } = await send('/api/v1/auth/login', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password }),
  })
  return (path) => send(`/api/v1${path}`, { headers: { authorization: `Bearer ${access_token}` } })
}

async function anyPaper(ask) {
  const { items: persons } = await ask('/personnel?per_page=20')
  for (const { id } of persons) {
    const { items: papers } = await ask(`/personnel/${id}/papers`)
    if (papers.length > 0) return `/personnel/${id}/papers/${papers[0].paper}/${papers[0].record_id}`
  }
  throw new Error('nobody has a paper')
}

/** Pages whose address is more than a list and the id of its newest record. */
const particular = {
  home: () => '/?year=2025',
  statistics: () => '/statistics?period=2025-09',
  'self-assessment': () => '/statistics/self-assessment?period=2025',
  figures: () => '/figures?year=2025',
  indicator: () => `/indicators/leaflets?division=${town}&year=2025`,
  division: () => `/divisions/${town}`,
  paper: anyPaper,
  tasks: () => '/tasks?state=open,missed',
  'test-grid': () => `/personnel/test-grid?division=${town}`,
  missing: () => '/nowhere',
}

/** Lists that leave out, unless asked, what a story has ended. */
const whole = { '/clients': '&with_revoked=true' }

/** Pages of a round show a village's part of it. */
const ofVillage = ['round-sheet', 'round-keying']

async function addressOf({ path, name }, ask) {
  if (name in particular) return particular[name](ask)
  if (!path.includes(':')) return path
  const [list, rest] = path.split('/:id')
  const { items } = await ask(`${list}?per_page=1${whole[list] ?? ''}`)
  if (items.length === 0) throw new Error(`the office has nothing to show at ${path}: let the story make one`)
  const query = ofVillage.includes(name) ? `?division=${town}` : ''
  return `${list}/${items[0].id}${rest ?? ''}${query}`
}

/**
 * The addresses of all pages: `entry` of those for whoever is not signed in, and for each account of `accounts` those it
 * is the first of them to be let into.
 */
export async function allPages(page, address, accounts) {
  const routes = await page.evaluate(listed)
  const people = await Promise.all(
    accounts.map(async (account) => {
      const ask = await asking(address, account)
      const { capabilities } = await ask('/me')
      return { account, ask, capabilities, paths: [] }
    }),
  )
  for (const route of routes.filter(({ isOpen }) => !isOpen)) {
    const reader = people.find(({ capabilities }) => !route.permission || capabilities.includes(route.permission))
    if (!reader) throw new Error(`no account of the story may open ${route.path} (${route.permission})`)
    reader.paths.push(await addressOf(route, reader.ask))
  }
  return { entry: routes.filter(({ isOpen }) => isOpen).map(({ path }) => path), people }
}

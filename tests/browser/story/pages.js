// Every page there is, as it reads to a machine that looks for hindrances: at a desk, on a small screen, in the dark, on a phone, at 200 %.
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { contrasts, findings } from '../support/axe.js'
import { openWindow, picture } from '../support/browser.js'
import { openPage, signIn, turnTo } from '../support/form.js'
import { allPages } from '../support/routes.js'

const nameOf = (path) =>
  path
    .replace(/\?.*/, '')
    .replaceAll(/\/0[0-9a-f-]{20,}/g, '')
    .replaceAll('/', '-')

const overhang = (page) => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)

/** A page is known by its title, has one heading, one main part, and is no wider than the window. */
async function shape(page) {
  const title = await page.title()
  const count = (selector) => page.locator(selector).filter({ visible: true }).count()
  const [heads, mains, over] = [await count('h1'), await count('main'), await overhang(page)]
  return [
    ...(/^.+ · 禁毒通$/.test(title) ? [] : [`is called “${title}”`]),
    ...(heads === 1 ? [] : [`has ${heads} headings of the first rank`]),
    ...(mains === 1 ? [] : [`has ${mains} main parts`]),
    ...(over > 0 ? [`is ${over} px wider than the window`] : []),
  ]
}

/** Opens a page as somebody does who was sent its address. */
async function arrive(page, path) {
  await openPage(page, path, /./)
  await page.waitForLoadState('networkidle')
}

async function walk(page, paths, { look, open, name }) {
  const found = []
  for (const path of paths) {
    await open(page, path)
    found.push(...[...(await shape(page)), ...(await look(page))].map((words) => `${path} ${words}`))
    if (open === arrive) await picture(page, `${name}${nameOf(path)}`)
  }
  return found
}

/** The whole client in a window of a certain kind, each page as somebody who uses it. */
export async function walkAll(day, kind, { look, open, ...window }) {
  const { entry, people } = await allPages(day.desk.page, day.office.address, day.office.accounts)
  const found = []
  const visit = async (account, paths) => {
    const { context, page, troubles } = await openWindow(day.browser, day.office.address, window)
    if (account) await signIn(page, account)
    else await openPage(page, paths[0], /./)
    found.push(...(await walk(page, paths, { look, open, name: kind })), ...troubles)
    await context.close()
  }
  await visit(null, entry)
  for (const { account, paths } of people) if (paths.length > 0) await visit(account, paths)
  assert.deepEqual(found, [])
}

export function readsPages(day) {
  it('reads every page without a hindrance', () => walkAll(day, 'page', { look: findings, open: arrive }))
  it('reads every page in the dark', () => walkAll(day, 'dark', { look: contrasts, open: turnTo, colorScheme: 'dark' }))
  it('fits every page on a small screen', () =>
    walkAll(day, 'small', { look: () => [], open: arrive, width: 1024, height: 768 }))
  it('fits every page on a phone', () =>
    walkAll(day, 'phone', { look: findings, open: arrive, width: 390, height: 844 }))
  // A window of 1440 pixels at 200 % is one of 720 pixels of double size.
  it('reads every page at 200 %', () =>
    walkAll(day, 'large', { look: () => [], open: turnTo, width: 720, height: 450, deviceScaleFactor: 2 }))

  it('speaks English too', async () => {
    const { page } = day.desk
    await openPage(page, '/account', /./)
    await page.getByText('English', { exact: true }).click()
    await openPage(page, '/?year=2025', /Home/)
    await page.getByRole('link', { name: /leaflets/i }).waitFor()
    await picture(page, 'english-home')
    await openPage(page, '/personnel', 'People')
    await page.locator('tbody a').first().waitFor()
    await picture(page, 'english-persons')
    await page.locator('tbody a').first().click()
    await page.getByRole('heading', { name: /^Timeline/ }).waitFor()
    await picture(page, 'english-person')
    await openPage(page, '/account', /./)
    await page.getByText('中文', { exact: true }).click()
  })
}

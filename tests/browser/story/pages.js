// Every main page as it reads to a machine that looks for hindrances, in both languages and both themes.
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { findings } from '../support/axe.js'
import { picture } from '../support/browser.js'
import { openPage } from '../support/form.js'
import { town } from '../support/office.js'

const seen = ['/?year=2025', '/personnel', '/premises', '/imports']
const others = [
  '/tasks?state=open,missed',
  '/transfers',
  '/transfers?view=outgoing',
  `/personnel/test-grid?division=${town}`,
  '/inspections',
  '/campaigns',
  '/coverage',
  '/coverage/gaps',
  '/rectifications',
  '/leads',
  '/premises/map',
  '/premises/proposals',
  '/drafts',
  '/proof',
  '/events',
  '/reports',
  '/statistics?period=2025-09',
  '/statistics/self-assessment?period=2025',
  '/figures?year=2025',
  '/staff',
  '/leading-group',
  '/documents',
  '/divisions',
  `/divisions/${town}`,
  '/rules',
  '/account',
  '/nowhere',
]

async function hindrances(page, paths, isPictured = () => false) {
  const found = []
  for (const path of paths) {
    await openPage(page, path, /./)
    await page.waitForLoadState('networkidle')
    found.push(...(await findings(page)).map((line) => `${path} ${line}`))
    if (isPictured(path)) await picture(page, `page${path.replace(/\?.*/, '').replaceAll('/', '-')}`)
  }
  return found
}

export function readsPages(day) {
  it('reads every page without a hindrance', async () => {
    const { page } = day.desk
    const found = await hindrances(page, [...seen, ...others], (path) => others.includes(path))
    assert.deepEqual(found, [])
  })

  it('reads in the dark', async () => {
    const { page } = day.desk
    await openPage(page, '/account', /./)
    await page.getByText('深色', { exact: true }).click()
    assert.deepEqual(await hindrances(page, ['/?year=2025', '/personnel', '/reports'], (path) => path === seen[0]), [])
    await openPage(page, '/account', /./)
    await page.getByText('浅色', { exact: true }).click()
  })

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

// The same office in a grid worker's hand: 390 pixels wide, four tabs at the bottom, nothing beyond the edge.
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { findings } from '../support/axe.js'
import { openWindow, picture } from '../support/browser.js'
import { headline, openPage, signIn } from '../support/form.js'
import { town } from '../support/office.js'

const paths = [
  '/?year=2025',
  '/personnel',
  '/personnel/new',
  '/tasks?state=open,missed',
  '/transfers?view=outgoing',
  `/personnel/test-grid?division=${town}`,
  '/premises',
  '/inspections',
  '/coverage',
  '/rectifications',
  '/premises/map',
  '/drafts',
  '/proof',
  '/events',
  '/events/new',
  '/reports',
  '/imports',
  '/exports/new?resource=personnel',
  '/exports',
  '/reconciliations',
  '/staff',
  '/rules',
  `/divisions/${town}`,
]

const overhang = (page) => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)

export function usesPhone(day) {
  it('fits a phone', async () => {
    const { page, troubles } = await openWindow(day.browser, day.office.address, { width: 390, height: 844 })
    await signIn(page, day.office.head)
    const found = []
    for (const path of paths) {
      await openPage(page, path, /./)
      await page.waitForLoadState('networkidle')
      found.push(...(await findings(page)).map((line) => `${path} ${line}`))
      if ((await overhang(page)) > 0) found.push(`${path} is wider than the screen`)
      await picture(page, `phone${path.replace(/\?.*/, '').replaceAll('/', '-')}`)
    }
    assert.deepEqual([...found, ...troubles], [])
    assert.equal(
      await page.getByRole('navigation', { name: '主导航' }).filter({ visible: true }).locator('a').count(),
      4,
    )
    await opensFromTabs(page)
    await readsSummary(page)
    assert.deepEqual(troubles, [])
    await page.context().close()
  })
}

async function opensFromTabs(page) {
  await page.locator('nav.tabs').getByText('人员').click()
  await headline(page, '人员').waitFor()
  await page.locator('tbody a').first().click()
  await page.getByRole('heading', { name: '戒毒措施' }).waitFor()
  await picture(page, 'phone-person')
  await page.getByRole('button', { name: '录入结果' }).click()
  await page.getByRole('dialog').getByLabel('检测日期').waitFor()
  await picture(page, 'phone-test-form')
}

async function readsSummary(page) {
  await openPage(page, '/reports', '年度总结')
  await page.locator('tbody a').first().click()
  await headline(page, /2025 年度禁毒工作总结/).waitFor()
  await picture(page, 'phone-summary')
  await page.locator('.paper').getByRole('button', { name: '9800余', exact: true }).click()
  await page.getByRole('dialog').locator('tbody a').first().waitFor()
  await picture(page, 'phone-figure')
}

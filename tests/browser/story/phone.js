// The same office in a grid worker's hand: 390 pixels wide, four tabs at the bottom, nothing beyond the edge.
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { openWindow, picture } from '../support/browser.js'
import { headline, openPage, signIn } from '../support/form.js'

export function usesPhone(day) {
  it('is walked through by thumb', async () => {
    const { page, troubles } = await openWindow(day.browser, day.office.address, { width: 390, height: 844 })
    await signIn(page, day.office.head)
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
  await openPage(page, '/reports?year=2025', '年度总结')
  await page.locator('tbody a').first().click()
  await headline(page, /2025 年度禁毒工作总结/).waitFor()
  await picture(page, 'phone-summary')
  await page.locator('.paper').getByRole('button', { name: '9800余', exact: true }).click()
  await page.getByRole('dialog').locator('tbody a').first().waitFor()
  await picture(page, 'phone-figure')
}

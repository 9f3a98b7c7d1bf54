// What is owed: a number on the first page, the list behind it, why each duty exists, and a person's own.
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { findings } from '../support/axe.js'
import { picture } from '../support/browser.js'
import { headline, openPage } from '../support/form.js'

export function meetsDuties(day) {
  it('opens the list a number on the first page counts', async () => {
    const { page } = day.desk
    await openPage(page, '/', /首页/)
    const number = page.getByRole('link', { name: /^\d+ ?逾期未办$/ })
    await number.waitFor()
    const count = /\d+/.exec(await number.innerText())?.[0]
    await picture(page, 'home-duties')
    await number.click()
    await headline(page, '任务').waitFor()
    await page.getByText(`共 ${count} 条`, { exact: true }).waitFor()
    await picture(page, 'tasks')
  })

  it('says why a duty exists, by which article', async () => {
    const { page } = day.desk
    await page
      .getByRole('button', { name: /^为什么/ })
      .first()
      .click()
    const panel = page.getByRole('dialog', { name: '为什么有这项任务' })
    await panel
      .getByText(/(禁毒法|戒毒条例)第.+条/)
      .first()
      .waitFor()
    await panel.getByText(/^起算：/).waitFor()
    await picture(page, 'task-why')
    await panel.getByRole('button', { name: /关闭/ }).click()
    await panel.waitFor({ state: 'hidden' })
  })

  it('shows a person’s duties by measure', async () => {
    const { page } = day.desk
    await page.locator('tbody a').first().click()
    await page.waitForURL(/\/personnel\/.+#tasks$/)
    await page
      .locator('#tasks')
      .getByRole('button', { name: /^为什么.+第 1 期$/ })
      .first()
      .waitFor()
    assert.deepEqual(await findings(page), [])
    await picture(page, 'person-duties')
  })
}

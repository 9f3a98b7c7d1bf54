// What the committee is handed, and what leaders look at.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { it } from 'node:test'
import { findings } from '../support/axe.js'
import { openWindow, picture } from '../support/browser.js'
import { headline, openPage, signIn } from '../support/form.js'
import { unzip } from '../support/zip.js'

async function saved(page, press) {
  const coming = page.waitForEvent('download')
  await press()
  const download = await coming
  return { name: download.suggestedFilename(), path: await download.path() }
}

export function handsInStatistics(day) {
  it('shows a table of the committee, each cell with its records, and saves it', async () => {
    const { page } = day.desk
    await openPage(page, '/statistics?table=quarterly_assessment&period=2025-Q3', '统计报表')
    const whole = page.locator('.figures tbody tr').first()
    await whole
      .getByText(/^\d+\/\d+/)
      .first()
      .waitFor()
    assert.match(await whole.innerText(), /^合计/)
    assert.match(await whole.innerText(), /未登记/)
    await picture(page, 'statistics')
    assert.deepEqual(await findings(page), [])
    await whole.locator('button').first().click()
    const panel = page.getByRole('dialog')
    await panel.locator('tbody a').first().waitFor()
    await panel.getByRole('button', { name: '还差的' }).click()
    await panel.getByRole('button', { name: '还差的', pressed: true }).waitFor()
    await picture(page, 'statistics-records')
    await page.keyboard.press('Escape')
    const { name, path } = await saved(page, () => page.getByRole('button', { name: '下载 Excel' }).click())
    assert.match(name, /^quarterly_assessment-990981107000-2025-Q3\.xlsx$/)
    assert.match(unzip(await readFile(path), 'xl/sharedStrings.xml'), /秀河镇/)
  })

  it('scores the sheet and opens the records that cost points', async () => {
    const { page } = day.desk
    await openPage(page, '/statistics/self-assessment?period=2025', '自查评分')
    await page.getByText('由人评定', { exact: true }).first().waitFor()
    await picture(page, 'self-assessment')
    assert.deepEqual(await findings(page), [])
    await page.getByRole('button', { name: /：按期检测/ }).click()
    await page.getByRole('dialog').getByText('扣分的记录').waitFor()
    await page.getByRole('dialog').locator('tbody a').first().waitFor()
    await picture(page, 'self-assessment-records')
    await page.keyboard.press('Escape')
  })

  it('shows a leader charts without a name, and keeps small numbers back', async () => {
    const window = await openWindow(day.browser, day.office.address)
    const { page } = window
    await signIn(page, day.office.leader)
    await openPage(page, '/figures?year=2025', '领导看板')
    await page.locator('canvas').nth(3).waitFor()
    await picture(page, 'figures')
    assert.deepEqual(await findings(page), [])
    for (const summary of await page.getByText('看表格').all()) await summary.click()
    const words = await page.locator('main').innerText()
    assert.match(words, /＊不显示/)
    assert.doesNotMatch(words, /章峰|何平|周岚/)
    const { name, path } = await saved(page, () => page.getByRole('button', { name: /^下载表格：各村/ }).click())
    assert.match(name, /^coverage-990981107000-2025\.csv$/)
    assert.match(await readFile(path, 'utf8'), /^\uFEFF单位,1月,/)
    await page.goto('/statistics?table=monthly_register&period=2025-09')
    await headline(page, '统计报表').waitFor()
    await page.getByText('＊不显示', { exact: true }).first().click()
    await page
      .getByRole('dialog')
      .getByText(/不显示数字，也不列名单/)
      .waitFor()
    await picture(page, 'statistics-withheld')
    assert.deepEqual(window.troubles, [])
    await window.context.close()
  })
}

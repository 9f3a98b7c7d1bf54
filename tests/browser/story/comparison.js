// This year's figures beside those that were signed last year.
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { openApi } from '../support/api.js'
import { findings } from '../support/axe.js'
import { openWindow, picture } from '../support/browser.js'
import { openPage, signIn } from '../support/form.js'
import { town } from '../support/office.js'

/** The ledgers of the office are of this year; the one after is compared with it. */
const signed = 2025
const persons = /章峰|何平|周岚/

/** The summary of a year as it is drafted, and made final if it is to be. */
async function summarise(api, year, as_of, isFinal) {
  const report = await api.post('/reports', { kind: 'annual_summary', division_code: town, year, as_of })
  if (!isFinal) return report
  const path = `/reports/${report.id}/freeze`
  return api.post(path, { accept_findings: true }, { 'If-Match': `"${report.version}"` })
}

const leaflets = ({ figures }) => figures.find(({ name }) => name === 'leaflets').value.known.integer

const rowOf = (page, title) => page.locator('tbody tr').filter({ hasText: title, visible: true })

export function comparesYears(day) {
  it('says of a year before which nothing was signed that it was not', async () => {
    const { page } = day.desk
    const api = await openApi(day.office.address, day.office.head)
    day.earlier = await summarise(api, signed, `${signed}-12-31`, true)
    await openPage(page, `/reports/${day.earlier.id}/last-year`, `${signed} 年度总结与去年对照`)
    await page.getByText('去年未定稿').waitFor()
    assert.deepEqual(await findings(page), [])
    await picture(page, 'last-year-none')
  })

  it('sets each figure of a summary beside last year’s, and opens last year’s records', async () => {
    const { page } = day.desk
    const api = await openApi(day.office.address, day.office.head)
    const event = { kind: 'publicity', title: '赶集宣传', held_on: `${signed + 1}-01-15`, division_code: town }
    await api.post('/events', { ...event, counts: { leaflets: 1200 } })
    const report = await summarise(api, signed + 1, `${signed + 1}-06-30`, false)
    const [now, then] = [report, day.earlier].map(leaflets)
    const [before, after, fewer] = [then, now, then - now].map((count) => count.toLocaleString('en'))
    const change = `减少 ${fewer}（−${Math.round(((then - now) / then) * 1000) / 10}%）`
    await openPage(page, `/reports/${report.id}`, `${signed + 1} 年度禁毒工作总结`)
    await page.getByRole('button', { name: '与去年对照' }).click()
    const row = rowOf(page, '发放宣传单')
    await row.waitFor()
    await page.getByText(new RegExp(`去年算到 ${signed}-12-31，天数不一样`)).waitFor()
    assert.match(await row.innerText(), new RegExp(`年内累计\\s+${after} 份\\s+${before} 份\\s+▼\\s*${change}`))
    assert.deepEqual(await findings(page), [])
    await picture(page, 'last-year')
    await row.getByRole('button', { name: `${before} 份，发放宣传单` }).focus()
    await page.keyboard.press('Enter')
    const panel = page.getByRole('dialog', { name: '发放宣传单：去年定稿时的记录' })
    await panel.locator('tbody a').first().waitFor()
    assert.match(await panel.innerText(), new RegExp(`${signed}-\\d\\d-\\d\\d`))
    await picture(page, 'last-year-records')
    await page.keyboard.press('Escape')
    await panel.waitFor({ state: 'hidden' })
    await page.getByRole('button', { name: /^不能比/ }).click()
    await page.getByRole('cell', { name: '两年都没有登记' }).first().waitFor()
    await openPage(page, `/reports/${report.id}?figure=leaflets`, `${signed + 1} 年度禁毒工作总结`)
    await page.locator('aside').getByText(change).waitFor()
  })

  it('shows a leader last year’s figures without a name', async () => {
    const { context, page, troubles } = await openWindow(day.browser, day.office.address)
    await signIn(page, day.office.leader)
    await openPage(page, `/figures?year=${signed + 1}`, '领导看板')
    const row = rowOf(page, '发放宣传单')
    await row.waitFor()
    assert.deepEqual(await findings(page), [])
    for (const group of [/^有变化/, /^与去年相同/, /^不能比/]) {
      await page.getByRole('button', { name: group }).click()
      assert.doesNotMatch(await page.locator('main').innerText(), persons)
    }
    await page.getByRole('button', { name: /^有变化/ }).click()
    await row.getByRole('button').click()
    await page.getByRole('dialog').locator('tbody tr').first().waitFor()
    await picture(page, 'figures-last-year')
    assert.deepEqual(troubles, [])
    await context.close()
  })
}

// Who is away, with leave or without, and what is handed over to the police.
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { findings } from '../support/axe.js'
import { picture } from '../support/browser.js'
import { choose, enterDate, openPage } from '../support/form.js'

const rows = (page, name) => page.getByRole('table', { name }).locator('tbody')

export function followsAbsences(day) {
  it('records a leave, approves it and notes the return', async () => {
    const { page } = day.desk
    await openPage(page, '/personnel', '人员')
    await page.locator('tbody a').first().click()
    await page.getByRole('button', { name: '登记请假或离开' }).click()
    const form = page.getByRole('dialog')
    await choose(form, '状态', '擅自离开')
    assert.equal(await form.getByLabel('应返回日期').count(), 0)
    await choose(form, '状态', '已申请')
    await enterDate(form, '离开日期', '2026-11-02')
    await enterDate(form, '应返回日期', '2026-11-06')
    await enterDate(form, '书面申请日期', '2026-11-01')
    await form.getByLabel('去向').fill('广东省东莞市长安镇')
    await picture(page, 'leave-form')
    await form.getByRole('button', { name: '登记请假或离开' }).click()
    const leaves = rows(page, '请假与离开')
    await leaves.getByRole('button', { name: '批准', exact: true }).click()
    await form.getByLabel('审批文书号').fill('请假审批表（2026）第12号')
    await picture(page, 'leave-approval')
    await form.getByRole('button', { name: '批准', exact: true }).click()
    await leaves.getByText(/^逾期未归 \d+ 天$/).waitFor()
    await picture(page, 'leave-overdue')
    await leaves.getByRole('button', { name: '销假' }).click()
    await form.getByRole('button', { name: '销假', exact: true }).click()
    await leaves.getByText(/^逾期未归/).waitFor({ state: 'detached' })
    await form.waitFor({ state: 'detached' })
  })

  it('reports to the police, and takes a receipt only with its documents', async () => {
    const { page } = day.desk
    await page.getByRole('button', { name: '登记报告' }).click()
    const form = page.getByRole('dialog')
    await choose(form, '事由', '三次以上擅自离开')
    await enterDate(form, '报告日期', '2026-11-10')
    await form.getByLabel('派出所').fill('秀河派出所')
    await enterDate(form, '回执日期', '2026-11-12')
    await form.getByLabel('回执编号').fill('移交回执（2026）第7号')
    await form.getByRole('checkbox', { name: '告诫书' }).check()
    await form.getByRole('button', { name: '登记报告' }).click()
    await form.getByText('登记回执还缺：严重违反协议证明。请在清单里勾选。').waitFor()
    assert.deepEqual(await findings(page), [])
    await picture(page, 'handover-form')
    await form.getByRole('checkbox', { name: '严重违反协议证明' }).check()
    await form.getByRole('button', { name: '登记报告' }).click()
    await rows(page, '报告与移交').getByText('已移交', { exact: true }).waitFor()
    await form.waitFor({ state: 'detached' })
    assert.deepEqual(await findings(page), [])
    await picture(page, 'person-absences')
  })
}

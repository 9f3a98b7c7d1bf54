// What is registered through forms: a test, a person, an inspection, an event.
import { it } from 'node:test'
import { picture } from '../support/browser.js'
import { choose, enterDate, headline, openPage } from '../support/form.js'

export function keepsRecords(day) {
  it('finds a person and records a test', async () => {
    const { page } = day.desk
    await openPage(page, '/personnel', '人员')
    await page.locator('tbody a').first().waitFor()
    await picture(page, 'persons')
    await page.locator('tbody a').first().click()
    await page.getByRole('heading', { name: '戒毒措施' }).waitFor()
    await picture(page, 'person')
    await page.getByRole('button', { name: '录入结果' }).click()
    const form = page.getByRole('dialog')
    await enterDate(form, '检测日期', '2026-11-02')
    await choose(form, '检测方式', '尿液')
    await choose(form, '检测结果', '阴性')
    await form.getByLabel('检测人').fill('派出所民警')
    await picture(page, 'test-form')
    await form.getByRole('button', { name: '录入结果' }).click()
    await page.getByRole('table', { name: '检测' }).getByText('2026-11-02').waitFor()
  })

  it('registers a person, once nothing needed is missing', async () => {
    const { page } = day.desk
    await openPage(page, '/personnel/new', '登记人员')
    await page.getByRole('button', { name: '登记人员' }).click()
    await page.getByText('请填写姓名。').waitFor()
    await picture(page, 'person-form')
    await page.getByLabel('姓名').fill('石小满')
    await choose(page, '所属村（居）', '秀河镇')
    await choose(page, '状态', '社会面')
    await page.getByRole('button', { name: '登记人员' }).click()
    await headline(page, /石小满/).waitFor()
  })

  it('records an inspection of a place', async () => {
    const { page } = day.desk
    await openPage(page, '/premises', '场所')
    await page.locator('tbody a').first().waitFor()
    await picture(page, 'premises')
    await page.locator('tbody a').first().click()
    await page.getByRole('button', { name: '记排查' }).click()
    await headline(page, '记排查').waitFor()
    await page.getByText('未发现异常', { exact: true }).first().click()
    await enterDate(page, '排查日期', '2026-11-03')
    await picture(page, 'inspection-form')
    await page.getByRole('button', { name: '保存并上传' }).click()
    await page.getByText('服务器已保存').waitFor()
    await page.getByText('2026-11-03').first().waitFor()
    await picture(page, 'inspection')
  })

  it('fixes the list of a round', async () => {
    const { page } = day.desk
    await openPage(page, '/campaigns', '排查行动')
    await page.locator('tbody a').first().click()
    await page.getByRole('button', { name: '定名单' }).click()
    const form = page.getByRole('dialog')
    await form.getByLabel('名单的依据').fill('场所台账 2026-11-01')
    await form.getByRole('button', { name: '定名单' }).click()
    await page.getByText('名单已定', { exact: true }).waitFor()
    await form.waitFor({ state: 'detached' })
    await picture(page, 'round')
  })

  it('registers an event', async () => {
    const { page } = day.desk
    await openPage(page, '/events/new', '登记活动')
    await page.getByLabel('活动名称').fill('集市禁毒宣传')
    await choose(page, '类别', '宣传活动')
    await enterDate(page, '日期', '2026-11-04')
    await choose(page, '所属村（居）', '秀河镇')
    await page.getByLabel('宣传单（份）').fill('120')
    await picture(page, 'event-form')
    await page.getByRole('button', { name: '登记活动' }).click()
    await headline(page, /集市禁毒宣传/).waitFor()
  })
}

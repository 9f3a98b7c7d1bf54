// A round in the field: one thumb, 390 pixels, and a network that breaks while a record is on its way.
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { openWindow, picture } from '../support/browser.js'
import { eventually, headline, openPage, signIn } from '../support/form.js'

const today = () => new Date().toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' })

/** What the browser says of a network that is cut is part of the plan. */
const isPlanned = (trouble) => /Failed to load resource|net::ERR_/.test(trouble)

/** The first attempt reaches the server and its answer never comes back; answers the keys of all attempts. */
async function loseOneAnswer(page) {
  const keys = []
  await page.route('**/api/v1/premises/*/inspections', async (route) => {
    if (route.request().method() !== 'POST') return route.continue()
    keys.push(route.request().headers()['idempotency-key'])
    if (keys.length > 1) return route.continue()
    const answer = await route.fetch()
    assert.equal(answer.status(), 201)
    return route.abort('connectionreset')
  })
  return keys
}

async function writesWithoutNetwork(page) {
  await page
    .getByRole('button', { name: '记排查' })
    .or(page.getByRole('link', { name: '记排查' }))
    .first()
    .click()
  await headline(page, '记排查').waitFor()
  await page.getByText('未发现异常', { exact: true }).first().click()
  await page.context().setOffline(true)
  await page.getByRole('button', { name: '存在本机' }).click()
  await headline(page, '待上传').waitFor()
  await page.getByText('已存在本机，尚未上传').first().waitFor()
  assert.equal(await page.getByText('服务器已保存').count(), 0)
  await picture(page, 'field-kept')
}

async function emptiesOnce(page) {
  const keys = await loseOneAnswer(page)
  await page.context().setOffline(false)
  await eventually(async () => {
    const again = page.getByRole('button', { name: '立即发送' })
    if (keys.length > 0 && (await again.isVisible())) await again.click().catch(() => {})
    return (await page.getByText('没有待上传的记录').count()) > 0
  })
  assert.ok(keys.length > 1, `${keys.length} attempts`)
  assert.equal(new Set(keys).size, 1)
}

async function signs(page, { password }) {
  await page
    .getByRole('link', { name: '查看并签' })
    .or(page.getByRole('button', { name: '查看并签' }))
    .first()
    .click()
  await headline(page, /^签字/).waitFor()
  await picture(page, 'field-signing')
  await page.getByText('有，拒签', { exact: true }).click()
  await page.getByLabel('为什么拒签').fill('户主称要等家人回来')
  await page.getByLabel('再输一遍密码').fill(password)
  await page.getByRole('button', { name: '核对无误，签字' }).click()
  await page.getByText('已签字，服务器已保存').waitFor()
  await page.getByText(/拒签/).first().waitFor()
  await picture(page, 'field-signed')
}

export function inspectsInTheField(day) {
  it('inspects and signs on a phone while the network breaks', async () => {
    const { page, troubles } = await openWindow(day.browser, day.office.address, { width: 390, height: 844 })
    await signIn(page, day.office.head)
    await openPage(page, '/premises', '场所')
    // The one changed last was inspected today, by the grid worker's first duty.
    await page.locator('tbody tr').nth(1).locator('a[href^="/premises/0"]').first().click()
    await page.getByText('排查经过').waitFor()
    const place = new URL(page.url()).pathname
    await writesWithoutNetwork(page)
    await emptiesOnce(page)
    await openPage(page, place, /./)
    const records = page.locator('a[href^="/inspections/"]').filter({ hasText: today() })
    await records.first().waitFor()
    assert.equal(await records.count(), 1)
    await records.first().click()
    await signs(page, day.office.head)
    assert.deepEqual(
      troubles.filter((trouble) => !isPlanned(trouble)),
      [],
    )
    await page.context().close()
  })
}

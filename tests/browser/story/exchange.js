// What goes to and comes from elsewhere: machines let in and told, the committee's list, a list taken out, an import undone.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { it } from 'node:test'
import { hindered } from '../support/axe.js'
import { openWindow, picture } from '../support/browser.js'
import { eventually, headline, openPage, signIn } from '../support/form.js'
import { ledgers } from '../support/office.js'

/** A receiver that repeats the challenge it is sent, and remembers what it was told. */
async function openReceiver() {
  const told = []
  const server = createServer((request, response) => {
    let text = ''
    request.on('data', (piece) => (text += piece))
    request.on('end', () => {
      const message = JSON.parse(text)
      told.push(message.type)
      response.end(JSON.stringify({ challenge: message.data?.challenge }))
    })
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { told, port: server.address().port, close: () => server.close() }
}

/** Two tests that are on record nowhere else. */
const twoTests = [
  '公民身份号码,姓名,检测日期,检测方式,检测结果,检测人,见证人',
  '990981199710302079,水友菊,2025-02-07,尿液,阴性,派出所民警,郑河琛',
  '990981199710302079,水友菊,2025-02-21,尿液,阴性,派出所民警,郑河琛',
].join('\r\n')

export function exchangesWithOthers(day) {
  it('lets a machine in, says what it can see, and shows its secret once', async () => {
    day.gate = await openWindow(day.browser, day.office.address)
    const { page } = day.gate
    await signIn(page, day.office.gatekeeper)
    await openPage(page, '/clients', '机器接入')
    await page.getByRole('button', { name: '新增接入' }).click()
    const form = page.locator('form')
    await form.getByLabel('使用单位').fill('江岚市禁毒委员会办公室')
    await form.getByLabel('接入名称').fill('city-committee')
    await form.getByText('数据交换', { exact: true }).click()
    await form.getByLabel('看在册人员').check()
    await form.getByLabel('每天最多看多少条人员记录').fill('500')
    await form.getByLabel('只能从这些地址进来').fill('10.12.0.0/16')
    await picture(page, 'client-form')
    await form.getByRole('button', { name: '新增接入' }).click()
    await headline(page, 'city-committee').waitFor()
    await page.getByText('看到的人员，姓名、证件号、电话等一律遮蔽。').waitFor()
    await page.getByRole('button', { name: '新建密钥' }).click()
    const secret = await page.getByLabel('密钥内容').innerText()
    assert.match(secret, /^dcs_/)
    await picture(page, 'client-secret')
    await page.getByRole('button', { name: '已保存好，关闭' }).click()
    await page.getByText('密钥 1，建于').waitFor()
    await page.reload()
    await page.getByText('密钥 1，建于').waitFor()
    assert.equal(await page.getByText(secret).count(), 0)
    await hindered(page)
    await picture(page, 'client')
  })

  it('shuts a machine out at once', async () => {
    const { page } = day.gate
    await page.getByRole('button', { name: '注销接入' }).click()
    await page.getByRole('dialog').getByRole('button', { name: '注销接入' }).click()
    await page.getByText('已注销', { exact: true }).waitFor()
    await openPage(page, '/clients', '机器接入')
    await page.getByText('还没有程序接入').waitFor()
    await hindered(page)
    await openPage(page, '/clients?with_revoked=true', '机器接入')
    await page.getByRole('link', { name: 'city-committee' }).waitFor()
  })

  it('tells a receiver that has answered for itself, and stops on a word', async () => {
    const receiver = await openReceiver()
    const { page } = day.gate
    await openPage(page, '/webhooks/hosts', '允许的主机')
    await page.getByRole('button', { name: '登记主机' }).first().click()
    const form = page.locator('form')
    await form.getByLabel('主机').fill('127.0.0.1')
    await form.getByLabel('端口').fill(String(receiver.port))
    await form.getByLabel('可以解析到的网段').fill('127.0.0.1')
    await form.locator('.el-switch').click()
    await form.getByRole('button', { name: '登记主机' }).click()
    await page.getByText(`127.0.0.1:${receiver.port}`).waitFor()
    await hindered(page)
    await picture(page, 'webhook-hosts')
    await openPage(page, '/webhooks', '变更推送')
    await page.getByRole('button', { name: '新增推送' }).click()
    await form.getByLabel('名称').fill('市禁毒委平台')
    await form.getByLabel('推送到哪里').fill(`http://127.0.0.1:${receiver.port}/jindu`)
    await form.getByRole('button', { name: '新增推送' }).click()
    assert.match(await page.getByLabel('密钥内容').innerText(), /^whsec_/)
    await page.getByRole('button', { name: '已保存好，关闭' }).click()
    await headline(page, '市禁毒委平台').waitFor()
    await page.getByText('使用中', { exact: true }).waitFor({ timeout: 30_000 })
    await page.locator('tbody tr').filter({ hasText: '验证消息' }).filter({ hasText: '已送达' }).waitFor()
    assert.ok(receiver.told.length > 0)
    await hindered(page)
    await picture(page, 'webhook')
    await page.getByRole('button', { name: '暂停', exact: true }).click()
    await page.getByRole('button', { name: '恢复', exact: true }).waitFor()
    await openPage(page, '/webhooks?state=paused', '变更推送')
    await page.getByRole('link', { name: '市禁毒委平台' }).waitFor()
    await hindered(page)
    receiver.close()
  })

  it("compares the committee's list, and decides by keyboard what differs", async () => {
    const { page } = day.desk
    await openPage(page, '/reconciliations', '名单核对')
    const name = '10市禁毒委下发名单.csv'
    const buffer = await readFile(join(ledgers, name))
    await page.setInputFiles('input[type=file]', { name, mimeType: 'text/csv', buffer })
    await headline(page, name).waitFor()
    const lines = page.locator('.desk li')
    await lines.first().waitFor()
    const before = await lines.count()
    assert.ok(before > 5)
    await hindered(page)
    await picture(page, 'reconciliation')
    await page.keyboard.press('Alt+Digit2')
    await page.keyboard.type('已与派出所核对，以档案为准')
    await page.keyboard.press('Enter')
    await eventually(async () => (await lines.count()) === before - 1)
    await page.keyboard.press('Alt+Digit3')
    await page.keyboard.type('等派出所回话')
    await page.keyboard.press('Enter')
    await lines.filter({ hasText: '待核实' }).waitFor()
    await page
      .getByRole('button', { name: /^我方有、名单无/ })
      .first()
      .click()
    await eventually(async () => (await lines.count()) === (await lines.filter({ hasText: '我方有、名单无' }).count()))
    await page.getByLabel('选本页全部').check()
    await page.getByRole('button', { name: /^一起决定/ }).click()
    const panel = page.getByRole('dialog')
    await panel.getByText('采纳', { exact: true }).click()
    await panel.getByLabel('原因').fill('请市禁毒办补上')
    await panel.getByRole('button', { name: /^一起决定/ }).click()
    await page.getByText('这里没有要决定的了').waitFor()
    await picture(page, 'reconciliation-decided')
  })

  it('takes a list out masked, at once, and in full when another has let it', async () => {
    const { page } = day.desk
    await openPage(page, '/personnel?status=in_community', '人员')
    await page.getByRole('button', { name: '申请导出' }).click()
    await headline(page, '申请导出').waitFor()
    await page.getByText('状态：社会面').waitFor()
    await page.getByLabel('做什么用').fill('向市禁毒委报送季度名册')
    await hindered(page)
    const masked = page.waitForEvent('download')
    await page.locator('form').getByRole('button', { name: '申请导出' }).click()
    assert.match((await masked).suggestedFilename(), /\.xlsx$/)
    await openPage(page, '/exports/new?resource=personnel', '申请导出')
    await page.getByLabel('做什么用').fill('与市公安局核对底数')
    await page.getByLabel('姓名').check()
    await page.getByText('须由另一人审批后才生成文件。').waitFor()
    await picture(page, 'export-new')
    await page.locator('form').getByRole('button', { name: '申请导出' }).click()
    await page.getByText('待审批', { exact: true }).waitFor()
    assert.equal(await page.getByRole('button', { name: '批准导出' }).count(), 0)

    const leader = await openWindow(day.browser, day.office.address)
    await signIn(leader.page, day.office.leader)
    await openPage(leader.page, '/exports?state=awaiting_approval', '导出')
    await hindered(leader.page)
    await leader.page.locator('tbody a').first().click()
    await leader.page.getByRole('button', { name: '批准导出' }).click()
    await leader.page.getByRole('dialog').getByRole('button', { name: '批准导出' }).click()
    await leader.page.getByText('可下载', { exact: true }).waitFor({ timeout: 30_000 })
    assert.equal(await leader.page.getByRole('button', { name: '下载' }).count(), 0)
    await picture(leader.page, 'export-approved')
    assert.deepEqual(leader.troubles, [])
    await leader.context.close()

    const full = page.waitForEvent('download', { timeout: 30_000 })
    assert.match((await full).suggestedFilename(), /\.xlsx$/)
  })

  it('undoes an import, and each row says so', async () => {
    const { page } = day.desk
    await openPage(page, '/imports', '导入')
    const file = { name: '05检测记录-导错.csv', mimeType: 'text/csv', buffer: Buffer.from(twoTests) }
    await page.setInputFiles('input[type=file]', file)
    const write = page.getByRole('button', { name: '按顺序写入' })
    await eventually(() => write.isEnabled())
    await write.click()
    const batch = page.getByRole('table', { name: '这一批文件' })
    await batch.getByText('已写入', { exact: true }).waitFor()
    await batch.getByRole('link', { name: file.name }).click()
    await headline(page, file.name).waitFor()
    await page.getByRole('button', { name: '撤销导入' }).click()
    await page.getByText('将删去这次新增的 2 行。').waitFor()
    await page.getByLabel('撤销的原因').fill('导错了表')
    await picture(page, 'import-undo')
    await page.getByRole('button', { name: '撤销 2 行' }).click()
    await page.getByText('2 行恢复原样，0 行保留').waitFor()
    await page.locator('tbody tr').filter({ hasText: '已撤销，恢复成导入以前的样子' }).first().waitFor()
    await hindered(page)
    await picture(page, 'import-undone')
  })

  it('saw nothing go wrong at the gate', async () => {
    assert.deepEqual(day.gate.troubles, [])
    await day.gate.context.close()
  })
}

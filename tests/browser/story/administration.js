// What those look after who keep the house: rules before they are in use, backups, who looked at whom, shared views, looks.
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { hindered } from '../support/axe.js'
import { picture } from '../support/browser.js'
import { choose, eventually, openPage, reloads } from '../support/form.js'
import { asking } from '../support/routes.js'
import { as } from '../support/visit.js'

const pack = `pack = "local"
version = 2
title = "三年每月一次"
valid_from = 2025-11-01
basis = "江岚市禁毒办〔2025〕9号"

[[rule]]
id = "test_treatment"
kind = "test"
title = "社区戒毒定期检测"
applies_to = ["community_treatment"]
anchor = "reported_in"
steps = [{ windows = 36, months = 1 }]
done_by = "test"
article = "戒毒条例第十九条第二项"
basis = "江岚市禁毒办〔2025〕9号"
consequence = "拒绝、逃避检测三次以上为严重违反协议（戒毒条例第二十条）"
`
const flawed = pack.replace('done_by', 'fine = 100\ndone_by')

/** The number a trial counts under a word. */
const counted = (page, word) =>
  page
    .locator('.totals > div', { hasText: word })
    .first()
    .locator('b')
    .innerText()
    .then((text) => Number(text.replaceAll(',', '')))

const saved = (page) =>
  page.waitForResponse((answer) => answer.url().endsWith('/me/preferences') && answer.request().method() === 'PATCH')

const looks = (page) => page.evaluate(() => document.documentElement.dataset.theme)

export function administers(day) {
  it('tries a rule pack, which changes nothing', async () => {
    const { page } = day.desk
    const ask = await asking(day.office.address, day.office.head)
    const tasks = async () => (await ask('/tasks?per_page=1')).total
    const before = await tasks()
    await openPage(page, '/rules', '规则')
    await page.getByRole('button', { name: '试规则包' }).click()
    const text = page.getByLabel('规则包（TOML 文本）')
    await text.waitFor()
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'local.toml', mimeType: 'text/plain', buffer: Buffer.from(flawed) })
    await eventually(async () => (await text.inputValue()) === flawed, 5)
    await page.getByRole('button', { name: '试算会改动哪些任务' }).click()
    await page.getByRole('button', { name: '第 14 行' }).click()
    const marked = await text.evaluate((box) => box.value.slice(box.selectionStart, box.selectionEnd))
    assert.equal(marked, 'fine = 100')
    await hindered(page)
    await picture(page, 'rule-pack-flaws')

    await text.fill(pack)
    await page.getByRole('button', { name: '第 14 行' }).waitFor({ state: 'detached' })
    await page.getByRole('button', { name: '试算会改动哪些任务' }).click()
    await page.getByText('现在的任务一条也没有动').waitFor({ timeout: 30_000 })
    assert.ok((await counted(page, '新增')) > 0)
    await page.getByRole('heading', { name: '涉及的人员' }).waitFor()
    await page.getByText('未启用').waitFor()
    await hindered(page)
    await picture(page, 'rule-pack-trial')
    assert.equal(await tasks(), before)
    assert.ok((await ask('/rules')).items.every(({ title }) => title !== '三年每月一次'))

    // What was pasted is found again, and can be let go.
    await reloads(page)
    await eventually(async () => (await text.inputValue()) === pack, 5)
    await page.getByRole('button', { name: '不要了，重新填' }).click()
    await eventually(async () => (await text.inputValue()) === '', 5)
  })

  it('is told that there is no backup, and of the one that was taken', async () => {
    await as(day, day.office.manager, async (page) => {
      await openPage(page, '/system', '系统与备份')
      await page.getByRole('alert').getByText('还没有备份过').waitFor()
      await page.getByText('jindu backup /mnt/backup').waitFor()
      await hindered(page)
      await picture(page, 'system-without-backup')
      await day.office.backUp()
      await page.reload()
      await page.getByText('最近一次备份：刚刚').waitFor()
      await page.getByText('这份备份还没有检查过能不能用').waitFor()
      assert.equal(await page.getByRole('alert').count(), 0)
      await hindered(page)
      await picture(page, 'system')
    })
  })

  it('reads who was shown what is masked, and what for', async () => {
    await as(day, day.office.auditor, async (page) => {
      await openPage(page, '/reveals', '完整信息查看记录')
      const row = page.locator('.scroll tbody tr').first()
      await row.getByText('签订协议、制作文书').waitFor()
      await row.getByText('周岚').waitFor()
      assert.equal(await page.getByText('填写社区戒毒协议').count(), 0)
      await hindered(page)
      await picture(page, 'reveals')
    })
  })

  it('reads who looked at whom by the number of the file', async () => {
    await as(day, day.office.auditor, async (page) => {
      await openPage(page, '/access-log', '查阅记录')
      await page.locator('.scroll .file').first().waitFor()
      await page.getByText('试算规则包').first().waitFor()
      assert.equal(await page.getByText(/[0-9a-f]{8}-[0-9a-f]{4}-/).count(), 0)
      assert.equal(await page.getByText('/api/v1').count(), 0)
      await hindered(page)
      await picture(page, 'access-log')
      const file = page.locator('.scroll .file button').first()
      const number = await file.innerText()
      await Promise.all([page.waitForResponse((answer) => answer.url().includes('file_no=')), file.click()])
      assert.equal(new URL(page.url()).searchParams.get('file_no'), number)
      await page.locator('.scroll[aria-busy="false"]').waitFor()
      const rows = page.locator('.scroll tbody tr')
      assert.ok((await rows.count()) > 0)
      for (const row of await rows.all()) {
        const more = row.getByRole('button', { name: /^还有/ })
        if ((await more.count()) > 0) await more.click()
        const text = await row.innerText()
        assert.ok(text.includes(number), `${number} is not in: ${text}`)
      }
      await choose(page, '账号', /周岚/)
      await eventually(() => new URL(page.url()).searchParams.has('account'), 5)
      await eventually(
        async () => (await rows.count()) > 0 && (await rows.getByText('周岚').count()) === (await rows.count()),
        5,
      )
      await page.getByRole('button', { name: '重置' }).first().click()
      await page.getByLabel('档案号').first().fill('没有这个号')
      await page.keyboard.press('Enter')
      await page.getByText('没有符合条件的记录').waitFor()
    })
  })

  it("takes a colleague's view out of what is shared", async () => {
    const list = '/premises?risk_level=low'
    await as(day, day.office.leader, async (page) => {
      await openPage(page, list, '场所')
      await page.getByRole('button', { name: '视图', exact: true }).click()
      await page.getByRole('button', { name: '存为视图' }).click()
      const form = page.getByRole('dialog')
      await form.getByLabel('视图名称').fill('何平看的场所')
      await form.getByText('是', { exact: true }).click()
      await form.getByRole('button', { name: '保存视图' }).click()
      await form.waitFor({ state: 'detached' })
    })
    const { page } = day.desk
    await openPage(page, '/premises', '场所')
    await page.getByRole('button', { name: '视图', exact: true }).click()
    const view = page.getByRole('listitem').filter({ hasText: '何平看的场所' })
    await view.getByRole('button', { name: '取消共享' }).click()
    await page.getByRole('dialog').getByText('何平本人的仍然保留').waitFor()
    await hindered(page)
    await picture(page, 'view-unshare')
    await page.getByRole('dialog').getByRole('button', { name: '取消共享' }).click()
    await page.getByText('已取消共享“何平看的场所”').waitFor()
    await page.getByRole('button', { name: '视图', exact: true }).click()
    await page.getByRole('button', { name: '存为视图' }).waitFor()
    assert.equal(await view.count(), 0)
    await page.keyboard.press('Escape')
    await as(day, day.office.leader, async (other) => {
      await openPage(other, '/premises', '场所')
      await other.getByRole('button', { name: '视图', exact: true }).click()
      await other.getByRole('button', { name: '何平看的场所' }).waitFor()
    })
  })

  it('looks alike in a second browser', async () => {
    await as(day, day.office.leader, async (page) => {
      await openPage(page, '/account', /./)
      await Promise.all([saved(page), page.getByText('深色', { exact: true }).click()])
      await Promise.all([saved(page), page.getByText('行距紧凑', { exact: true }).click()])
      await hindered(page)
      await picture(page, 'look')
      await as(day, day.office.leader, async (other) => {
        assert.equal(await looks(other), 'dark')
        await openPage(other, '/premises', '场所')
        await other.locator('.scroll.compact').waitFor()
      })
      // The other one of the office is not touched by that.
      assert.equal(await looks(day.desk.page), 'auto')
      await Promise.all([saved(page), page.getByText('跟随系统', { exact: true }).click()])
      await Promise.all([saved(page), page.getByText('行距宽松', { exact: true }).click()])
      await as(day, day.office.leader, async (other) => assert.equal(await looks(other), 'auto'))
    })
  })
}

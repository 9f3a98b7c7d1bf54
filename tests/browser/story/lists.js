// Lists: an area from the tree, rows by keys, columns as one likes them, and choosing over several pages.
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { findings } from '../support/axe.js'
import { openWindow, picture } from '../support/browser.js'
import { eventually, openPage, signIn } from '../support/form.js'
import { town } from '../support/office.js'
import { village } from './keying.js'

const heads = (page) => page.locator('thead th').allInnerTexts()

export function worksLists(day) {
  it('says the words of every system on every list', async () => {
    const { page } = day.desk
    for (const [path, heading] of [
      ['/personnel', '人员'],
      ['/premises', '场所'],
      ['/events', '活动与线索'],
    ]) {
      await openPage(page, path, heading)
      for (const word of ['搜索', '重置', '导入', '列', '刷新'])
        await page.locator('main').getByRole('button', { name: word, exact: true }).first().waitFor()
    }
  })

  it('narrows a list to a village in the tree, and the address says so', async () => {
    const { page } = day.desk
    await openPage(page, '/personnel', '人员')
    const tree = page.getByRole('tree', { name: '村（居）' })
    await tree.getByText('新桥村').click()
    await eventually(() => page.url().includes(`division=${village}`), 5)
    await page.getByText('共 40 条', { exact: true }).waitFor()
    await tree.locator('[aria-selected="true"]').first().focus()
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('Enter')
    await eventually(() => !page.url().includes(`division=${village}`), 5)
    await page.waitForLoadState('networkidle')
    assert.deepEqual(await findings(page), [])
    await picture(page, 'list-with-areas')
  })

  it('goes from row to row by keys, opens one, and comes to the search', async () => {
    const { page } = day.desk
    await openPage(page, '/personnel', '人员')
    await page.locator('tbody a').nth(1).waitFor()
    const wanted = await page.locator('tbody tr').nth(1).locator('a').getAttribute('href')
    for (const key of ['j', 'j', 'ArrowDown', 'k']) await page.keyboard.press(key)
    await page.keyboard.press('Enter')
    await eventually(() => new URL(page.url()).pathname === wanted, 5)
    await page.goBack()
    await page.locator('tbody a').first().waitFor()
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: '快捷键' }).waitFor()
    await picture(page, 'keys')
    await page.keyboard.press('Escape')
    await page.getByRole('dialog', { name: '快捷键' }).waitFor({ state: 'hidden' })
    await page.locator('h1').focus()
    await page.keyboard.press('/')
    await page.keyboard.insertText('安小川')
    await page.getByText('共 1 条', { exact: true }).waitFor()
  })

  it('shows the columns somebody wants, close together', async () => {
    const { page } = day.desk
    await openPage(page, '/personnel', '人员')
    await page.locator('tbody a').first().waitFor()
    const before = await heads(page)
    await page.getByRole('button', { name: '列', exact: true }).click()
    await page.getByRole('checkbox', { name: '电话' }).uncheck()
    await page.getByRole('button', { name: '把“风险等级”往前移' }).click()
    await picture(page, 'columns')
    const after = await heads(page)
    assert.equal(after.length, before.length - 1)
    assert.equal(after[1], '风险等级')
    await page.keyboard.press('Escape')
    await page.waitForLoadState('networkidle')
    await page.reload()
    await page.locator('tbody a').first().waitFor()
    await eventually(async () => (await heads(page)).join() === after.join(), 5)
    await page.getByRole('button', { name: '列', exact: true }).click()
    await page.getByRole('button', { name: '恢复默认' }).click()
    assert.deepEqual(await heads(page), before)
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: '紧凑' }).click()
    await picture(page, 'compact')
    await page.getByRole('button', { name: '紧凑' }).click()
  })

  it('keeps a search as a view, and a colleague comes to it', async () => {
    const { page } = day.desk
    await openPage(page, '/premises?risk_level=high&q=x', '场所')
    await page.getByRole('button', { name: '视图', exact: true }).click()
    await page.getByRole('button', { name: '存为视图' }).click()
    const form = page.getByRole('dialog')
    await form.getByText('搜索框里的文字不存入视图').waitFor()
    await form.getByLabel('视图名称').fill('高风险场所')
    await form.getByText('是', { exact: true }).click()
    assert.deepEqual(await findings(page), [])
    await picture(page, 'view-form')
    await form.getByRole('button', { name: '保存视图' }).click()
    await form.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: '高风险场所' }).waitFor()
    assert.equal(new URL(page.url()).searchParams.get('q'), null)
    const other = await openWindow(day.browser, day.office.address)
    await signIn(other.page, day.office.leader)
    await openPage(other.page, '/premises', '场所')
    await other.page.getByRole('button', { name: '视图', exact: true }).click()
    await other.page.getByRole('button', { name: /高风险场所/ }).click()
    await eventually(() => new URL(other.page.url()).searchParams.get('risk_level') === 'high', 5)
    await other.page.getByRole('button', { name: '重置' }).first().click()
    await eventually(() => new URL(other.page.url()).search === '', 5)
    assert.deepEqual(other.troubles, [])
    await other.context.close()
  })

  it('chooses duties on two pages, says what they are, and gives them to one person', async () => {
    const { page } = day.desk
    await openPage(page, `/tasks?division=${town}&state=open,missed&per_page=20`, '任务')
    const bar = page.getByRole('group', { name: '批量分派' })
    await page.locator('tbody tr').first().waitFor()
    const tickable = page.locator('tbody tr:focus input[type=checkbox]:enabled')
    await page.keyboard.press('j')
    for (let row = 1; row < 20 && (await tickable.count()) === 0; row += 1) await page.keyboard.press('j')
    await page.keyboard.press('x')
    await bar.getByRole('button', { name: '分派 1 项' }).waitFor()
    await page.getByRole('button', { name: '下一页' }).click()
    await bar.getByText('其中 1 项在其他页').waitFor()
    await page.locator('tbody input[type=checkbox]:enabled').first().check()
    await bar.getByRole('button', { name: '分派 2 项' }).waitFor()
    await picture(page, 'chosen-on-two-pages')
    await bar.getByRole('button', { name: /^选中/ }).click()
    await eventually(async () => /分派 [1-9]\d+ 项/.test(await bar.innerText()), 10)
    await bar.getByRole('button', { name: /^分派/ }).click()
    const form = page.getByRole('dialog')
    await form
      .locator('.preview')
      .getByText(/村|社区/)
      .first()
      .waitFor()
    await picture(page, 'bulk-preview')
    await page.keyboard.press('Escape')
    await bar.getByRole('button', { name: '取消选择' }).click()
    assert.deepEqual(await findings(page), [])
  })
}

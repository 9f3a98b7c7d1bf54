// What waits for somebody: under the bell and on a page of its own, topics turned off, and what Ctrl-K finds.
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { openApi } from '../support/api.js'
import { findings } from '../support/axe.js'
import { openWindow, picture } from '../support/browser.js'
import { eventually, headline, openPage, signIn } from '../support/form.js'

const topic = '超期未排查场所'
const bellOf = (page) => page.getByRole('button', { name: /^通知/ })
const panelOf = (page) => page.getByRole('dialog', { name: '通知' })
const focusIsIn = (page, selector) =>
  page.waitForFunction((wanted) => document.activeElement?.closest(wanted) !== null, selector)

/** How many topics are new, as a screen reader says it. */
async function news(page) {
  const words = await bellOf(page).innerText()
  return Number(/(\d+) 项新的/.exec(words)?.[1] ?? 0)
}

export function readsNotices(day) {
  it('tells under the bell what waits, and gives the focus back', async () => {
    const { page } = day.desk
    await openPage(page, '/', /首页/)
    await eventually(async () => (await news(page)) > 1, 10)
    await bellOf(page).focus()
    await page.keyboard.press('Enter')
    await panelOf(page).getByRole('link', { name: topic }).waitFor()
    await focusIsIn(page, '[role=dialog]')
    assert.deepEqual(await findings(page), [])
    await picture(page, 'bell')
    await page.keyboard.press('Escape')
    await panelOf(page).waitFor({ state: 'detached' })
    assert.ok(await bellOf(page).evaluate((bell) => bell === document.activeElement))
    // Whoever tabs on leaves the panel behind.
    await page.keyboard.press('Enter')
    await focusIsIn(page, '[role=dialog]')
    await panelOf(page).getByRole('link', { name: '选择要提示的事' }).focus()
    await page.keyboard.press('Tab')
    await panelOf(page).waitFor({ state: 'detached' })
  })

  it('opens the list that a number counts, which is quiet from then on', async () => {
    const { page } = day.desk
    const before = await news(page)
    await bellOf(page).click()
    const line = panelOf(page).getByRole('link', { name: topic })
    const [, count] = /([\d,]+) 项/.exec(await line.innerText())
    await line.click()
    await headline(page, '场所').waitFor()
    assert.equal(new URL(page.url()).search, '?overdue=true')
    await page.getByText(`共 ${count} 条`).first().waitFor()
    await eventually(async () => (await news(page)) === before - 1, 5)
    await bellOf(page).click()
    await panelOf(page).getByRole('button', { name: '全部标为已看' }).click()
    await eventually(async () => (await news(page)) === 0, 5)
    await focusIsIn(page, '[role=dialog]')
    await page.keyboard.press('Escape')
  })

  it('turns a topic off and on again, and keeps it', async () => {
    const { page } = day.desk
    await openPage(page, '/account', /./)
    await page.getByRole('link', { name: '选择要提示的事' }).click()
    await headline(page, '通知').waitFor()
    const settings = page.locator('#topics')
    const box = settings.getByRole('checkbox', { name: topic })
    const line = page.locator('main li').getByRole('link', { name: topic })
    await line.waitFor()
    await eventually(() => settings.evaluate((element) => element.getBoundingClientRect().top < window.innerHeight), 5)
    await box.uncheck()
    await settings.getByRole('status').getByText(`已关闭：${topic}`).waitFor()
    await line.waitFor({ state: 'detached' })
    await page.reload()
    await box.waitFor()
    assert.equal(await box.isChecked(), false)
    assert.equal(await line.count(), 0)
    await box.check()
    await line.waitFor()
    // What is half behind the bar at the top is no target for anybody.
    await page.evaluate(() => window.scrollTo(0, 0))
    assert.deepEqual(await findings(page), [])
    await picture(page, 'notifications')
  })

  it('tells each day in a few lines, and what an address asks for', async () => {
    const { page } = day.desk
    await page.getByText(/待办摘要/).waitFor()
    await page.getByRole('button', { name: '前一天' }).click()
    await page.getByText('没有这一天的摘要').waitFor()
    await page.getByRole('button', { name: '后一天' }).click()
    await page.getByText(/待办摘要/).waitFor()
    await openPage(page, '/notifications?which=new', '通知')
    await page.getByText('没有符合条件的记录').waitFor()
    await page.getByRole('button', { name: '重置' }).first().click()
    await page.locator('main li').getByRole('link', { name: topic }).waitFor()
  })

  it('has no bell for whom nothing waits, and asks nothing for them', async () => {
    const { page, context, troubles } = await openWindow(day.browser, day.office.address)
    const asked = []
    page.on('request', (request) => asked.push(new URL(request.url()).pathname))
    await signIn(page, day.office.auditor)
    await page.waitForLoadState('networkidle')
    assert.equal(await bellOf(page).count(), 0)
    assert.deepEqual(
      asked.filter((path) => path.includes('/notifications')),
      [],
    )
    await openPage(page, '/notifications', '通知')
    await page.getByText('您的岗位没有要提示的事').waitFor()
    assert.deepEqual(troubles, [])
    await context.close()
  })

  it('fits the bell on a narrow phone', async () => {
    const { page, context, troubles } = await openWindow(day.browser, day.office.address, { width: 360, height: 740 })
    await signIn(page, day.office.head)
    const box = await bellOf(page).boundingBox()
    assert.ok(box.width >= 44 && box.height >= 44 && box.x + box.width <= 360, JSON.stringify(box))
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 360)
    await bellOf(page).click()
    await panelOf(page).getByRole('link', { name: topic }).waitFor()
    assert.deepEqual(await findings(page), [])
    await picture(page, 'phone-bell')
    assert.deepEqual(troubles, [])
    await context.close()
  })
}

export function findsByTyping(day) {
  const typed = (page) => page.getByRole('dialog', { name: '查找' }).getByRole('textbox')
  const reached = (page) => page.getByRole('dialog', { name: '查找' }).locator('a.reached')

  it('finds what is owed about somebody, and goes there by keys', async () => {
    const { page } = day.desk
    const api = await openApi(day.office.address, day.office.head)
    const { items } = await api.get('/tasks?state=open&per_page=50')
    const { id, name } = items.find(({ subject }) => subject.type === 'person').subject
    await page.keyboard.press('Control+k')
    await typed(page).fill(name)
    const tasks = page
      .getByRole('dialog')
      .locator('section')
      .filter({ has: page.getByRole('heading', { name: '任务' }) })
    await tasks.getByRole('link', { name }).first().waitFor()
    assert.deepEqual(await findings(page), [])
    await picture(page, 'find-task')
    const isTask = () => reached(page).evaluate((link) => link.hash === '#tasks')
    for (let step = 0; step < 20 && !(await isTask()); step += 1) await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.waitForURL(new RegExp(`/personnel/${id}#tasks$`))
    await headline(page, new RegExp(name)).waitFor()
    // The list also has those that were missed for good.
    await page.keyboard.press('Control+k')
    await typed(page).fill(name)
    await page.getByRole('link', { name: '在任务中查看，包括漏办的' }).click()
    await headline(page, '任务').waitFor()
    assert.equal(new URL(page.url()).searchParams.get('q'), name)
    await page.locator('tbody a').first().waitFor()
    const rows = await page.locator('main tbody tr').allInnerTexts()
    assert.ok(rows.length > 0)
    assert.deepEqual(
      rows.filter((row) => !row.includes(name)),
      [],
    )
  })

  it('finds a page by its initials and by its English name, and those opened last', async () => {
    const { page } = day.desk
    await page.keyboard.press('Control+k')
    await typed(page).fill('ndzj')
    await page.keyboard.press('Enter')
    await headline(page, '年度总结').waitFor()
    await page.keyboard.press('Control+k')
    await typed(page).fill('Premises')
    await reached(page)
      .filter({ hasText: /^场所$/ })
      .waitFor()
    await page.keyboard.press('Enter')
    await headline(page, '场所').waitFor()
    await page.keyboard.press('Control+k')
    await page.getByRole('dialog').getByRole('heading', { name: '最近打开的页面' }).waitFor()
    assert.equal(await reached(page).count(), 0)
    assert.deepEqual(await findings(page), [])
    await page.keyboard.press('ArrowDown')
    assert.equal((await reached(page).innerText()).trim(), '年度总结')
    await page.keyboard.press('Enter')
    await headline(page, '年度总结').waitFor()
  })
}

// Without a mouse: where Tab goes, what the keys open, and that the place one was at is found again.
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { findings } from '../support/axe.js'
import { picture } from '../support/browser.js'
import { headline, openPage } from '../support/form.js'

/** What has the focus, as a person would call it. */
const focused = (page) =>
  page.evaluate(() => {
    const { activeElement: element } = document
    return element?.getAttribute('aria-label') ?? element?.textContent?.trim() ?? ''
  })

/** Opens a dialog with `open`, closes it with Escape, and sees the focus where it was. */
async function comesBack(page, open, name) {
  const before = await focused(page)
  await open()
  const dialog = page.getByRole('dialog', { name })
  await dialog.waitFor()
  await page.waitForFunction(() => document.activeElement?.closest('[role=dialog]') !== null)
  assert.deepEqual(await findings(page), [])
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  assert.equal(await focused(page), before)
}

/** Tabs on until something called `name` has the focus. */
async function tabTo(page, name, key = 'Tab') {
  for (let step = 0; step < 80; step += 1) {
    if (name.test(await focused(page))) return
    await page.keyboard.press(key)
  }
  assert.fail(`80 steps of Tab reach nothing called ${name}`)
}

export function goesByKeyboard(day) {
  it('skips to what the page is about', async () => {
    const { page } = day.desk
    await openPage(page, '/personnel', '人员')
    await page.locator('tbody a').first().waitFor()
    // A page is read from its heading on; what stands before it is a step back.
    assert.equal(await page.evaluate(() => document.activeElement?.tagName), 'H1')
    await tabTo(page, /^跳到正文$/, 'Shift+Tab')
    await page.keyboard.press('Enter')
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'content')
    await page.keyboard.press('Tab')
    assert.ok(await page.evaluate(() => document.activeElement?.closest('main') !== null))
  })

  it('opens a person, a form and the file beside it without a mouse', async () => {
    const { page } = day.desk
    await tabTo(page, /^[\dA-Z-]{4,}\s+\S/)
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/personnel\/0/)
    await tabTo(page, /^录入结果$/)
    await comesBack(page, () => page.keyboard.press('Enter'), '录入结果')
  })

  it('tells its keys, and gives the focus back', async () => {
    const { page } = day.desk
    await openPage(page, '/personnel/test-grid', '检测登记表')
    await tabTo(page, /^人员$/)
    const keys = '快捷键'
    await comesBack(page, () => page.keyboard.press('?'), keys)
    await comesBack(page, () => page.keyboard.press('Control+/'), keys)
    await comesBack(page, () => page.keyboard.press('Control+k'), '查找')
    await page.keyboard.press('?')
    const dialog = page.getByRole('dialog', { name: keys })
    await dialog.getByText('检测登记表').waitFor()
    await picture(page, 'keys')
    // Whoever speaks to the machine types characters without meaning commands.
    await dialog.getByRole('checkbox').uncheck()
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    await page.keyboard.press('?')
    await page.keyboard.press('Control+/')
    await dialog.getByRole('checkbox').check()
    assert.equal(await dialog.count(), 1)
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
  })

  it('finds a page by its name', async () => {
    const { page } = day.desk
    await page.keyboard.press('Control+k')
    await page.getByRole('dialog').getByRole('textbox').fill('年度')
    await page.keyboard.press('Enter')
    await headline(page, '年度总结').waitFor()
  })
}

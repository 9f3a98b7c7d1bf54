// The figures and the annual summary made of them.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { it } from 'node:test'
import { picture } from '../support/browser.js'
import { choose, headline, openPage } from '../support/form.js'
import { unzip } from '../support/zip.js'

const title = /2025 年度禁毒工作总结/

export function writesSummary(day) {
  it('shows the figures on the first page, each with its records', async () => {
    const { page } = day.desk
    await page.goto('/')
    // The page begins with this year, and turns to the newest with records once it knows.
    const leaflets = page.locator('a[href*="year=2025"]', { hasText: '宣传单' })
    await leaflets.waitFor()
    await picture(page, 'home')
    await leaflets.click()
    await page.locator('tbody a').first().waitFor()
    await picture(page, 'indicator')
  })

  it('drafts the summary, opens a figure and lands on the events behind it', async () => {
    const { page } = day.desk
    await openPage(page, '/reports', '年度总结')
    await page.getByRole('button', { name: '起草总结' }).first().click()
    const form = page.getByRole('dialog')
    await choose(form, '年度', '2025')
    await form.getByRole('button', { name: '起草总结' }).click()
    await headline(page, title).waitFor()
    await picture(page, 'summary')
    await page.locator('.paper').getByRole('button', { name: '9800余', exact: true }).click()
    const record = page.locator('aside tbody a').first()
    await record.waitFor()
    await picture(page, 'summary-figure')
    await record.click()
    await page.waitForURL(/\/events\//)
    await page.getByText('宣传单（份）').waitFor()
    await picture(page, 'event')
    await page.goBack()
    await headline(page, title).waitFor()
  })

  it('downloads the summary as a document', async () => {
    const { page } = day.desk
    const coming = page.waitForEvent('download')
    await page.getByRole('button', { name: '下载 DOCX' }).click()
    const download = await coming
    assert.match(download.suggestedFilename(), /\.docx$/)
    const document = unzip(await readFile(await download.path()), 'word/document.xml')
    assert.match(document.replace(/<[^>]+>/g, ''), /9800余/)
  })

  it('keeps a paragraph of one’s own', async () => {
    const { page } = day.desk
    const paragraph = page.locator('.block').filter({ hasText: '9800余' })
    await paragraph.getByRole('button', { name: '改这段' }).click()
    const editor = page.getByRole('textbox', { name: '改这段' })
    await editor.press('Control+End')
    await editor.pressSequentially('群众反响良好。')
    await picture(page, 'summary-editing')
    await page.getByRole('button', { name: '用这段文字' }).click()
    await page.locator('.paper').getByText('群众反响良好。').waitFor()
  })
}

// The first morning: sign in, load the ledgers the office has, and be told what is wrong with a broken one.
import assert from 'node:assert/strict'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { it } from 'node:test'
import { picture } from '../support/browser.js'
import { eventually, headline, signIn } from '../support/form.js'
import { ledgers } from '../support/office.js'

/** `expected.json` lies beside the ledgers and is none. */
const isLedger = (name) => /^\d\d/.test(name)

/** A date that does not exist, and a citizen's number with a wrong check digit. */
const broken = [
  '公民身份号码,姓名,检测日期,检测方式,检测结果,检测人,见证人',
  '990981199710302079,水友菊,2025-13-40,尿液,阴性,派出所民警,郑河琛',
  '990981199710302078,水友菊,2025-04-03,尿液,阴性,派出所民警,郑河琛',
].join('\r\n')

export function importsLedgers(day) {
  it('signs in', async () => {
    const { page } = day.desk
    await page.goto('/')
    await headline(page, '登录').waitFor()
    await picture(page, 'sign-in')
    await signIn(page, day.office.head)
    await page.getByText('还没有台账').waitFor()
    await picture(page, 'home-empty')
  })

  it('checks the ledgers and writes them in order', async () => {
    const { page } = day.desk
    await page.getByRole('link', { name: '去导入台账' }).click()
    await headline(page, '导入').waitFor()
    const files = (await readdir(ledgers)).filter(isLedger).sort()
    const paths = files.map((name) => join(ledgers, name))
    await page.setInputFiles('input[type=file]', paths)
    const write = page.getByRole('button', { name: '按顺序写入' })
    await eventually(() => write.isEnabled())
    await picture(page, 'imports-checked')
    await write.click()
    const states = page.getByRole('table', { name: '这一批文件' }).locator('tbody tr td:nth-child(3)')
    const isDone = (words) => ['已写入', '留待核对', '没有变化'].includes(words.trim())
    await eventually(async () => (await states.allInnerTexts()).every(isDone))
    assert.equal(await states.count(), files.length)
    await picture(page, 'imports-written')
  })

  it('is told which cell of a broken ledger is wrong', async () => {
    const { page } = day.desk
    const file = { name: '05检测记录-有误.csv', mimeType: 'text/csv', buffer: Buffer.from(broken) }
    await page.setInputFiles('input[type=file]', file)
    await page.getByRole('link', { name: '看错误' }).click()
    await headline(page, '05检测记录-有误.csv').waitFor()
    const rows = page.locator('tbody tr')
    await rows.filter({ hasText: '第 2 行' }).filter({ hasText: '检测日期' }).waitFor()
    await rows.filter({ hasText: '第 3 行' }).filter({ hasText: '公民身份号码' }).waitFor()
    assert.ok(await page.getByRole('button', { name: /^写入/ }).isDisabled())
    await picture(page, 'import-errors')
  })
}

// What is done for somebody under a measure: admonished, given a team, tested with the whole village, sent elsewhere.
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { findings } from '../support/axe.js'
import { picture } from '../support/browser.js'
import { choose, enterDate, eventually, headline, openPage } from '../support/form.js'

/** Registered earlier that day, and reported in this month: what is owed from 2026 on is owed for them. */
const person = '石小满'
const team = [
  ['专职工作人员', '周岚'],
  ['社区民警', '李建国'],
  ['社区医务人员', '王秀英'],
  ['家庭成员', '石大满'],
  ['禁毒志愿者', '陈志远'],
]

const rows = (page, name) => page.getByRole('table', { name }).locator('tbody')

async function openPerson(page, name = person) {
  await openPage(page, `/personnel?q=${encodeURIComponent(name)}`, '人员')
  await page.getByRole('link', { name }).click()
  await headline(page, new RegExp(name)).waitFor()
}

/** Opens the form behind a card's button; the form's own button says the same. */
async function openForm(page, verb) {
  await page.getByRole('button', { name: verb, exact: true }).click()
  return page.getByRole('dialog')
}

async function send(form, verb) {
  await form.getByRole('button', { name: verb, exact: true }).click()
  await form.waitFor({ state: 'detached' })
}

async function orderTreatment(page) {
  const form = await openForm(page, '登记措施')
  await choose(form, '类别', '社区戒毒')
  await choose(form, '执行情况', '已报到')
  await enterDate(form, '决定日期', '2026-11-09')
  await enterDate(form, '收到日期', '2026-11-10')
  await enterDate(form, '报到日期', '2026-11-16')
  await send(form, '登记措施')
  await rows(page, '戒毒措施').getByText('2026-11-16').waitFor()
}

/** A row of the test sheet by keyboard: the day, Enter, the letter of the result, Enter. */
async function keyRow(page, day, letter) {
  for (const key of [day, 'Enter', letter, 'Enter']) await page.keyboard.press(key)
}

const cell = (page, row, name) => page.locator(`[data-row="${row}"][data-cell="${name}"]`)

export function caresForPersons(day) {
  it('names the five members of a team, and the duty is done', async () => {
    const { page } = day.desk
    await openPerson(page)
    await orderTreatment(page)
    await page.getByText(`五类人员还缺：${team.map(([role]) => role).join('、')}（戒毒条例第17条）。`).waitFor()
    const duty = page.locator('#tasks li').filter({ hasText: '组建工作小组' })
    await duty.waitFor()
    for (const [role, name] of team) {
      const form = await openForm(page, '登记成员')
      await choose(form, '人员类别', role)
      await form.getByLabel('姓名').fill(name)
      await enterDate(form, '加入日期', '2026-11-16')
      if (name === team[0][1]) await picture(page, 'team-form')
      await send(form, '登记成员')
      await rows(page, '工作小组').getByText(name).waitFor()
    }
    await page.getByText('五类人员已到齐（戒毒条例第17条）。').waitFor()
    await duty.getByText('已办', { exact: true }).waitFor()
    assert.deepEqual(await findings(page), [])
    await picture(page, 'person-team')
  })

  it('records an admonition, delivered only to somebody named', async () => {
    const { page } = day.desk
    const form = await openForm(page, '登记劝诫或告诫')
    await choose(form, '类别', '劝诫')
    await enterDate(form, '出具日期', '2026-11-20')
    await form.getByLabel('事由').fill('2026年11月18日未到场接受检测')
    await form.getByLabel('文书编号').fill('劝诫书（2026）第5号')
    await enterDate(form, '送达日期', '2026-11-20')
    await form.getByRole('button', { name: '登记劝诫或告诫', exact: true }).click()
    await form.getByText('请填写签收人。').waitFor()
    await picture(page, 'notice-form')
    await form.getByLabel('签收人').fill('本人签收')
    await send(form, '登记劝诫或告诫')
    await rows(page, '劝诫与告诫').getByText('劝诫书（2026）第5号').waitFor()
  })

  it('says who changed the file and who saw it, once somebody wants to know', async () => {
    const { page } = day.desk
    const asked = []
    const note = (request) => {
      if (/\/(history|accesses)\?/.test(request.url())) asked.push(request.url())
    }
    page.on('request', note)
    await openPerson(page)
    const card = page
      .locator('section')
      .filter({ has: page.getByRole('heading', { name: '档案留痕' }) })
      .last()
    await card.waitFor()
    assert.deepEqual(asked, [])
    await card.getByRole('button', { name: '谁改过' }).click()
    await card.getByText('周岚 登记了劝诫告诫').waitFor()
    assert.equal(await card.getByRole('listitem').filter({ hasText: '登记了工作小组成员' }).count(), team.length)
    await card.getByRole('button', { name: '谁看过（90 天内）' }).click()
    await card.getByText('查看人员档案').first().waitFor()
    assert.equal(asked.length, 2)
    page.off('request', note)
    assert.deepEqual(await findings(page), [])
    await picture(page, 'person-history')
  })

  it('shows an ID number for a purpose, hides it again, and says who was shown it', async () => {
    const { page } = day.desk
    await openPerson(page, '罗会腾')
    const fact = page.locator('dl.facts > div').filter({ hasText: '证件号码' })
    assert.match(await fact.innerText(), /\*{16}/)
    await fact.getByRole('button', { name: '说明用途后查看证件号码' }).click()
    const form = page.getByRole('dialog')
    await form.getByRole('button', { name: '查看', exact: true }).click()
    await form.getByText('请填写用途。').waitFor()
    await choose(form, '用途', '签订协议、制作文书（戒毒条例第十六条）')
    await form.getByLabel('事由或案号').fill('填写社区戒毒协议')
    assert.deepEqual(await findings(page), [])
    await picture(page, 'reveal-form')
    await send(form, '查看')
    await fact.getByText(/990981\d{11}[\dX]/).waitFor()
    const focused = (words) => page.evaluate((text) => document.activeElement?.textContent?.trim() === text, words)
    await eventually(() => focused('隐去'), 5)
    await page.emulateMedia({ media: 'print' })
    assert.doesNotMatch(await fact.innerText(), /990981/)
    await page.emulateMedia({ media: 'screen' })
    assert.deepEqual(await findings(page), [])
    await picture(page, 'person-revealed')
    await fact.getByRole('button', { name: '隐去' }).click()
    await eventually(() => focused('说明用途后查看'), 5)
    assert.doesNotMatch(await fact.innerText(), /990981/)
    const card = page
      .locator('section')
      .filter({ has: page.getByRole('heading', { name: '档案留痕' }) })
      .last()
    await card.getByRole('button', { name: '谁看过完整信息' }).click()
    await card.getByText('看了证件号码').waitFor()
    await card.getByText('填写社区戒毒协议').waitFor()
  })

  it('keys three tests by keyboard and saves them in one request', async () => {
    const { page } = day.desk
    const sent = []
    const note = (request) => {
      if (request.url().endsWith('/tests/actions/record')) sent.push(request.method())
    }
    page.on('request', note)
    await openPage(page, '/personnel/test-grid', '检测登记表')
    await page.getByText('先选村（居）').waitFor()
    await choose(page, '所属村（居）', '秀河镇')
    await cell(page, 2, 'day').waitFor()
    await cell(page, 0, 'day').focus()
    await keyRow(page, '1', 'y')
    await keyRow(page, '1', 'r')
    await page.keyboard.press('Control+z')
    await page.keyboard.press('ArrowUp')
    await keyRow(page, '1', 'y')
    await keyRow(page, '1', 'q')
    await page.keyboard.insertText('请假条（2026）第3号')
    assert.equal(await cell(page, 1, 'result').inputValue(), 'negative')
    assert.equal(await cell(page, 2, 'result').inputValue(), 'excused')
    assert.match(await cell(page, 0, 'day').inputValue(), /^\d{4}-\d\d-01$/)
    await picture(page, 'test-grid-keyed')
    await cell(page, 2, 'document_no').focus()
    await page.keyboard.press('Control+s')
    await page.getByText('已录入 3 条').waitFor()
    await eventually(async () => (await page.getByText('✓ 已录入', { exact: true }).count()) === 3)
    assert.deepEqual(sent, ['POST'])
    page.off('request', note)
    assert.deepEqual(await findings(page), [])
    await picture(page, 'test-grid-saved')
  })

  it('asks for a change of place by letter, and finds it among those going out', async () => {
    const { page } = day.desk
    await openPerson(page)
    const form = await openForm(page, '变更执行地')
    await form.getByText('还差：接收地、批准日期、变更理由。').waitFor()
    assert.ok(await form.getByRole('button', { name: '提请变更' }).isDisabled())
    await choose(form, '接收地', '系统外单位（发函）')
    await form.getByLabel('接收单位').fill('广东省东莞市长安镇禁毒办')
    await enterDate(form, '批准日期', '2026-11-23')
    await form.getByLabel('变更理由').fill('现居住地变更')
    assert.deepEqual(await findings(page), [])
    await picture(page, 'transfer-form')
    await send(form, '提请变更')
    await openPage(page, '/transfers', '变更执行地')
    await page.getByText('没有等待接收的人员').waitFor()
    await page.getByRole('button', { name: /^转出/ }).click()
    const outgoing = rows(page, '转出')
    await outgoing.getByRole('link', { name: person }).waitFor()
    await outgoing.getByText('未转送', { exact: true }).waitFor()
    await picture(page, 'transfers-outgoing')
  })
}

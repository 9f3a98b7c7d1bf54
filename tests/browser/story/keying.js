// A village's monthly tests, keyed quicker than into a spreadsheet: by keyboard alone, pasted, saved at once, taken back.
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { findings } from '../support/axe.js'
import { openApi } from '../support/api.js'
import { picture } from '../support/browser.js'
import { eventually, openPage, reloads } from '../support/form.js'
import { town } from '../support/office.js'

export const village = '990981107299'
const many = 40
/** A clerk who keys all day needs less for a key. */
const pace = 300
const bound = 90_000

const families = '安柏常丁方高何江康李马宁潘秦任沙谭韦谢杨'
const given = ['小川', '大河']
const names = Array.from({ length: many }, (_, at) => `${families[at % 20]}${given[Math.floor(at / 20)]}`)

async function fillVillage(day) {
  const api = await openApi(day.office.address, day.office.head)
  const area = { code: village, name: '新桥村', kind: 'villagers_committee', parent_code: town }
  await api.post('/divisions', area)
  for (const name of names) {
    const facts = { name, division_code: village, status: 'community_treatment', control: 'in_contact' }
    const { id } = await api.post('/personnel', facts)
    await api.post(`/personnel/${id}/treatments`, {
      kind: 'community_treatment',
      state: 'executing',
      decided_on: '2026-09-01',
      received_on: '2026-09-02',
      reported_in_on: '2026-09-10',
      agreement_signed_on: '2026-09-11',
    })
  }
}

/** Keys alone, counted; where the focus is says the page. */
function keyboardOf(page) {
  let presses = 0
  return {
    press: async (...keys) => {
      for (const key of keys) {
        presses += 1
        await page.keyboard.press(key)
      }
    },
    presses: () => presses,
    focus: () => page.evaluate(() => document.activeElement?.dataset.cell ?? document.activeElement?.tagName),
  }
}

const saved = (page) => page.getByText('✓ 已录入', { exact: true }).count()

function listen(page) {
  const sent = []
  const note = (request) => {
    if (request.method() === 'POST') sent.push(new URL(request.url()).pathname.split('/').slice(3))
  }
  page.on('request', note)
  return { sent, stop: () => page.off('request', note) }
}

export function keysTests(day) {
  it(`keys ${many} monthly tests of a village by keyboard alone, and saves them in one request`, async () => {
    const { page } = day.desk
    await fillVillage(day)
    await openPage(page, `/personnel/test-grid?division=${village}`, '检测登记表')
    await page
      .locator('[data-cell="day"]')
      .nth(many - 1)
      .waitFor()
    const requests = listen(page)
    const keyboard = keyboardOf(page)
    const begun = Date.now()
    for (let tabs = 0; tabs < 10 && (await keyboard.focus()) !== 'day'; tabs += 1) await keyboard.press('Tab')
    for (let row = 0; row < many - 1; row += 1) await keyboard.press('1', row % 13 === 5 ? 'r' : 'y')
    await keyboard.press('1', 'q')
    assert.equal(await keyboard.focus(), 'document_no')
    await keyboard.press('3', 'Control+s')
    await page.getByText(`已录入 ${many} 条`).waitFor()
    const machine = Date.now() - begun
    assert.equal(await saved(page), many)
    assert.deepEqual(requests.sent, [['tests', 'actions', 'record']])
    requests.stop()
    const needed = keyboard.presses() * pace + machine
    assert.ok(needed <= bound, `${keyboard.presses()} keys at ${pace} ms and ${machine} ms of the machine`)
    assert.ok(keyboard.presses() <= 3 * many, `${keyboard.presses()} keys for ${many} tests`)
    await picture(page, 'village-keyed')
  })

  it('takes back what was just saved, with a reason, and keeps what was keyed', async () => {
    const { page } = day.desk
    const requests = listen(page)
    await page.locator('[data-cell="day"]').first().waitFor()
    await page.getByRole('button', { name: `撤下刚录入的 ${many} 条` }).focus()
    await page.keyboard.press('Enter')
    await page.getByLabel('撤下的原因').waitFor()
    await eventually(() => page.evaluate(() => document.activeElement?.tagName === 'TEXTAREA'), 5)
    await page.keyboard.insertText('看错了月份')
    assert.deepEqual(await findings(page), [])
    await picture(page, 'village-taking-back')
    await page.keyboard.press('Control+Enter')
    await page.getByText('已撤下').waitFor({ timeout: 60_000 })
    await eventually(async () => (await saved(page)) === 0)
    requests.stop()
    assert.equal(requests.sent.filter((path) => path.at(-1) === 'withdraw').length, many)
    assert.match(await page.locator('[data-row="0"][data-cell="day"]').inputValue(), /-01$/)
    assert.equal(await page.locator('[data-row="0"][data-cell="result"]').inputValue(), 'negative')
  })

  it('takes a block from a spreadsheet by the names in it, and says of each cell that did not fit', async () => {
    const { page, context } = day.desk
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    const lines = [`${names[3]}\t1\t阳性`, `${names[0]}\t1\t拒检`, `外村人\t1\t阴性`, `${names[1]}\t33\t弱阳`]
    await page.evaluate((text) => navigator.clipboard.writeText(text), ['姓名\t检测日期\t结果', ...lines].join('\n'))
    await page.locator('[data-row="7"][data-cell="day"]').focus()
    await page.keyboard.press('Control+v')
    await page.getByText('已粘贴到 3 人的行里。').waitFor()
    for (const words of ['外村人 表中没有这个人', '认不出日期“33”', '认不出结果“弱阳”'])
      await page.getByText(words).first().waitFor()
    const result = (name) => page.getByLabel(`${name} 结果`)
    assert.equal(await result(names[3]).inputValue(), 'positive')
    assert.equal(await result(names[0]).inputValue(), 'refused')
    await picture(page, 'village-pasted')
    await page.keyboard.press('Control+z')
    assert.equal(await result(names[3]).inputValue(), 'negative')
    await page.keyboard.press('Control+y')
    assert.equal(await result(names[3]).inputValue(), 'positive')
    await page.keyboard.press('Control+z')
    await page.keyboard.press('Control+Shift+z')
    assert.equal(await result(names[3]).inputValue(), 'positive')
    await page.keyboard.press('Control+z')
  })

  it('finds the sheet again after the page went away without asking', async () => {
    const { page } = day.desk
    await page.waitForTimeout(600)
    await reloads(page)
    await page.getByText(/没有保存的内容，已加密留在本机/).waitFor()
    assert.equal(await page.locator('[data-row="0"][data-cell="result"]').inputValue(), 'negative')
    await page.keyboard.press('Control+s')
    await page.getByText(`已录入 ${many} 条`).waitFor()
    await page.reload()
    await page.locator('[data-cell="day"]').first().waitFor()
    assert.equal(await page.getByText(/没有保存的内容/).count(), 0)
  })
}

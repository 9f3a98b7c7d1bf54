// The first page of each post: what there is to do, numbers that open what they count, and the first duty in three clicks.
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { openApi } from '../support/api.js'
import { findings } from '../support/axe.js'
import { openWindow, picture } from '../support/browser.js'
import { eventually, headline, signIn } from '../support/form.js'
import { town } from '../support/office.js'

const dayIn = (days) =>
  new Date(Date.now() + days * 86_400_000).toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' })
const today = () => dayIn(0)
const city = '990981000000'

/** The parts of the page each post is to see, and a number that is not zero in this office. */
const posts = [
  {
    post: 'office-head',
    parts: ['要签批', '要接收', '要核对', '场所和整改', '档案缺项', '可查看', '各村逾期未办'],
    number: '未定稿的总结',
  },
  {
    post: 'caseworker',
    parts: ['要签批', '要接收', '要核对', '场所和整改', '档案缺项', '可查看', '各村逾期未办'],
    number: '没有编入网格的人员',
  },
  { post: 'grid-worker', parts: ['要签批', '场所和整改'], number: '没查到：岁末旅馆业排查' },
  { post: 'police', parts: ['要签批', '要接收', '要核对', '场所和整改', '档案缺项', '可查看'], number: '待报告移交' },
  { post: 'leader', parts: ['要签批', '可查看'], number: '待审批的导出' },
  { post: 'committee', parts: ['可查看'], number: '在写的总结' },
  { post: 'system', parts: ['账号和接入', '系统和备份'], number: '还没有角色的账号' },
  { post: 'security', parts: ['账号和接入', '快到期的机器接入'], number: '等待确认的账号申请' },
  { post: 'audit', parts: ['要签批', '可查看', '系统和备份', '最新的存证头'], number: '待确认的账号申请' },
]

/** The posts the office has not filled yet, and what waits for the others. */
async function fillPosts({ office }) {
  const head = await openApi(office.address, office.head)
  const manager = await openApi(office.address, office.manager)
  await head.post('/exports', {
    resource: 'personnel',
    format: 'csv',
    purpose: '向市禁毒办报送名册',
    classes: ['name'],
  })
  const keeper = await openApi(office.address, office.gatekeeper)
  await manager.post('/accounts', { username: 'luxin', display_name: '陆欣', division_code: town })
  const { id, version } = await manager.post('/accounts', {
    username: 'ruanqi',
    display_name: '阮琪',
    division_code: town,
  })
  const role = { role: 'publicity', division_code: town }
  await keeper.post(`/accounts/${id}/request-role`, role, { 'If-Match': `"${version}"` })
  const village = await beginsRound(head)
  return {
    'office-head': office.head,
    caseworker: await office.hire({ username: 'qinyue', role: 'caseworker', name: '秦越' }),
    'grid-worker': await office.hire({
      username: 'baihe',
      role: 'grid_worker',
      name: '白禾',
      division: village,
    }),
    police: office.guard,
    leader: office.leader,
    committee: await office.hire({ username: 'hanqing', role: 'city_viewer', name: '韩青', division: city }),
    system: office.manager,
    security: office.gatekeeper,
    audit: office.auditor,
  }
}

/** A round of today, each of whose places is somebody's duty; answers with a village that has some. */
async function beginsRound(head) {
  const kind = 'hotel'
  const { items } = await head.get(`/premises?kind=${kind}&per_page=1`)
  const round = {
    kind: 'routine',
    title: '岁末旅馆业排查',
    division_code: town,
    starts_on: today(),
    ends_on: dayIn(60),
  }
  const { id } = await head.post('/campaigns', round)
  const { units } = await head.post(`/campaigns/${id}/units/freeze`, { source: '场所台账', kinds: [kind] })
  await head.post(`/campaigns/${id}/gaps/tasks`, { due_on: dayIn(60), expected_count: units })
  return items[0].division_code
}

/** The duty of a kind that is the first to fall due and can be done today. */
async function firstDuty(api, kind) {
  const { items } = await api.get(`/tasks?state=open&kind=${kind}&due_on_from=${today()}&per_page=50`)
  const found = items.find(({ window_start }) => window_start <= today())
  assert.ok(found, `nobody owes a ${kind}`)
  return found
}

const isRead = (page) =>
  page.waitForFunction(() => {
    const numbers = [...document.querySelectorAll('main .numbers b, main .some b')]
    return document.querySelector('.waiting') === null && numbers.every((one) => !one.textContent.includes('…'))
  })

/** Opens the number called `name`, whose list holds as many. */
async function opensNumber(page, name) {
  const link = page
    .getByRole('main')
    .getByRole('link', { name: new RegExp(`${name}|^[\\d,]+ ?${name}$`) })
    .first()
  await link.waitFor()
  const count = /[\d,]+/.exec(await link.locator('b').innerText())?.[0]
  assert.ok(count, `${name} counts nothing`)
  await link.click()
  await page.getByText(`共 ${count} 条`, { exact: true }).waitFor()
}

async function readsToday(day, account, { post, parts, number }) {
  const { page, context, troubles } = await openWindow(day.browser, day.office.address)
  await signIn(page, account)
  await isRead(page)
  await page.getByText(`${account.name}，您好`).waitFor()
  const board = page.locator('.today')
  await eventually(
    async () =>
      (await board
        .locator('h2')
        .filter({ hasText: parts.at(-1) })
        .count()) > 0,
  )
  for (const part of parts) assert.equal(await board.getByRole('heading', { level: 2, name: part }).count(), 1, part)
  const shown = await board.locator('.card > h2').count()
  const others = (await board.getByRole('heading', { name: '先办这些' }).count()) === 0 ? 0 : 1
  assert.equal(shown - others, parts.length, `${post} sees other parts than ${parts.join()}`)
  assert.deepEqual(await findings(page), [], post)
  await picture(page, `today-${post}`)
  await page.setViewportSize({ width: 390, height: 844 })
  assert.deepEqual(await findings(page), [], `${post} on a phone`)
  await picture(page, `today-${post}-phone`)
  await page.setViewportSize({ width: 1440, height: 900 })
  await opensNumber(page, number)
  assert.deepEqual(
    troubles.filter((trouble) => !isAboutNoArea(trouble)),
    [],
  )
  await context.close()
}

/** The city itself is not on record here: its figures are asked for first, and then those of its town. */
const isAboutNoArea = (trouble) => trouble.includes(`division=${city}`)

/** Counts what is clicked or tapped in the window, whichever page it comes to; keys are not counted. */
async function countClicks(page) {
  await page.evaluate(() => {
    window.clicksOfStory = 0
    // A tap on a label is one tap and two clicks.
    const count = () => (window.clicksOfStory += 1)
    window.addEventListener('pointerdown', count, true)
  })
  return () => page.evaluate(() => window.clicksOfStory)
}

const isDone = async (api, { id }) => (await api.get(`/tasks/${id}`)).state === 'done'

export function beginsByPost(day) {
  let accounts

  it('fills the posts', async () => {
    accounts = await fillPosts(day)
  })

  for (const one of posts) {
    it(`shows the ${one.post} what there is to do`, () => readsToday(day, accounts[one.post], one))
  }

  it('lets a caseworker do the first duty within three clicks', async () => {
    const api = await openApi(day.office.address, accounts.caseworker)
    const duty = await firstDuty(api, 'test')
    const { page, context, troubles } = await openWindow(day.browser, day.office.address)
    await signIn(page, accounts.caseworker)
    const clicks = await countClicks(page)
    await page
      .getByRole('link', { name: `录入结果：${duty.subject.name}` })
      .first()
      .click()
    const form = page.getByRole('dialog')
    await form.getByLabel('检测日期').first().waitFor()
    assert.equal(await form.getByLabel('检测日期').first().inputValue(), today())
    await page.waitForURL(`**/personnel/${duty.subject.id}`)
    await picture(page, 'today-test-form')
    await form.getByRole('combobox', { name: '检测结果' }).first().click({ force: true })
    await page.getByRole('option', { name: '阴性', exact: true }).filter({ visible: true }).click()
    await form.getByLabel('检测人').first().fill('秦越')
    await form.getByLabel('检测人').first().press('Enter')
    await form.waitFor({ state: 'hidden' })
    assert.ok((await clicks()) <= 3, `${await clicks()} clicks`)
    await eventually(() => isDone(api, duty))
    assert.deepEqual(troubles, [])
    await context.close()
  })

  it('lets a grid worker do the first duty within three taps', async () => {
    const api = await openApi(day.office.address, accounts['grid-worker'])
    const duty = await firstDuty(api, 'inspection')
    const { page, context, troubles } = await openWindow(day.browser, day.office.address, {
      width: 390,
      height: 844,
      hasTouch: true,
    })
    await signIn(page, accounts['grid-worker'])
    const clicks = await countClicks(page)
    await page
      .getByRole('link', { name: `记排查：${duty.subject.name}` })
      .first()
      .tap()
    await headline(page, '记排查').waitFor()
    await page.getByText('未发现异常', { exact: true }).first().tap()
    await picture(page, 'today-inspect')
    await page.getByRole('button', { name: '保存并上传' }).tap()
    await page.getByText('服务器已保存').first().waitFor()
    assert.ok((await clicks()) <= 3, `${await clicks()} taps`)
    await eventually(() => isDone(api, duty))
    assert.deepEqual(troubles, [])
    await context.close()
  })
}

// What happens to typed words when the network goes, the page goes, or somebody else was faster.
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { findings } from '../support/axe.js'
import { openWindow, picture } from '../support/browser.js'
import { choose, enterDate, headline, openPage, reloads, signIn } from '../support/form.js'

const person = '石小满'
const found = /没有保存的内容，已加密留在本机/
const away = '连不上服务器。请检查网络，内容没有丢失，可以再试一次。'

/** A refused connection is noted by the browser as an error; here it is part of the plan. */
const planned = /ERR_INTERNET_DISCONNECTED|ERR_FAILED|status of 412/

async function openPerson(page) {
  await openPage(page, `/personnel?q=${encodeURIComponent(person)}`, '人员')
  await page.getByRole('link', { name: person }).click()
  await headline(page, new RegExp(person)).waitFor()
}

function forgive({ troubles }) {
  troubles.splice(0, Infinity, ...troubles.filter((words) => !planned.test(words)))
}

const kept = (page) => page.waitForTimeout(800)

export function meetsOutages(day) {
  it('loses nothing typed in a panel while there is no network, nor when the page goes, and records it once', async () => {
    const { page, context } = day.desk
    await openPerson(page)
    await page.getByRole('button', { name: '记走访', exact: true }).click()
    const form = page.getByRole('dialog')
    await enterDate(form, '走访日期', '2026-11-21')
    await choose(form, '方式', '家访')
    await form.getByLabel('走访人').fill('王秀英')
    await form.getByLabel('情况摘要').fill('家中无人，邻居称外出务工')
    await context.setOffline(true)
    await form.getByRole('button', { name: '记走访', exact: true }).click()
    await form.getByText(away).waitFor()
    assert.equal(await form.getByLabel('情况摘要').inputValue(), '家中无人，邻居称外出务工')
    await picture(page, 'form-offline')
    await context.setOffline(false)
    await reloads(page)
    forgive(day.desk)
    await headline(page, new RegExp(person)).waitFor()
    await page.getByRole('button', { name: '记走访', exact: true }).click()
    await form.getByText(found).waitFor()
    assert.equal(await form.getByLabel('情况摘要').inputValue(), '家中无人，邻居称外出务工')
    assert.equal(await form.getByLabel('走访日期').first().inputValue(), '2026-11-21')
    assert.deepEqual(await findings(page), [])
    await picture(page, 'form-found')
    await form.getByRole('button', { name: '记走访', exact: true }).click()
    await form.waitFor({ state: 'detached' })
    const visits = page.getByRole('table', { name: '走访谈话' }).locator('tbody')
    await visits.getByText('家中无人，邻居称外出务工').waitFor()
    assert.equal(await visits.getByText('家中无人，邻居称外出务工').count(), 1)
    await page.getByRole('button', { name: '记走访', exact: true }).click()
    assert.equal(await form.getByText(found).count(), 0)
    await page.keyboard.press('Escape')
  })

  it('asks before a typed form is left, and lies nowhere to be read meanwhile', async () => {
    const { page } = day.desk
    await openPage(page, '/events/new', '登记活动')
    await page.getByLabel('活动名称').fill('不会被读到的字')
    await kept(page)
    const stored = await page.evaluate(async () => {
      const open = () =>
        new Promise((resolve, reject) => {
          const request = indexedDB.open('jindu-drafts')
          request.onsuccess = () => resolve(request.result)
          request.onerror = () => reject(request.error)
        })
      const database = await open()
      const rows = await new Promise((resolve) => {
        const request = database.transaction('forms').objectStore('forms').getAll()
        request.onsuccess = () => resolve(request.result)
      })
      database.close()
      const clear = rows.map((row) => JSON.stringify(row) + new TextDecoder().decode(row.sealed.bytes)).join()
      return { count: rows.length, clear: clear + JSON.stringify({ ...localStorage, ...sessionStorage }) }
    })
    assert.ok(stored.count > 0)
    assert.doesNotMatch(stored.clear, /不会被读到的字|event/)
    await page.getByRole('link', { name: '人员', exact: true }).first().click()
    await page.getByText('还有内容没有保存').waitFor()
    await page.getByRole('button', { name: '留下继续填' }).click()
    assert.equal(await page.getByLabel('活动名称').inputValue(), '不会被读到的字')
    await page.getByRole('button', { name: '取消', exact: true }).click()
    await page.getByRole('button', { name: '不保存，离开' }).click()
    await page.waitForFunction(() => window.location.pathname !== '/events/new')
    await openPage(page, '/events/new', '登记活动')
    await kept(page)
    assert.equal(await page.getByLabel('活动名称').inputValue(), '')
  })

  it('shows two people who change one file what each of them wrote, and overwrites neither unseen', async () => {
    const { page } = day.desk
    const other = await openWindow(day.browser, day.office.address)
    await signIn(other.page, day.office.head)
    for (const one of [page, other.page]) {
      await openPerson(one)
      await one.getByRole('button', { name: '修改档案', exact: true }).click()
      await headline(one, /修改档案/).waitFor()
    }
    await other.page.getByLabel('备注').fill('住址已核实')
    await other.page.getByLabel('户籍地址').fill('秀河镇石桥村三组')
    await other.page.getByRole('button', { name: '保存档案' }).click()
    await headline(other.page, new RegExp(person)).waitFor()
    await other.page.getByText('住址已核实').waitFor()
    await page.getByLabel('备注').fill('请下周再访')
    await page.getByRole('button', { name: '保存档案' }).click()
    const conflict = page.locator('.conflict')
    await conflict.getByText('您填写期间，别人改过这条记录').waitFor()
    await conflict.getByText('请下周再访').waitFor()
    await conflict.getByText('住址已核实').waitFor()
    assert.equal(await page.getByLabel('户籍地址').inputValue(), '秀河镇石桥村三组')
    assert.deepEqual(await findings(page), [])
    await picture(page, 'conflict')
    await conflict.getByText('对方改的', { exact: true }).click()
    assert.equal(await page.getByLabel('备注').inputValue(), '住址已核实')
    await conflict.getByText('您填的', { exact: true }).click()
    await page.getByRole('button', { name: '保存档案' }).click()
    await page.getByText('请下周再访').first().waitFor()
    await page.getByText('秀河镇石桥村三组').first().waitFor()
    await other.context.close()
    forgive(day.desk)
  })
}

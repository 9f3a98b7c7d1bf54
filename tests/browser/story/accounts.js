// An account comes to be by three hands, and its holder sets the password.
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { hindered } from '../support/axe.js'
import { openWindow, picture } from '../support/browser.js'
import { choose, headline, openPage } from '../support/form.js'
import { as } from '../support/visit.js'

export function givesAccounts(day) {
  const holder = { username: 'fangyu', password: 'fangyu-2026-qinghe' }
  let code

  it('makes an account and hands its holder a code', async () => {
    code = await as(day, day.office.manager, async (page) => {
      await openPage(page, '/accounts', '账号')
      await page.locator('tbody a').first().waitFor()
      await hindered(page)
      await page.getByRole('button', { name: '新建账号' }).click()
      const form = page.locator('form')
      await form.getByLabel('姓名').fill('方瑜')
      await form.getByLabel('登录名').fill(holder.username)
      await form.getByRole('button', { name: '新建账号' }).click()
      await headline(page, '方瑜').waitFor()
      await page.getByText('还没有角色').first().waitFor()
      await page.getByRole('button', { name: '新建启用码' }).click()
      const text = await page.getByLabel('密钥内容').innerText()
      await picture(page, 'account-code')
      await page.getByRole('button', { name: '已保存好，关闭' }).click()
      await page.getByRole('dialog').waitFor({ state: 'hidden' })
      assert.equal(await page.getByRole('button', { name: '申请角色' }).count(), 0)
      await hindered(page)
      return text
    })
  })

  it('is asked for a role by another, and given it by a third', async () => {
    await as(day, day.office.gatekeeper, async (page) => {
      await openPage(page, '/accounts?q=fangyu', '账号')
      await page.getByRole('link', { name: '方瑜' }).click()
      await page.getByRole('button', { name: '申请角色' }).click()
      await choose(page.locator('form'), '角色', '禁毒专干')
      await picture(page, 'account-role')
      await page.locator('form').getByRole('button', { name: '申请角色' }).click()
      await page.getByText('待确认', { exact: true }).last().waitFor()
      assert.equal(await page.getByRole('button', { name: '确认', exact: true }).count(), 0)
      await hindered(page)
    })
    await as(day, day.office.auditor, async (page) => {
      await openPage(page, '/account-requests?state=open', '授权确认')
      await page.getByRole('button', { name: '确认', exact: true }).waitFor()
      await hindered(page)
      await picture(page, 'account-requests')
      await page.getByRole('button', { name: '确认', exact: true }).click()
      await page.getByRole('dialog').getByRole('button', { name: '确认', exact: true }).click()
      await page.getByText('没有符合条件的记录').waitFor()
      await openPage(page, '/roles', '角色')
      await page.getByText('看全部的字段').first().waitFor()
      await hindered(page)
      await picture(page, 'roles')
    })
  })

  it('is entered with a password of its holder', async () => {
    const { page, context, troubles } = await openWindow(day.browser, day.office.address)
    await page.goto('/sign-in')
    await page.getByRole('link', { name: '我有启用码' }).click()
    await headline(page, '设置密码').waitFor()
    await hindered(page)
    await page.getByLabel('账号').fill(holder.username)
    await page.getByLabel('启用码').fill(code)
    await page.getByLabel('密码').fill(holder.password)
    await picture(page, 'set-password')
    await page.getByRole('button', { name: '设好并登录' }).click()
    await headline(page, /首页/).waitFor()
    await page.getByText('禁毒专干').first().waitFor()
    assert.deepEqual(troubles, [])
    await context.close()
  })
}

// Finding one's way by the words a clerk reads.
import assert from 'node:assert/strict'
import { setTimeout } from 'node:timers/promises'

export const headline = (page, name) => page.getByRole('heading', { level: 1, name })

export async function signIn(page, { username, password }) {
  await page.goto('/sign-in')
  await page.getByLabel('账号').fill(username)
  await page.getByLabel('密码').fill(password)
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await headline(page, /首页/).waitFor()
}

/** Chooses in the picker of the field called `label`. The picker's own words lie over its input, so the click is forced. */
export async function choose(scope, label, option) {
  const page = scope.page?.() ?? scope
  await scope.getByRole('combobox', { name: label }).first().click({ force: true })
  await page.getByRole('option', { name: option, exact: true }).filter({ visible: true }).click()
}

/** A date is typed as it would be read, and confirmed. */
export async function enterDate(scope, label, day) {
  const field = scope.getByLabel(label).first()
  await field.fill(day)
  await field.press('Enter')
}

export async function openPage(page, path, heading) {
  await page.goto(path)
  await headline(page, heading).first().waitFor()
}

/** Goes to a page of the client as its links do, and waits until it has read what it shows. */
export async function turnTo(page, path) {
  await page.evaluate((to) => document.querySelector('#app').__vue_app__.config.globalProperties.$router.push(to), path)
  await headline(page, /./).first().waitFor()
  await page.waitForFunction(() => document.querySelector('.waiting, [aria-busy="true"]') === null)
}

/** The page goes as when the browser is closed over it: whatever it asks, it goes. */
export async function reloads(page) {
  const accept = (dialog) => void dialog.accept()
  page.on('dialog', accept)
  await page.reload()
  page.off('dialog', accept)
}

/** Waits for something no single element shows. */
export async function eventually(isSo, seconds = 60) {
  const end = Date.now() + seconds * 1000
  while (!(await isSo())) {
    assert.ok(Date.now() < end, `not so within ${seconds} s`)
    await setTimeout(200)
  }
}

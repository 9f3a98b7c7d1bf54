// One working day of a town office, in a real browser against a real server that begins with an empty database.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { openBrowser, openWindow } from './support/browser.js'
import { openOffice } from './support/office.js'
import { givesAccounts } from './story/accounts.js'
import { administers } from './story/administration.js'
import { followsAbsences } from './story/absences.js'
import { caresForPersons } from './story/care.js'
import { comparesYears } from './story/comparison.js'
import { meetsDuties } from './story/duties.js'
import { exchangesWithOthers } from './story/exchange.js'
import { inspectsInTheField } from './story/field.js'
import { goesByKeyboard } from './story/keyboard.js'
import { keysTests } from './story/keying.js'
import { importsLedgers } from './story/ledgers.js'
import { worksLists } from './story/lists.js'
import { findsByTyping, readsNotices } from './story/notices.js'
import { meetsOutages } from './story/outages.js'
import { readsPages } from './story/pages.js'
import { usesPhone } from './story/phone.js'
import { keepsRecords } from './story/records.js'
import { handsInStatistics } from './story/statistics.js'
import { writesSummary } from './story/summary.js'
import { beginsByPost } from './story/today.js'

describe('a day at the office', { timeout: 1_800_000 }, () => {
  /** Filled in before the first step: the office with its server, the browser, and the window at the desk. */
  const day = {}

  before(async () => {
    day.office = await openOffice()
    day.browser = await openBrowser()
    day.desk = await openWindow(day.browser, day.office.address)
  })
  after(async () => {
    await day.browser?.close()
    await day.office?.close()
  })

  importsLedgers(day)
  writesSummary(day)
  handsInStatistics(day)
  keepsRecords(day)
  followsAbsences(day)
  caresForPersons(day)
  meetsDuties(day)
  goesByKeyboard(day)
  keysTests(day)
  meetsOutages(day)
  worksLists(day)
  readsNotices(day)
  findsByTyping(day)
  givesAccounts(day)
  administers(day)
  exchangesWithOthers(day)
  comparesYears(day)
  beginsByPost(day)
  readsPages(day)
  usesPhone(day)
  inspectsInTheField(day)

  it('saw nothing go wrong', () => {
    assert.deepEqual(day.desk.troubles, [])
  })
})

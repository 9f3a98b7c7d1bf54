import { expect, it } from 'vitest'
import { leadsTo } from './menu'

it('marks one entry: the nearest above the page', () => {
  expect(leadsTo('/', '/')).toBe(true)
  expect(leadsTo('/', '/personnel')).toBe(false)
  expect(leadsTo('/personnel', '/personnel/p1/edit')).toBe(true)
  expect(leadsTo('/personnel', '/personnel/test-grid')).toBe(false)
  expect(leadsTo('/personnel/test-grid', '/personnel/test-grid')).toBe(true)
  expect(leadsTo('/personnel', '/personnelle')).toBe(false)
})

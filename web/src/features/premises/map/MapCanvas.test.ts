import { mount } from '@vue/test-utils'
import { expect, it } from 'vitest'
import { i18n } from '@/i18n'
import MapCanvas from './MapCanvas.vue'
import type { Placed } from './queries'

const place = (id: string, part: Partial<Placed>): Placed => ({
  id,
  code: id,
  name: `场所${id}`,
  kind: 'rental',
  division_code: '990981107201',
  risk_level: 'unrated',
  colour: 'green',
  registered_on: '2026-01-01',
  masked: [],
  version: 1,
  created_at: '',
  updated_at: '',
  is_proposed: false,
  inspect_every_days: 90,
  is_overdue: false,
  precursor_classes: [],
  longitude: 115.8,
  latitude: 28,
  ...part,
})

it('draws a mark a place, each shaped by its state, and tells which was chosen', async () => {
  const places = [place('a', {}), place('b', { colour: 'red', longitude: 115.82, is_overdue: true })]
  const outline = [
    [
      { longitude: 115.79, latitude: 27.99 },
      { longitude: 115.83, latitude: 28.01 },
    ],
  ]
  const page = mount(MapCanvas, { props: { places, outline, chosen: null }, global: { plugins: [i18n] } })
  const marks = page.findAll('.place')
  expect(marks.map((mark) => mark.get('title').text())).toEqual(['场所a', '场所b'])
  const shapes = marks.map((mark) => mark.get('path').attributes('d'))
  expect(new Set(shapes).size).toBe(2)
  expect(marks.map((mark) => mark.findAll('.ring').length)).toEqual([0, 1])
  expect(page.findAll('.line')).toHaveLength(1)
  await marks[1]?.trigger('click')
  expect(page.emitted('choose')).toEqual([['b']])
  const before = page.get('svg').attributes('viewBox')
  await page.get('button[aria-label="放大"]').trigger('click')
  expect(page.get('svg').attributes('viewBox')).not.toBe(before)
})

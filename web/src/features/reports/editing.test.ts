import { describe, expect, it } from 'vitest'
import { damaged, editable, stored } from './editing'
import type { Run } from './queries'

const figure = (printed: string, mark: string): Run => ({
  kind: 'figure',
  name: mark,
  mark,
  printed,
  blank_numbers: [],
})
const runs: Run[] = [
  { kind: 'text', text: '发放宣传单' },
  figure('9800余', 'leaflets|approx:2|blank:23'),
  { kind: 'text', text: '份，讲座' },
  figure('6', 'lectures'),
  { kind: 'text', text: '次，会议' },
  figure('6', 'meetings'),
]

describe('a paragraph in the editor', () => {
  const { text, tokens } = editable(runs)

  it('shows figures without their marks, and tells equal ones apart', () => {
    expect(text).toBe('发放宣传单⟦9800余⟧份，讲座⟦6⟧次，会议⟦6·2⟧')
  })

  it('goes back to the server with the marks', () => {
    expect(stored('会议⟦6·2⟧次，\n发放⟦9800余⟧份', tokens)).toBe(
      '会议⟦6←meetings⟧次，发放⟦9800余←leaflets|approx:2|blank:23⟧份',
    )
  })

  it('notices a figure that was typed over', () => {
    expect(damaged('发放⟦9900余⟧份', tokens)).toEqual(['⟦9900余⟧'])
    expect(damaged(text, tokens)).toEqual([])
  })
})

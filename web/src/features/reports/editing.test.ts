import { describe, expect, it } from 'vitest'
import { damaged, editable, plain, stored } from './editing'

const served = '发放宣传单⟦9800余←leaflets|approx:2|blank:23⟧份，讲座⟦6←lectures⟧次，会议⟦6←meetings⟧次'

describe('a paragraph in the editor', () => {
  const { text, tokens } = editable(served)

  it('shows figures without their marks, and tells equal ones apart', () => {
    expect(text).toBe('发放宣传单⟦9800余⟧份，讲座⟦6⟧次，会议⟦6·2⟧次')
  })

  it('goes back to the server with the marks', () => {
    expect(stored(text, tokens)).toBe(served)
    expect(stored('会议⟦6·2⟧次，\n发放⟦9800余⟧份', tokens)).toBe(
      '会议⟦6←meetings⟧次，发放⟦9800余←leaflets|approx:2|blank:23⟧份',
    )
  })

  it('notices a figure that was typed over', () => {
    expect(damaged('发放⟦9900余⟧份', tokens)).toEqual(['⟦9900余⟧'])
    expect(damaged(text, tokens)).toEqual([])
  })
})

it('is read without marks', () => {
  expect(plain(served)).toBe('发放宣传单9800余份，讲座6次，会议6次')
})

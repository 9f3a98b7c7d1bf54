import { expect, it } from 'vitest'
import { begin, pause, undo, write } from './history'

it('goes back step by step, the keystrokes into one cell being one', () => {
  let history = begin('')
  history = write(history, '1', 'a day')
  history = write(history, '15', 'a day')
  history = write(history, '15 Y')
  expect(undo(history).now).toBe('15')
  expect(undo(undo(history)).now).toBe('')
  expect(undo(undo(undo(history))).now).toBe('')
})

it('begins a new step where the last one was left', () => {
  let history = write(begin(''), '1', 'a day')
  history = write(pause(history), '12', 'a day')
  expect(undo(history).now).toBe('1')
})

import { expect, it } from 'vitest'
import { begin, pause, redo, undo, write } from './history'

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

it('does again what was taken back, step by step, and ends where it was', () => {
  let history = write(write(write(begin(''), '1', 'a day'), '15', 'a day'), '15 Y')
  history = undo(undo(history))
  expect(history.now).toBe('')
  expect(redo(history).now).toBe('15')
  expect(redo(redo(redo(history))).now).toBe('15 Y')
  expect(undo(redo(redo(history))).now).toBe('15')
})

it('has nothing to do again after another edit, but after a mere look elsewhere', () => {
  const history = undo(write(begin(''), '1'))
  expect(redo(pause(history)).now).toBe('1')
  expect(redo(write(history, '2')).now).toBe('2')
  expect(redo(begin('')).now).toBe('')
})

it('does not run keystrokes together over a step that was done again', () => {
  const history = write(redo(undo(write(begin(''), '1', 'a day'))), '12', 'a day')
  expect(undo(history).now).toBe('1')
})

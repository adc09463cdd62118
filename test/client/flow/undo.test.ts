// @vitest-environment jsdom
/** Undo and redo in editors of flows, with others at work in the same words. */
import { afterEach, expect, test } from 'vitest'
import { toggleList } from '../../../client/flow/block-commands.ts'
import { enter } from '../../../client/flow/flow-keys.ts'
import { blocksRead, deliver } from '../../support/flow-replicas.ts'
import {
  beforeCaret,
  behind,
  endDesks,
  oneDesk,
  press,
  run,
  select,
  twoDesks,
  type,
} from './desk.ts'

afterEach(endDesks)

test('[UI-370] undo takes one’s own acts back one by one, and the caret goes to where each was', () => {
  const desk = oneDesk(['First one', 'one two three'])
  behind(desk, 'two')
  for (const letter of ' TYPED') type(desk, letter)
  desk.wait()
  behind(desk, 'First')
  run(desk, enter)
  desk.wait()
  select(desk, 'one two TYPED three')
  desk.editor.commands.toggleBold()
  desk.wait()
  run(desk, toggleList('bullet'))
  behind(desk, 'First')
  desk.editor.commands.undo()
  expect(desk.editor.getHTML()).not.toContain('<li')
  desk.editor.commands.undo()
  expect(desk.editor.getHTML()).not.toContain('<strong')
  expect(desk.editor.state.selection.$from.parent.textContent).toBe('one two TYPED three')
  desk.editor.commands.undo()
  expect(blocksRead(desk)).toEqual(['p1:First one', 'p2:one two TYPED three'])
  expect(beforeCaret(desk)).toBe('First')
  desk.editor.commands.undo()
  expect(blocksRead(desk)).toEqual(['p1:First one', 'p2:one two three'])
  expect(beforeCaret(desk)).toBe('one two')
  expect(desk.editor.commands.undo()).toBe(false)
  desk.editor.commands.redo()
  expect(beforeCaret(desk)).toBe('one two TYPED')
  desk.editor.commands.redo()
  expect(blocksRead(desk)).toEqual(['p1:First', 'n1: one', 'p2:one two TYPED three'])
})

test('[UI-371] undo leaves what others typed and deleted, and comes to where the letters are now', () => {
  const [me, other] = twoDesks(['one two three'])
  behind(me, 'two')
  type(me, ' MINE')
  deliver(me, other)
  behind(other, 'one')
  type(other, ' THEIRS')
  run(other, enter)
  behind(other, 'three')
  type(other, ' END')
  deliver(other, me)
  me.editor.commands.undo()
  expect(blocksRead(me)).toEqual(['p1:one THEIRS', 'n1: two three END'])
  expect(beforeCaret(me)).toBe(' two')
  me.editor.commands.redo()
  deliver(me, other)
  expect(blocksRead(other)).toEqual(['p1:one THEIRS', 'n1: two MINE three END'])
})

test('[UI-404] what is done elsewhere a moment later is taken back by itself, what is typed on goes with it', () => {
  const desk = oneDesk(['First', 'Last'])
  behind(desk, 'First')
  press(desk, ' one')
  behind(desk, 'Last')
  press(desk, ' two')
  desk.editor.commands.undo()
  expect(desk.editor.state.doc.textBetween(0, desk.editor.state.doc.content.size, '|')).toBe(
    'First one|Last',
  )
  desk.editor.commands.undo()
  expect(desk.editor.state.doc.textBetween(0, desk.editor.state.doc.content.size, '|')).toBe(
    'First|Last',
  )
})

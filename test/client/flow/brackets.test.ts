// @vitest-environment jsdom
/** Brackets in editors of flows: typed, put around words, given options, pasted; and two people who edit across their edges at once. */
import { afterEach, describe, expect, test, vi } from 'vitest'
import { bracketsOf } from '#shared/brackets/brackets'
import { liftBracket } from '#shared/flow/acts'
import { readFlow } from '#shared/flow/read-flow'
import { contentToPlain } from '#shared/text/content-to-plain'
import { addOption, bracketSelection } from '../../../client/editor/bracket-commands.ts'
import { enter } from '../../../client/flow/flow-keys.ts'
import { deliver, deliverAll, type Replica } from '../../support/flow-replicas.ts'
import { behind, type Desk, endDesks, oneDesk, press, run, twoDesks, type } from './desk.ts'

afterEach(endDesks)

const content = ({ draft }: Replica) => ({
  words: readFlow(draft.flow),
  tasks: [],
  provisions: [],
})
const plain = (desk: Replica): string =>
  contentToPlain(content(desk)).trim().replaceAll('\n\n', ' / ')
const brackets = (desk: Replica) => bracketsOf(content(desk))

/** Selects words that stand in one block, and puts them in brackets. */
function bracketWords(desk: Desk, words: string): void {
  behind(desk, words)
  const { to } = desk.editor.state.selection
  desk.editor.commands.setTextSelection({ from: to - words.length, to })
  const transaction = bracketSelection(desk.editor.state)
  if (transaction) desk.editor.view.dispatch(transaction)
}

describe('brackets in an editor of a flow', () => {
  test('[UI-372] “[” and “]” typed are a bracket, undone in one step; around selected words it is put by “[”; lifting moves no letter', () => {
    const desk = oneDesk(['Report  to all'])
    behind(desk, 'Report ')
    press(desk, '[each [third] quarter')
    desk.wait()
    press(desk, ']')
    expect(plain(desk)).toBe('Report [each [third] quarter] to all')
    expect(brackets(desk).map(({ words }) => words)).toEqual(['each [third] quarter', 'third'])
    desk.editor.commands.undo()
    expect(brackets(desk).map(({ words }) => words)).toEqual(['third'])
    expect(plain(desk)).toBe('Report [each [third] quarter] to all')
    desk.editor.commands.redo()
    expect(brackets(desk)).toHaveLength(2)
    for (const { bracketId } of brackets(desk)) liftBracket(desk.draft, bracketId)
    expect(plain(desk)).toBe('Report each third quarter to all')
    behind(desk, 'all')
    const { to } = desk.editor.state.selection
    desk.editor.commands.setTextSelection({ from: to - 3, to })
    press(desk, '[')
    expect(plain(desk)).toBe('Report each third quarter to [all]')
  })

  test('[UI-373] brackets side by side are options of one choice, whoever puts them; a bracket without words goes when the caret leaves it', () => {
    const [me, other] = twoDesks(['Report quarterly to all'])
    bracketWords(me, 'quarterly')
    deliver(me, other)
    const id = brackets(me)[0]?.bracketId ?? ''
    for (const [desk, words] of [
      [me, 'annually'],
      [other, 'monthly'],
    ] as const) {
      const transaction = addOption(desk.editor.state, id, words)
      if (transaction) desk.editor.view.dispatch(transaction)
    }
    deliverAll([me, other])
    const choices = readFlow(me.draft.flow).flatMap((block) =>
      block.type === 'paragraph'
        ? block.inlines.flatMap((inline) =>
            inline.type === 'bracket' && inline.edge === 'open' ? [inline.optionOf] : [],
          )
        : [],
    )
    expect(choices).toEqual([id, id, id])
    expect(plain(other)).toBe(plain(me))
    expect(plain(me)).toMatch(
      /^Report \[quarterly\] \[(annually\] \[monthly|monthly\] \[annually)\] to all$/,
    )
    behind(me, 'annually')
    me.editor.commands.deleteRange({
      from: me.editor.state.selection.from - 'annually'.length,
      to: me.editor.state.selection.from,
    })
    expect(plain(me)).toContain('[]')
    behind(me, 'Report')
    expect(plain(me)).toBe('Report [quarterly] [monthly] to all')
  })

  test('[UI-374] what one types while another puts brackets, splits and lifts around it stands whole behind the letter where it began', () => {
    const [me, other] = twoDesks(['one two three four'])
    behind(me, 'two')
    for (const letter of ' TY') type(me, letter)
    bracketWords(other, 'two three')
    behind(other, 'one')
    run(other, enter)
    deliver(other, me)
    for (const letter of 'PED') type(me, letter)
    deliver(me, other)
    const id = brackets(other)[0]?.bracketId ?? ''
    liftBracket(other.draft, id)
    for (const letter of ' ON') type(me, letter)
    deliverAll([me, other])
    expect(plain(me)).toBe('one /  two TYPED ON three four')
    expect(plain(other)).toBe(plain(me))
  })

  test('[UI-375] square brackets that are pasted are brackets, and those copied get names of their own', () => {
    vi.stubGlobal('ClipboardEvent', Event)
    const desk = oneDesk(['one '])
    behind(desk, 'one ')
    desk.editor.view.pasteHTML('<p>in [some] words</p>')
    expect(brackets(desk).map(({ words }) => words)).toEqual(['some'])
    desk.editor.commands.selectAll()
    const clip = desk.editor.view.serializeForClipboard(desk.editor.state.selection.content())
    const again = oneDesk(['x'])
    again.editor.view.pasteHTML(clip.dom.innerHTML)
    expect(plain(again)).toContain('one in [some] words')
    expect(brackets(again)[0]?.bracketId).not.toBe(brackets(desk)[0]?.bracketId)
  })
})

test('[UI-376] markers typed at the start of a paragraph make lists and headings, undone by themselves; numbers that begin nothing stay words', () => {
  const desk = oneDesk(['', ''])
  desk.editor.commands.setTextSelection(1)
  press(desk, '1. One')
  expect(readFlow(desk.draft.flow)[0]).toMatchObject({ type: 'list', style: 'number' })
  run(desk, enter)
  run(desk, enter)
  press(desk, '2. Two')
  expect(readFlow(desk.draft.flow)[0]).toMatchObject({ items: [{}, {}] })
  desk.editor.commands.setTextSelection(desk.editor.state.doc.content.size - 1)
  press(desk, '2012. was')
  expect(plain(desk)).toBe('1. One / 2. Two / 2012. was')
  const other = oneDesk([''])
  press(other, '## ')
  expect(readFlow(other.draft.flow)[0]).toMatchObject({ type: 'heading', level: 2 })
  other.editor.commands.undo()
  expect(plain(other)).toBe('##')
  expect(readFlow(other.draft.flow)[0]).toMatchObject({ type: 'paragraph' })
})

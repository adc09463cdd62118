// @vitest-environment jsdom
/** Brackets in the editor: typed, emptied, given options; and two people who edit across their edges at once. */
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { bracketsOf, countBrackets } from '#shared/brackets/brackets'
import { liftBracket } from '#shared/flow/acts'
import { flowOf } from '#shared/flow/flow-doc'
import { readFlow } from '#shared/flow/read-flow'
import { contentToPlain } from '#shared/text/content-to-plain'
import { flatWords } from '#shared/text/flat-words'
import {
  addOption,
  bracketOfLetters,
  bracketSelection,
  keptAsLetters,
} from '../../../client/editor/bracket-commands.ts'
import { deliverAll, lettersRead, type Replica } from '../../support/flow-replicas.ts'
import { runsOf } from '../../support/property-runs.ts'
import {
  behind,
  caretsIn,
  type Desk,
  endDesks,
  key,
  oneDesk,
  openDesks,
  paste,
  press,
} from '../flow/desk.ts'

afterEach(endDesks)

const content = ({ draft }: Replica) => ({
  words: readFlow(draft.flow),
  tasks: [],
  provisions: [],
})
const plain = (desk: Replica) => contentToPlain(content(desk)).trim()
const brackets = (desk: Replica) => bracketsOf(content(desk))
const count = (desk: Replica) => countBrackets(content(desk))
const edges = (desk: Replica) =>
  content(desk).words.flatMap((block) =>
    'inlines' in block ? block.inlines.filter(({ type }) => type === 'bracket') : [],
  )

/** Selects words that stand in one block. */
function selectWords(desk: Desk, words: string): void {
  behind(desk, words)
  const { to } = desk.editor.state.selection
  desk.editor.commands.setTextSelection({ from: to - words.length, to })
}

describe('brackets in the editor', () => {
  test('[UI-590] a bracket is kept as letters, which nobody counts, and made of its letters again; undo takes back each', () => {
    const desk = oneDesk([''])
    press(desk, 'He said [sic] and [shall].')
    const [first] = brackets(desk)
    const keep = first && keptAsLetters(desk.editor.state, first.bracketId)
    if (keep) desk.editor.view.dispatch(keep)
    expect(count(desk)).toBe(1)
    expect(plain(desk)).toBe('He said [sic] and [shall].')
    behind(desk, 'si')
    press(desk, 'x')
    expect(count(desk), 'letters stay letters').toBe(1)
    const make = bracketOfLetters(desk.editor.state)
    if (make) desk.editor.view.dispatch(make)
    expect(brackets(desk).map(({ words }) => words)).toEqual(['sixc', 'shall'])
    behind(desk, 'He said')
    expect(bracketOfLetters(desk.editor.state)).toBeUndefined()
  })

  test('[UI-591] typed numbers and ellipses in brackets are letters, full-width brackets are brackets, and a lone closing one is nothing', () => {
    const desk = oneDesk([''])
    press(desk, 'See [1] and […] or ［每年］ but not ].')
    expect(brackets(desk).map(({ words }) => words)).toEqual(['每年'])
    expect(count(desk)).toBe(1)
  })

  test('[UI-171] "[" and "]" with nothing between stay characters, until words are typed between them', () => {
    for (const blank of ['', ' ']) {
      const desk = oneDesk(['Give .'])
      behind(desk, 'Give ')
      press(desk, `[${blank}]`)
      const caret = desk.editor.state.selection.from
      expect(plain(desk)).toBe(`Give [${blank}].`)
      expect(count(desk)).toBe(0)
      expect(brackets(desk)).toEqual([])
      press(desk, ' now')
      expect(count(desk)).toBe(0)
      desk.editor.commands.setTextSelection(caret - 1)
      press(desk, 'two million')
      expect(plain(desk)).toBe(`Give [${blank}two million] now.`)
      expect(count(desk)).toBe(1)
    }
  })

  test('[UI-172] a bracket whose words were deleted waits for others while the caret is in it, and is gone when it leaves', () => {
    const desk = oneDesk(['Report each quarter to CSTD.', 'Then act.'])
    selectWords(desk, 'each quarter')
    press(desk, '[')
    desk.editor.commands.deleteSelection()
    expect(plain(desk)).toContain('Report [] to CSTD.')
    expect(count(desk)).toBe(0)
    press(desk, 'monthly')
    expect(plain(desk)).toContain('Report [monthly] to CSTD.')
    expect(count(desk)).toBe(1)
    selectWords(desk, 'monthly')
    desk.editor.commands.deleteSelection()
    behind(desk, 'Then act.')
    expect(plain(desk)).toBe('Report to CSTD.\n\nThen act.')
    expect(edges(desk)).toEqual([])
    // The same where the caret goes on within the paragraph.
    for (const goTo of ['Re', 'to CS']) {
      const near = oneDesk(['Report each quarter to CSTD.'])
      selectWords(near, 'each quarter')
      press(near, '[')
      near.wait()
      near.editor.commands.deleteSelection()
      behind(near, goTo)
      expect(plain(near)).toBe('Report to CSTD.')
      expect(edges(near)).toEqual([])
      near.editor.commands.undo()
      expect(plain(near)).toContain('each quarter')
    }
    // Backspace in what is left of a bracket leaves no half of it.
    const other = oneDesk(['Report now.'])
    selectWords(other, 'now')
    press(other, '[')
    other.editor.commands.deleteSelection()
    const { from } = other.editor.state.selection
    other.editor.commands.deleteRange({ from: from - 1, to: from })
    expect(plain(other)).toBe('Report .')
    expect(edges(other)).toEqual([])
  })

  test('[UI-63] an option beside a bracket forms one choice with it', () => {
    const desk = oneDesk(['Report quarterly to CSTD.'])
    selectWords(desk, 'quarterly')
    press(desk, '[')
    for (const words of ['annually', 'monthly']) {
      const [first] = brackets(desk)
      const added = addOption(desk.editor.state, first?.bracketId ?? '', words)
      if (!added) throw new Error('no option')
      desk.editor.view.dispatch(added)
    }
    expect(plain(desk)).toBe('Report [quarterly] [annually] [monthly] to CSTD.')
    const [group, ...others] = brackets(desk).map(({ optionOf }) => optionOf)
    expect(group).not.toBe('')
    expect(others).toEqual([group, group])
  })

  test('[UI-115] a bracket typed right beside another one is an option of it', () => {
    const desk = oneDesk(['Report '])
    behind(desk, 'Report ')
    press(desk, '[quarterly] [annually][monthly], in [English] or [French]')
    const [group, ...others] = brackets(desk).map(({ optionOf }) => optionOf)
    expect(group).not.toBe('')
    expect(others).toEqual([group, group, '', ''])
  })

  test('[UI-64] pasted brackets are brackets of their own', () => {
    const desk = oneDesk(['We act. '])
    const { editor } = desk
    selectWords(desk, 'act')
    press(desk, '[')
    editor.commands.selectAll()
    const { dom } = editor.view.serializeForClipboard(editor.state.selection.content())
    behind(desk, '. ')
    paste(desk, dom.innerHTML)
    expect(count(desk)).toBe(2)
    expect(brackets(desk).map(({ words }) => words)).toEqual(['act', 'act'])
    expect(new Set(brackets(desk).map(({ bracketId }) => bracketId)).size).toBe(2)
  })

  test('[UI-65] two people who edit across the edges of brackets at once read the same, and every bracket can be lifted', () => {
    const step = fc.record({
      who: fc.nat(1),
      do: fc.constantFrom('insert', 'delete', 'split', 'merge', 'bracket', 'bracket', 'hear'),
      at: fc.nat(60),
      length: fc.integer({ min: 1, max: 12 }),
    })
    fc.assert(
      fc.property(
        fc.constantFrom([5, 6], [6, 5]),
        fc.array(step, { maxLength: 24 }),
        (clients, all) => {
          const people = openDesks(
            ['Pledges are published quarterly.', 'Hosts agree in writing.'],
            clients,
          )
          for (const { who, do: what, at, length } of all) {
            const desk = people[who]
            if (!desk) continue
            const { editor } = desk
            const carets = caretsIn(desk)
            const from = carets[at % carets.length] ?? 1
            const isRange = what === 'delete' || what === 'bracket'
            const to = carets.findLast((place) => place <= from + (isRange ? length : 0)) ?? from
            if (what === 'hear') deliverAll(people)
            else editor.commands.setTextSelection({ from, to })
            if (what === 'insert') press(desk, 'x(y')
            else if (what === 'delete') editor.commands.deleteSelection()
            else if (what === 'split') key(desk, 'Enter')
            else if (what === 'merge') key(desk, 'Backspace')
            else if (what === 'bracket') {
              const bracket = bracketSelection(editor.state)
              if (bracket) editor.view.dispatch(bracket)
            }
          }
          deliverAll(people)
          const [one, other] = people
          if (!one || !other) throw new Error()
          expect(content(other)).toEqual(content(one))
          expect(one.editor.state.doc.toJSON()).toEqual(other.editor.state.doc.toJSON())
          // Every bracket is listed once, and lifting it takes its edges and no words.
          const found = brackets(one)
          expect(found.filter(({ isEmpty }) => !isEmpty).length).toBe(count(one))
          const letters = lettersRead(one)
          const words = flatWords(content(one).words).split('')
          for (const { bracketId } of found) liftBracket(one.draft, bracketId)
          expect(edges(one)).toEqual([])
          expect(lettersRead(one)).toBe(letters)
          expect(flatWords(readFlow(flowOf(one.doc)))).toBe(
            words.filter((each) => each !== '[' && each !== ']').join(''),
          )
          expect(
            one.editor.view.dom.querySelectorAll('[data-bracket]:not([class*=half])'),
          ).toHaveLength(0)
          endDesks()
        },
      ),
      { numRuns: runsOf('editors') },
    )
  })
})

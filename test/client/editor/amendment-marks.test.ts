// @vitest-environment jsdom
/** Amendments drawn in the editor of their base, while people edit it here and elsewhere. */
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { changesIn, seenBranch } from '#shared/amendment/branch'
import { basePlaces } from '#shared/compare/base-places'
import { passagesOf } from '#shared/compare/row-passages'
import { tableOf } from '#shared/copies/doc-copies'
import { TextId } from '#shared/domain/ids'
import { flatPlaces } from '#shared/flow/flat-places'
import { flowOf, newFlowDoc, wordsFlow } from '#shared/flow/flow-doc'
import { readText } from '#shared/flow/read-text'
import { flatWords } from '#shared/text/flat-words'
import type { AmendmentMark, TextMarks } from '../../../client/amendments/mark.ts'
import { amendmentRuns } from '../../../client/editor/shown-runs.ts'
import { toggleList } from '../../../client/flow/block-commands.ts'
import { withRuns } from '../../../client/flow/runs.ts'
import { anAct, doAct } from '../../support/flow-acts.ts'
import { deliver, deliverAll, type Replica } from '../../support/flow-replicas.ts'
import { runsOf } from '../../support/property-runs.ts'
import {
  behind,
  caretsIn,
  type Desk,
  endDesks,
  key,
  openDesk,
  openDesks,
  run,
  type,
} from '../flow/desk.ts'

afterEach(endDesks)

const brazil = {
  amendmentId: TextId.parse('t_brazil000'),
  number: 1,
  codes: 'BR',
  colour: '#7c3aed',
  isActive: false,
  hasCard: true,
}
const portugal = { ...brazil, amendmentId: TextId.parse('t_portugal0'), number: 2, codes: 'PT' }

/** An amendment to a text, which holds all of it. */
function amending(base: Replica, client: number): Replica {
  const doc = newFlowDoc(client, { gc: false })
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(base.doc))
  let made = 0
  return { doc, draft: { flow: flowOf(doc), newBlockId: () => `m${client}${++made}` } }
}
/** What an amendment changes in the text as it stands. */
const marksOf = (base: Replica, amendment: Replica, by: typeof brazil): AmendmentMark[] =>
  passagesOf(
    changesIn(seenBranch(base.doc, amendment.doc), tableOf(amendment.doc)),
    basePlaces(base.doc),
  ).map((passage) => ({ ...passage, ...by }))

const flatOf = ({ doc }: Replica): string => flatWords(readText(doc).words)
function show(desk: Desk, marks: TextMarks): void {
  const { doc, draft, editor } = desk
  const shown = { flow: draft.flow, name: wordsFlow, places: flatPlaces(doc) }
  editor.view.dispatch(
    withRuns(editor.state.tr, 'amendments', amendmentRuns(shown, marks, flatOf(desk))),
  )
}
/** Replaces words in an amendment as its people do. */
function replace(amendment: Replica, words: string, by: string): void {
  const desk = openDesk(amendment)
  behind(desk, words)
  const { to } = desk.editor.state.selection
  desk.editor.commands.setTextSelection({ from: to - words.length, to })
  if (by === '') desk.editor.commands.deleteSelection()
  else type(desk, by)
}
const seen = ({ editor }: Desk, selector: string) =>
  [...editor.view.dom.querySelectorAll(selector)].map((each) => each.textContent)

const before = ['Reports each year.', 'The forum meets.']

describe('marks of amendments in the editor', () => {
  test('[UI-81] competing amendments stand side by side: struck, put, each with its code; a press tells which', () => {
    const [desk] = openDesks(before, [5])
    if (!desk) throw new Error()
    const [one, other] = [amending(desk, 7), amending(desk, 8)]
    replace(one, 'each', 'twice a')
    replace(other, 'each', 'every')
    const marks = [...marksOf(desk, one, brazil), ...marksOf(desk, other, portugal)]
    const flat = flatOf(desk)
    show(desk, { flat, marks, look: 'markup' })
    expect(seen(desk, 'ins')).toEqual(['twice a', 'every'])
    expect(seen(desk, 'button[data-amendment-mark]')).toEqual(['BR', 'PT'])
    expect(new Set(seen(desk, 'del'))).toEqual(new Set(['each']))
    expect(desk.editor.view.dom.querySelectorAll('del')).toHaveLength(2)
    const told = [
      ...desk.editor.view.dom.querySelectorAll<HTMLElement>('[data-amendment-mark]'),
    ].map(({ dataset }) => dataset['amendmentMark'])
    expect(told).toEqual([brazil.amendmentId, portugal.amendmentId])

    show(desk, { flat, marks, look: 'simple' })
    expect(seen(desk, 'ins, del')).toEqual([])
    expect(desk.editor.view.dom.querySelector('button')?.getAttribute('aria-label')).toBe(
      '2 amendments stand here: BR; PT. Show all markup',
    )
  })

  test('[UI-82] over any edits, marks of amendments neither fail nor touch the text, nor are they copied with it', () => {
    const line = fc
      .array(fc.constantFrom('a', 'bb', 'forum', 'year', 'shall'), { maxLength: 6 })
      .map((each) => each.join(' '))
    const edit = fc.record({
      isHere: fc.boolean(),
      what: fc.constantFrom('type', 'delete', 'split', 'list', 'hear'),
      from: fc.nat(60),
      length: fc.nat(12),
    })
    const acts = fc.array(anAct, { minLength: 1, maxLength: 5 })
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 1, maxLength: 3 }),
        acts,
        acts,
        fc.array(edit, { maxLength: 12 }),
        (lines, own, others, edits) => {
          const [marked, elsewhere] = openDesks(lines, [5, 6])
          if (!marked || !elsewhere) throw new Error()
          const [one, other] = [amending(marked, 7), amending(marked, 8)]
          for (const [n, each] of own.entries()) doAct(one, each, `m${n}`)
          for (const [n, each] of others.entries()) doAct(other, each, `o${n}`)
          const given: TextMarks = {
            flat: flatOf(marked),
            look: 'markup',
            marks: [...marksOf(marked, one, brazil), ...marksOf(marked, other, portugal)],
          }
          show(marked, given)
          for (const { isHere, what, from, length } of edits) {
            const desk = isHere ? marked : elsewhere
            const carets = caretsIn(desk)
            const at = carets[from % carets.length] ?? 1
            const to = carets.findLast((place) => place <= at + length) ?? at
            desk.editor.commands.setTextSelection({ from: at, to })
            if (what === 'type') type(desk, 'xyz')
            else if (what === 'delete') desk.editor.commands.deleteSelection()
            else if (what === 'list') run(desk, toggleList('bullet'))
            else if (what === 'split') key(desk, 'Enter')
            else deliverAll([marked, elsewhere])
          }
          deliverAll([marked, elsewhere])
          // Late marks of the text as it was are drawn as well, and those that are worked out anew.
          show(marked, given)
          const now = [...marksOf(marked, one, brazil), ...marksOf(marked, other, portugal)]
          show(marked, { flat: flatOf(marked), look: 'markup', marks: now })
          expect(readText(marked.doc)).toEqual(readText(elsewhere.doc))
          const { view, state } = marked.editor
          expect(state.doc.toJSON()).toEqual(elsewhere.editor.state.doc.toJSON())
          marked.editor.commands.selectAll()
          const { dom } = view.serializeForClipboard(view.state.selection.content())
          expect(dom.querySelector('ins, del, button')).toBeNull()
          endDesks()
        },
      ),
      { numRuns: runsOf('editors') },
    )
  })

  test('[UI-151] the marks of amendments stand where they stood, between the same words, whoever types before, after or beside them', () => {
    const edit = fc.record({ isHere: fc.boolean(), at: fc.nat(1000), paragraph: fc.boolean() })
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 15 }), (edits) => {
        const [marked, elsewhere] = openDesks(
          ['one two three', 'four five six', 'seven eight nine'],
          [5, 6],
        )
        if (!marked || !elsewhere) throw new Error()
        const [one, other] = [amending(marked, 7), amending(marked, 8)]
        replace(one, 'two', 'TWO')
        replace(one, 'five ', '')
        replace(other, 'seven ', 'seven and ')
        const marks = [...marksOf(marked, one, brazil), ...marksOf(marked, other, portugal)]
        show(marked, { flat: flatOf(marked), marks, look: 'markup' })
        const passages = () => [...marked.editor.view.dom.querySelectorAll('ins')]
        const first = passages()
        for (const [n, { isHere, at, paragraph }] of edits.entries()) {
          const desk = isHere ? marked : elsewhere
          const places: number[] = []
          desk.editor.state.doc.descendants((node, position) => {
            if (!node.isTextblock) return true
            for (const { index } of node.textContent.matchAll(/\b[a-z0-9]/g))
              places.push(position + 1 + index)
            return false
          })
          desk.editor.commands.setTextSelection(places[at % places.length] ?? 1)
          if (paragraph) key(desk, 'Enter')
          else type(desk, `${n + 10} `)
          deliver(desk, isHere ? elsewhere : marked)
          expect(seen(marked, 'del').join(' ').trim()).toBe('two five')
          expect(seen(marked, 'ins').map((words) => words.trim())).toEqual(['TWO', 'and'])
          // Nobody who types waits for thirty of them to be drawn.
          if (!edits.some((each) => each.paragraph))
            expect(passages().every((each, index) => each === first[index])).toBe(true)
        }
        endDesks()
      }),
      { numRuns: runsOf('editors') },
    )
  })
})

/** Where the changes of an amendment are drawn in its base. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { changesIn, seenBranch } from '#shared/amendment/branch'
import { basePlaces } from '#shared/compare/base-places'
import { passagesOf, rowPassagesOf } from '#shared/compare/row-passages'
import { shownChanges } from '#shared/compare/shown'
import { tableOf } from '#shared/copies/doc-copies'
import { join, mark, remove, restyle, split, type } from '#shared/flow/acts'
import { isTable, partsOf } from '#shared/flow/blocks'
import { flowOf, newFlowDoc } from '#shared/flow/flow-doc'
import { readText } from '#shared/flow/read-text'
import { addTo, moveTo, removeTable, setRemoved } from '#shared/flow/table-acts'
import { gridsOf } from '#shared/flow/tables'
import { type AmendmentPassage, movedPassages } from '#shared/text/amendment-passages'
import { cellKey } from '#shared/text/content-rows'
import { flatWords } from '#shared/text/flat-words'
import { anAct, doAct } from '../../support/flow-acts.ts'
import { placeOf, type Replica, replicasOf } from '../../support/flow-replicas.ts'
import {
  cellAt,
  paragraph,
  replicasOfText,
  tableOf as table,
  tasksOf,
} from '../../support/flow-tables.ts'

const flatOf = ({ doc }: Replica): string => flatWords(readText(doc).words)
const typed = (replica: Replica, at: number, words: string) => {
  let caret = at
  for (const letter of words) caret = type(replica.draft, caret, letter)
}
const replace = (replica: Replica, words: string, by: string) => {
  const at = placeOf(replica, words)
  remove(replica.draft, at, at + words.length)
  typed(replica, at, by)
}
/** An amendment to a text, which holds all of it. */
function amending(base: Replica): Replica {
  const doc = newFlowDoc(77, { gc: false })
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(base.doc))
  let made = 0
  return { doc, draft: { flow: flowOf(doc), newBlockId: () => `m${++made}` } }
}
const compared = (base: Replica, amendment: Replica) =>
  changesIn(seenBranch(base.doc, amendment.doc), tableOf(amendment.doc))
const passagesIn = (base: Replica, amendment: Replica) =>
  passagesOf(compared(base, amendment), basePlaces(base.doc))

function withWords(...paragraphs: readonly string[]): Replica {
  const [base] = replicasOf(paragraphs, [5], { gc: false })
  if (!base) throw new Error()
  return base
}
/** What an amendment does to these paragraphs, as passages in them. */
function done(paragraphs: readonly string[], act: (me: Replica) => void): AmendmentPassage[] {
  const base = withWords(...paragraphs)
  const me = amending(base)
  act(me)
  return passagesIn(base, me)
}

/** The flat text with the passages carried out. */
function carriedOut(flat: string, passages: readonly AmendmentPassage[]): string {
  let [out, at] = ['', 0]
  for (const { as, start, end, put } of passages) {
    if (as === 'form') continue
    out +=
      flat.slice(at, start) +
      (as === 'split' || as === 'paragraph' ? '\n' : '') +
      (as === 'split' ? '' : put)
    at = as === 'join' ? end + 1 : end
  }
  return out + flat.slice(at)
}
const withoutSpace = (text: string): string => text.replaceAll(/[\s[\]]/g, '')

describe('passages of amendments', () => {
  test('[TXT-56] passages carried out on the base make the amendment, and say which words are struck and put', () => {
    expect(done(['Reports each year.', 'End.'], (me) => replace(me, 'each', 'twice a'))).toEqual([
      { start: 8, end: 12, put: 'twice a', as: 'words' },
    ])
    expect(
      done(['A.'], (me) => typed(me, split(me.draft, placeOf(me, 'A.') + 2), 'A paragraph more.')),
    ).toEqual([{ start: 2, end: 2, put: 'A paragraph more.', as: 'paragraph' }])
    fc.assert(
      fc.property(
        fc.array(anAct, { maxLength: 6 }),
        fc.array(anAct, { maxLength: 8 }),
        (before, acts) => {
          const base = withWords('one two three', 'four. 中文字 five', 'cafe six')
          for (const [n, each] of before.entries()) doAct(base, each, `b${n}`)
          const me = amending(base)
          for (const [n, each] of acts.entries()) doAct(me, each, `m${n}`)
          const passages = passagesIn(base, me)
          const ends = passages.flatMap(({ as, start, end }) => (as === 'form' ? [] : [start, end]))
          expect(ends).toEqual(ends.toSorted((a, b) => a - b))
          expect(withoutSpace(carriedOut(flatOf(base), passages))).toBe(withoutSpace(flatOf(me)))
        },
      ),
    )
  })

  test('[TXT-109] a paragraph that is split, joined or only shaped strikes and puts no words in the text', () => {
    const [first, second] = ['The forum meets each year.', 'It reports to the council.']
    const one = [`${first} ${second}`]
    const two = [first, second]
    const cut = (me: Replica) => void split(me.draft, placeOf(me, 'It reports'))
    expect(done(one, cut)).toEqual([{ as: 'split', start: 27, end: 27, put: '¶' }])
    expect(done(two, (me) => void join(me.draft, placeOf(me, 'It reports')))).toEqual([
      { as: 'join', start: 26, end: 26, put: '' },
    ])
    expect(
      done(one, (me) => {
        cut(me)
        typed(me, placeOf(me, 'council'), 'whole ')
      }),
    ).toEqual([
      { as: 'split', start: 27, end: 27, put: '¶' },
      { as: 'words', start: 45, end: 45, put: 'whole ' },
    ])
    const item = (me: Replica) =>
      restyle(me.draft, placeOf(me, 'It reports'), { list: 'bullet', depth: 1 })
    const shaped = done(two, item)
    expect(shaped).toEqual([{ as: 'form', start: 27, end: 53, put: '' }])
    expect(
      done(two, (me) => mark(me.draft, placeOf(me, 'forum'), placeOf(me, ' meets'), 'bold', {})),
    ).toEqual([{ as: 'form', start: 4, end: 9, put: '' }])
    // They follow the words; what is only shaped goes with them, a join stays for as long as there is a paragraph to join.
    const flat = two.join('\n')
    expect(movedPassages(shaped, flat, `${first} Yes.\n${second}`)).toEqual([
      { as: 'form', start: 32, end: 58, put: '' },
    ])
    expect(movedPassages(shaped, flat, `${first}\n`)).toEqual([])
    const joined = done(two, (me) => void join(me.draft, placeOf(me, 'It reports')))
    expect(movedPassages(joined, flat, `${first} Yes.\n${second}`)).toEqual([
      { as: 'join', start: 31, end: 31, put: '' },
    ])
  })

  test('[TXT-441] where the base has gone on, marks are at the letters that the amendment changed; of what the base deleted nothing is struck', () => {
    const base = withWords('one two three four', 'five six')
    const me = amending(base)
    replace(me, 'two', 'new')
    replace(me, 'six', 'ten')
    typed(base, placeOf(base, 'one'), 'ahead ')
    split(base.draft, placeOf(base, 'three'))
    const at = placeOf(base, 'six')
    remove(base.draft, at, at + 3)
    expect(passagesIn(base, me)).toEqual([
      { as: 'words', start: 10, end: 13, put: 'new' },
      { as: 'words', start: 31, end: 31, put: 'ten' },
    ])
  })

  test('[TXT-442] who retypes a word and adds words shows one change: on the card, in the marks and among the parts', () => {
    const base = withWords('The budget is public.')
    const me = amending(base)
    replace(me, 'budget', 'budget for all')
    const changes = shownChanges(compared(base, me))
    expect(changes).toMatchObject([{ struck: '', put: 'for all' }])
    expect(changes[0]?.pieces).toEqual([
      { kind: 'unchanged', words: 'The budget' },
      { kind: 'inserted', words: ' for all' },
      { kind: 'unchanged', words: ' is public.' },
    ])
    expect(passagesIn(base, me)).toEqual([{ as: 'words', start: 10, end: 10, put: ' for all' }])
  })
})

const text = {
  words: [
    paragraph('First', 'p1'),
    table([
      ['a b', 'c'],
      ['d', 'e f'],
    ]),
    paragraph('Last', 'p2'),
  ],
  tasks: tasksOf('Publish the report', 'Train'),
}
function withRows(): { readonly base: Replica; readonly me: Replica } {
  const [base] = replicasOfText(text, [5], { gc: false })
  if (!base) throw new Error()
  return { base, me: amending(base) }
}
const rowsIn = (base: Replica, me: Replica) =>
  rowPassagesOf(compared(base, me), basePlaces(base.doc))

describe('rows and tables', () => {
  test('[TXT-101] what an amendment strikes and puts in a cell is found by row and field; cells that say the same are left out', () => {
    const { base, me } = withRows()
    replace({ doc: me.doc, draft: cellAt(me, 'tasks', 0, 0) }, 'the', 'each')
    const { cells, put } = rowsIn(base, me)
    expect([...cells]).toEqual([
      [
        cellKey('r1', 'what'),
        { flat: 'Publish the report', passages: [{ start: 8, end: 11, put: 'each', as: 'words' }] },
      ],
    ])
    expect(put).toEqual([])
    expect(passagesIn(base, me)).toEqual([])
  })

  test('[TXT-102] a row that an amendment takes out has its words struck; one that it adds is told by itself, unless it is empty; one that it moves is shaped', () => {
    const { base, me } = withRows()
    setRemoved(me.doc, 'rows', 'r1')
    addTo(me.doc, 'rows', 'tasks', 'n', 1)
    addTo(me.doc, 'rows', 'tasks', 'e', 2)
    type(cellAt(me, 'tasks', 1, 0), 0, 'Translate')
    const { cells, put } = rowsIn(base, me)
    expect(cells.get(cellKey('r1', 'what'))?.passages).toEqual([
      { start: 0, end: 18, put: '', as: 'words' },
    ])
    expect(put).toEqual([{ rows: 'tasks', rowId: 'n', cells: new Map([['what', 'Translate']]) }])
    const moved = withRows()
    moveTo(moved.me.doc, 'rows', 'r2', 0)
    const shaped = [...rowsIn(moved.base, moved.me).cells.values()].flatMap((each) => each.passages)
    expect(shaped.map(({ as }) => as)).toEqual(['form'])
  })

  test('[TXT-443] in tables of the words, cells are marked where they stand, rows that go are struck, and words of new rows stand behind the row before', () => {
    const flat = 'First\na b\nc\nd\ne f\nLast'
    const { base, me } = withRows()
    expect(flatOf(base)).toBe(flat)
    const tableId = partsOf(me.draft.flow).find(isTable)?.tableId ?? ''
    const [one, two] = gridsOf(me.doc)(tableId).rows
    if (!one || !two) throw new Error()
    replace({ doc: me.doc, draft: cellAt(me, tableId, 1, 1) }, 'e', 'x')
    setRemoved(me.doc, 'rows', one.id)
    addTo(me.doc, 'rows', tableId, 'new', 1)
    type(cellAt(me, tableId, 1, 0), 0, 'more')
    const told = passagesIn(base, me).map(({ as, start, end, put }) => [
      as,
      flat.slice(start, end),
      put,
    ])
    expect(told).toEqual([
      ['words', 'a b', ''],
      ['words', 'c', ''],
      ['words', 'e', 'x'],
      ['paragraph', '', 'more'],
    ])
    const gone = withRows()
    removeTable(gone.me.draft, partsOf(gone.me.draft.flow).find(isTable)?.tableId ?? '')
    expect(passagesIn(gone.base, gone.me).map(({ start, end }) => flat.slice(start, end))).toEqual([
      'a b',
      'c',
      'd',
      'e f',
    ])
  })
})

/** What reads a text looks at its structs in proportion to what it holds: counted, for each kind of reading, in a text and in one of twice the length. */
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { openLiveText } from '#server/sync/live-text'
import { authorRuns } from '#shared/attribution/authors'
import { writersIn } from '#shared/attribution/writers'
import { bracketsOf } from '#shared/brackets/brackets'
import { compare } from '#shared/compare/compare'
import type { CopyRange } from '#shared/copies/copy-range'
import { keepCopies, tableOf } from '#shared/copies/doc-copies'
import { copiesTable } from '#shared/copies/table'
import { bracket, mark, remove, restyle, split, type } from '#shared/flow/acts'
import { flatPlaces } from '#shared/flow/flat-places'
import { flowOf, newFlowDoc } from '#shared/flow/flow-doc'
import { readText } from '#shared/flow/read-text'
import { addTo, moveTo } from '#shared/flow/table-acts'
import { cellFlow } from '#shared/flow/tables'
import { countLooks } from '../support/counted-looks.ts'
import { draftOf } from '../support/flow-edits.ts'
import { replicasOf } from '../support/flow-replicas.ts'
import { undoing } from '../support/flow-undo.ts'

/** Paragraphs of three writers with brackets, marks, headings, pieces typed letter by letter, what was deleted and brought back, tasks, and copies. */
function textOf(paragraphs: number): Y.Doc {
  const [base] = replicasOf(
    Array.from({ length: paragraphs }, () => 'A'),
    [10],
    { gc: false },
  )
  if (!base) throw new Error('no text')
  const { doc, draft } = base
  const own = undoing(base)
  for (let n = 0; n < paragraphs; n += 1) {
    doc.clientID = 10 + (n % 3)
    let caret = type(draft, 2, `The budget ${n} is public and known. `)
    for (const letter of 'piece') caret = type(draft, caret - 1, letter) + 1
    mark(draft, caret - 8, caret - 3, 'bold', {})
    bracket(draft, caret - 12, caret - 2, `br${n}`)
    own.wait()
    remove(draft, caret - 10, caret - 4)
    own.wait()
    if (n % 2 === 0) own.undo.undo()
    restyle(draft, 2, n % 2 === 0 ? { kind: 'heading', level: 2 } : { list: 'bullet', depth: 0 })
    split(draft, 1)
    addTo(doc, 'rows', 'tasks', `r${n}`, n)
    type(draftOf(doc, flowOf(doc, cellFlow(`r${n}`, 'what'))), 0, `Task ${n}`)
    if (n % 3 === 0) moveTo(doc, 'rows', `r${n}`, 0)
    const clock = Y.getState(doc.store, doc.clientID)
    type(draft, 1, 'copied')
    const copy = { client: doc.clientID, clock }
    const original = { client: 1, clock: n }
    keepCopies(doc, [{ copy, original, length: 6, by: 'member' }])
  }
  return doc
}

/** An amendment to it, which changes words all over the text. */
function amended(doc: Y.Doc, paragraphs: number): void {
  doc.clientID = 50
  const draft = draftOf(doc)
  for (let n = 0; n < paragraphs / 2; n += 1) {
    type(draft, 10 + n * 40, 'amended ')
    remove(draft, 25 + n * 40, 28 + n * 40)
  }
}

const readings: Record<string, (doc: Y.Doc, then: Y.Snapshot) => unknown> = {
  content: (doc) => readText(doc),
  'listing its brackets': (doc) => bracketsOf(readText(doc)).map(({ words }) => words),
  attribution: (doc) => authorRuns(flowOf(doc), tableOf(doc), ({ client }) => client),
  'whose words a range are': (doc) =>
    writersIn(doc, { start: 0, end: 100_000 }, ({ client }) => client),
  'its places in the flat text': (doc) => flatPlaces(doc),
  'an amendment’s changes': (doc, then) => compare(doc, then, Y.snapshot(doc), tableOf(doc)),
  opening: (doc) => openLiveText({ doc, bindings: new Map(), branch: undefined }),
}

/** Looks for each reading of a text of so many paragraphs, each of a copy that nobody has read before. */
function looksFor(paragraphs: number): Map<string, number> {
  const doc = textOf(paragraphs)
  const then = Y.snapshot(doc)
  amended(doc, paragraphs)
  const update = Y.encodeStateAsUpdate(doc)
  return new Map(
    Object.entries(readings).map(([name, read]) => {
      const copy = newFlowDoc(7, { gc: false })
      Y.applyUpdate(copy, update)
      const { looks } = countLooks(copy)
      read(copy, then)
      return [name, looks()]
    }),
  )
}

describe('[SYNC-410] reading a text of twice the length takes at most 2.2 times as many looks at it', () => {
  const [once, twice] = [looksFor(25), looksFor(50)]
  test.each(Object.keys(readings))('%s', (reading) => {
    const looks = once.get(reading) ?? 0
    expect(looks).toBeGreaterThan(100)
    expect(twice.get(reading)).toBeLessThanOrEqual(2.2 * looks)
  })
})

test('[SYNC-413] twice as many letters asked for in twice as many copies, a long one over all of them, take at most 2.4 times as many looks at copies', () => {
  /** One paste of all, and one of each letter. */
  const looksIn = (copies: number): number => {
    let looks = 0
    const range = (copy: number, original: number, length: number): CopyRange => ({
      copy: { client: 2, clock: copy },
      original: { client: 1, clock: original },
      get length() {
        looks += 1
        return length
      },
      by: 'member',
    })
    const table = copiesTable([
      range(0, 0, copies),
      ...Array.from({ length: copies }, (_, at) => range(copies + at, at, 1)),
    ])
    looks = 0
    for (let clock = 0; clock < copies; clock += 1) {
      expect(table.originalOf({ client: 2, clock: copies + clock })).toEqual({ client: 1, clock })
      expect(table.livingCopyOf({ client: 1, clock }, () => true)).toMatchObject({ client: 2 })
    }
    return looks
  }
  expect(looksIn(2000)).toBeLessThanOrEqual(2.4 * looksIn(1000))
})

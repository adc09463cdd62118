/** Amendments to whole texts: words, tables, tasks and provisions, taken up whole, in part and in brackets. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { type Branch, branchOf, changesIn } from '#shared/amendment/branch'
import { rebase } from '#shared/amendment/rebase'
import { bracketInstead, takeUp } from '#shared/amendment/take-up'
import { readingWith } from '#shared/compare/reading'
import { tableOf as copiesIn } from '#shared/copies/doc-copies'
import { remove, type } from '#shared/flow/acts'
import { isTable, partsOf } from '#shared/flow/blocks'
import { flowOf } from '#shared/flow/flow-doc'
import { readText } from '#shared/flow/read-text'
import {
  addTo,
  emptyTable,
  insertTable,
  moveTo,
  removeTable,
  setHeading,
  setRemoved,
} from '#shared/flow/table-acts'
import { axes, cellFlow, entriesOf, gridsOf } from '#shared/flow/tables'
import { anAct, doAct } from '../../support/flow-acts.ts'
import { readAs, readOf, told } from '../../support/flow-readings.ts'
import type { Replica } from '../../support/flow-replicas.ts'
import {
  cellAt,
  paragraph,
  replicasOfText,
  tableOf,
  tasksOf,
  tasksRead,
} from '../../support/flow-tables.ts'
import { type Undoing, undoing } from '../../support/flow-undo.ts'

const text = {
  words: [
    paragraph('one two', 'p1'),
    tableOf([
      ['a b', 'c'],
      ['d', 'e f'],
    ]),
    paragraph('three', 'p2'),
  ],
  tasks: tasksOf('Report yearly', 'Ask all', 'Tell'),
}
interface Meeting {
  readonly base: Replica
  readonly own: Undoing
  branch: Branch
}
/** Of what is written under one key at once Yjs keeps the higher client id's: the branch's is 7. */
const clients = fc.constantFrom(5, 70)
function meeting(client: number): Meeting {
  const [base] = replicasOfText(text, [client], { gc: false })
  if (!base) throw new Error()
  return {
    base,
    own: undoing(base),
    branch: branchOf(base.doc, 7),
  }
}
let made = 0
const amending = ({ branch }: Meeting): Replica => ({
  doc: branch.doc,
  draft: { flow: flowOf(branch.doc), newBlockId: () => `m${++made}` },
})
/** The installation brings the branch up to its base. */
function bringUp(met: Meeting): void {
  const { doc } = met.branch
  const { clientID } = doc
  doc.clientID = 9
  met.branch = rebase(met.branch, met.base.doc)
  doc.clientID = clientID
}
const comparisonOf = ({ branch }: Meeting) => changesIn(branch, copiesIn(branch.doc))

const kinds = [
  'words',
  'cell',
  'cell',
  'cell',
  'add',
  'remove',
  'move',
  'heading',
  'table',
  'remove table',
] as const
const step = fc.record({
  kind: fc.constantFrom(...kinds),
  act: anAct,
  at: fc.nat(99),
  to: fc.nat(99),
})
type Step = typeof step extends fc.Arbitrary<infer Each> ? Each : never

const tablesIn = ({ draft }: Replica): string[] => [
  'tasks',
  ...partsOf(draft.flow).flatMap((part) => (isTable(part) ? (part.tableId ?? []) : [])),
]
function doStep(me: Replica, { kind, act, at, to }: Step, n: string): void {
  const { doc, draft } = me
  const tables = tablesIn(me)
  const table = tables[at % tables.length] ?? 'tasks'
  const grid = gridsOf(doc)(table)
  const axis = table === 'tasks' ? 'rows' : (axes[to % 2] ?? 'rows')
  const entry = grid[axis][at % Math.max(1, grid[axis].length)]
  const [row, column] = [
    grid.rows[to % Math.max(1, grid.rows.length)],
    grid.columns[at % Math.max(1, grid.columns.length)],
  ]
  if (kind === 'words') doAct(me, act, n)
  else if (kind === 'cell' && row && column)
    doAct({ doc, draft: { ...draft, flow: flowOf(doc, cellFlow(row.id, column.id)) } }, act, n)
  else if (kind === 'add') addTo(doc, axis, table, `${axis}${n}`, to % (grid[axis].length + 1))
  else if (kind === 'table') insertTable(draft, 0, emptyTable(1, 2))
  else if (kind === 'remove table') removeTable(draft, table)
  else if (entry && kind === 'move') moveTo(doc, axis, entry.id, to % grid[axis].length)
  else if (entry && kind === 'heading') setHeading(doc, axis, entry.id, !entry.isHeading)
  else if (entry && kind === 'remove') setRemoved(doc, axis, entry.id)
}
const steps = fc.array(step, { maxLength: 10 })
/** A text without the names of its blocks and rows. */
const unnamed = (doc: Y.Doc): string =>
  JSON.stringify(readText(doc)).replaceAll(/"(blockId|optionOf|bracketId)":"[^"]*"/g, '')
/** The lines of one flow of a text, without its tables, which part lists. */
const linesIn = (read: unknown): unknown[] =>
  Array.isArray(read)
    ? read.flatMap((block) => {
        const { type: kind, items } = Object(block)
        if (kind === 'table') return []
        return Array.isArray(items) ? items.flatMap(linesIn) : [block]
      })
    : []
const applied = (base: Y.Doc, update: Uint8Array): Y.Doc => {
  const doc = new Y.Doc({ gc: false })
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(base))
  Y.applyUpdate(doc, update)
  return doc
}

describe('amendments to whole texts', () => {
  test('[TXT-363] taken up whole, the base reads as the amendment; of none nothing comes; in part each row, column, table and cell reads as the choice says', () => {
    fc.assert(
      fc.property(
        clients,
        steps,
        steps,
        fc.infiniteStream(fc.boolean()),
        (client, mine, others, choices) => {
          const met = meeting(client)
          for (const [n, each] of mine.entries()) doStep(amending(met), each, `m${n}`)
          for (const [n, each] of others.entries()) doStep(met.base, each, `o${n}`)
          bringUp(met)
          const { base, branch } = met
          const comparison = comparisonOf(met)
          const { changes } = comparison
          const read = (chosen: readonly string[] | undefined) => {
            const left = changes
              .map(({ changeId }) => changeId)
              .filter((id) => !chosen?.includes(id))
            const result = takeUp(base.doc, branch, 21, chosen && { chosen, left })
            if (!result) throw new Error('the choice does not hold')
            return applied(base.doc, Y.encodeStateAsUpdate(result.doc))
          }
          expect(unnamed(read(undefined))).toBe(unnamed(branch.doc))
          expect(unnamed(read([]))).toBe(unnamed(base.doc))
          const taken = changes.filter(() => choices.next().value)
          const part = read(taken.map(({ changeId }) => changeId))
          const reading = readingWith(
            branch.doc,
            comparison,
            [branch.base, Y.snapshot(branch.doc)],
            taken,
          )
          for (const { flow } of comparison.flows)
            expect(linesIn(readOf(part, flow))).toEqual(linesIn(readAs(reading, comparison, flow)))
          for (const { axis, id, wanted } of reading.entries) {
            const is = entriesOf(part, axis).find((entry) => entry.id === id)
            if (wanted) expect(is).toEqual(wanted)
            else expect(is?.isRemoved ?? true).toBe(true)
          }
        },
      ),
    )
  })

  test('[TXT-364] an amendment’s changes to rows and cells are the same after whatever is done in other rows, and after its own rows are removed and brought back', () => {
    fc.assert(
      fc.property(
        clients,
        steps,
        fc.array(fc.record({ step, isUndone: fc.boolean() }), { maxLength: 6 }),
        (client, mine, others) => {
          const met = meeting(client)
          const { base, own } = met
          // The amendment is to the first task, the base goes on in the others and in the words.
          const cell = cellFlow('r1', 'what')
          for (const [n, { act }] of mine.entries()) {
            if (act.kind === 'retype' || act.kind === 'mark') continue
            const me = amending(met)
            doAct({ ...me, draft: { ...me.draft, flow: flowOf(me.doc, cell) } }, act, `m${n}`)
          }
          addTo(met.branch.doc, 'rows', 'tasks', 'mine', 1)
          type(cellAt(amending(met), 'tasks', 1, 0), 0, 'New')
          const before = told(comparisonOf(met).changes).toSorted()
          for (const [n, { step: each, isUndone }] of others.entries()) {
            own.wait()
            if (isUndone) {
              setRemoved(base.doc, 'rows', 'r1')
              if (each.at % 2 === 0) bringUp(met)
              own.undo.undo()
            } else if (each.kind === 'cell')
              doAct(
                {
                  ...base,
                  draft: { ...base.draft, flow: flowOf(base.doc, cellFlow('r2', 'what')) },
                },
                each.act,
                `o${n}`,
              )
            else if (each.kind === 'move') moveTo(base.doc, 'rows', 'r1', each.to % 3)
            else if (each.kind === 'words') doAct(base, each.act, `o${n}`)
            else if (each.kind === 'add') addTo(base.doc, 'rows', 'tasks', `o${n}`, each.to % 3)
            else if (each.kind === 'remove') setRemoved(base.doc, 'rows', 'r3')
          }
          bringUp(met)
          expect(told(comparisonOf(met).changes).toSorted()).toEqual(before)
        },
      ),
    )
  })

  test.each([5, 70])(
    '[TXT-365] a row that the branch removed stays removed in it when the base moves, undoes and writes in it; what only the base did with a row is the base’s',
    (client) => {
      const met = meeting(client)
      const { base, own } = met
      setRemoved(met.branch.doc, 'rows', 'r1')
      setHeading(met.branch.doc, 'rows', 'r2')
      moveTo(base.doc, 'rows', 'r1', 2)
      type(cellAt(base, 'tasks', 2, 0), 1, 'x ')
      own.wait()
      setRemoved(base.doc, 'rows', 'r1')
      own.undo.undo()
      moveTo(base.doc, 'rows', 'r2', 1)
      bringUp(met)
      expect(told(comparisonOf(met).changes)).toEqual(['~row of tasks', '-row of tasks'])
      expect(tasksRead(base)).toEqual(['Tell', 'Ask all', 'x Report yearly'])
      expect(tasksRead(amending(met))).toEqual(['Tell', 'Ask all'])
      // Where the base removes it too it is no change, and again one when the base brings it back.
      own.wait()
      setRemoved(base.doc, 'rows', 'r1')
      bringUp(met)
      expect(told(comparisonOf(met).changes)).toEqual(['~row of tasks'])
      own.undo.undo()
      bringUp(met)
      expect(told(comparisonOf(met).changes)).toEqual(['~row of tasks', '-row of tasks'])
      setRemoved(met.branch.doc, 'rows', 'r1', false)
      bringUp(met)
      expect(tasksRead(amending(met))).toEqual(tasksRead(base))
      // Both move one row: in the branch it stays where the branch put it.
      const other = meeting(client)
      moveTo(other.branch.doc, 'rows', 'r1', 2)
      moveTo(other.base.doc, 'rows', 'r1', 1)
      bringUp(other)
      expect(tasksRead(amending(other))).toEqual(['Ask all', 'Tell', 'Report yearly'])
      expect(told(comparisonOf(other).changes)).toEqual(['~row of tasks'])
    },
  )

  test('[TXT-366] in brackets, a row that would go stands with its words in brackets, one that comes with its own, and rows that only move stay', () => {
    const met = meeting(5)
    const me = amending(met)
    addTo(me.doc, 'rows', 'tasks', 'new', 3)
    type(cellAt(me, 'tasks', 3, 0), 0, 'Publish')
    const cell = cellAt(me, 'tasks', 1, 0)
    remove(cell, 1, 4)
    type(cell, 1, 'Beg')
    setRemoved(me.doc, 'rows', 'r1')
    moveTo(me.doc, 'rows', 'r3', 0)
    const result = bracketInstead(met.base.doc, met.branch, 21, () => `k${++made}`)
    if (!result) throw new Error()
    const doc = applied(met.base.doc, Y.encodeStateAsUpdate(result.doc))
    const said = readText(doc).tasks.map(({ what }) =>
      what
        .map((each) =>
          each.type === 'words'
            ? each.words
            : each.type === 'bracket'
              ? each.edge === 'open'
                ? '['
                : ']'
              : '',
        )
        .join(''),
    )
    expect(said).toEqual(['[Report yearly]', '[Ask][Beg] all', 'Tell', '[Publish]'])
  })
})

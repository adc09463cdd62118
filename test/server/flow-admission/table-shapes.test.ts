/** Rows, columns, tables and cells: what no page writes is turned down, and what pages write is let in. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { remove, split, type } from '#shared/flow/acts'
import { flowBounds } from '#shared/flow/allowed-flow'
import { blocksOf, isTable, partsOf } from '#shared/flow/blocks'
import { flowOf, newFlowDoc } from '#shared/flow/flow-doc'
import { mergeWith, splitCell } from '#shared/flow/merge-acts'
import { putTokens } from '#shared/flow/put-tokens'
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
import { axes, axisKeys, cellFlow, gridsOf, mergeKeys } from '#shared/flow/tables'
import {
  type FlowServer,
  memberNamed,
  newsOf,
  openFlowServer,
} from '../../support/admitting-flows.ts'
import type { Replica } from '../../support/flow-replicas.ts'
import {
  cellAt,
  paragraph,
  replicasOfText,
  tableOf,
  tablesRead,
  tasksOf,
} from '../../support/flow-tables.ts'
import { undoing } from '../../support/flow-undo.ts'
import { earlyTables, namesIn, strangeTables, tableFloods } from '../../support/strange-tables.ts'

const [brazil, portugal, kenya] = [memberNamed(1), memberNamed(2), memberNamed(3)]
const text = {
  words: [
    paragraph('First', 'p1'),
    tableOf([
      ['a', 'b'],
      ['c', 'd'],
    ]),
    paragraph('Last', 'p2'),
  ],
  tasks: tasksOf('one', 'two'),
}

function pageOf(server: FlowServer, client: number): Replica {
  const doc = newFlowDoc(client)
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(server.doc), 'remote')
  let made = 0
  return { doc, draft: { flow: flowOf(doc), newBlockId: () => `n${client}-${(made += 1)}` } }
}
function textAndPages(...clients: number[]): { server: FlowServer; pages: Replica[] } {
  const [base] = replicasOfText(text, [9])
  if (!base) throw new Error()
  const server = openFlowServer(base.doc)
  return { server, pages: clients.map((client) => pageOf(server, client)) }
}

describe('rows, columns and tables', () => {
  test.each(Object.entries(strangeTables))(
    '[SYNC-330] what no page writes of rows, columns, tables and cells is malformed, and touches nothing: %s',
    (_name, change) => {
      const { server, pages } = textAndPages(77)
      const [page] = pages
      if (!page) throw new Error()
      const [before, roots] = [Y.encodeStateAsUpdate(server.doc), [...server.doc.share.keys()]]
      change(page.doc)
      expect(server.receive(brazil, newsOf(page.doc, server))).toBe('malformed')
      expect(Y.encodeStateAsUpdate(server.doc)).toEqual(before)
      expect([...server.doc.share.keys()]).toEqual(roots)
    },
  )

  test.each(Object.entries(earlyTables))(
    '[SYNC-331] a key or a cell of what is not there waits for its cause: %s',
    (_name, change) => {
      const { server, pages } = textAndPages(77)
      const [page] = pages
      if (!page) throw new Error()
      change(page.doc)
      expect(server.receive(brazil, newsOf(page.doc, server))).toBe('causally-incomplete')
    },
  )

  test.each(Object.entries(tableFloods))(
    '[SYNC-332] more rows, columns and cells than one member writes are too much, whether or not anything stands in them: %s',
    (_name, change) => {
      const { server, pages } = textAndPages(77)
      const [page] = pages
      if (!page) throw new Error()
      change(page.doc)
      expect(server.receive(brazil, newsOf(page.doc, server))).toBe('too-large')
    },
    30_000,
  )

  test('[SYNC-438] merges and splits of cells are let in, undone and done again too, and merges of what nobody has put are not', () => {
    const { server, pages } = textAndPages(81)
    const [one] = pages
    if (!one) throw new Error()
    const own = undoing(one)
    const { table, row, column } = namesIn(one.doc)
    const grid = () => gridsOf(one.doc)(table)
    const acts = [
      () => mergeWith(one.doc, grid(), cellFlow(row, column), 'right'),
      () => mergeWith(one.doc, grid(), cellFlow(row, column), 'below'),
      () => own.undo.undo(),
      () => own.undo.undo(),
      () => own.undo.redo(),
      () => splitCell(one.doc, grid(), cellFlow(row, column)),
    ]
    for (const act of acts) {
      own.wait()
      act()
      expect(server.receive(brazil, newsOf(one.doc, server))).toBeUndefined()
    }
    expect(readText(server.doc)).toEqual(readText(one.doc))
    mergeKeys(one.doc).set(`cell/r9/${column}`, `${row}/${column}`)
    expect(server.receive(brazil, newsOf(one.doc, server))).toBe('causally-incomplete')
  })

  test('[SYNC-333] what pages do is let in: rows and columns put, moved, removed and brought back, headings, tables put, cut and pasted, words in cells, undo and redo of all', () => {
    const { server, pages } = textAndPages(77, 78)
    const [one, two] = pages
    if (!one || !two) throw new Error()
    const own = undoing(one)
    const { table, row, column } = namesIn(one.doc)
    const acts: (() => unknown)[] = [
      () => addTo(one.doc, 'rows', 'tasks', 'r9', 1),
      () => type(cellAt(one, 'tasks', 1, 0), 0, 'nine'),
      () => addTo(one.doc, 'rows', table, 'row', 0),
      () => addTo(one.doc, 'columns', table, 'column', 2),
      () => type(cellAt(one, table, 0, 2), 0, 'corner'),
      () => moveTo(one.doc, 'rows', 'row', 2),
      () => setHeading(one.doc, 'columns', column),
      () => setRemoved(one.doc, 'rows', row),
      () => setRemoved(one.doc, 'columns', 'column'),
      () => insertTable(one.draft, one.draft.flow.length, emptyTable(2, 2)),
      () => {
        // Cut, and pasted at the start.
        removeTable(one.draft, table)
        putTokens(one.draft, 0, [{ type: 'table', tableId: table, rows: [] }])
      },
    ]
    for (const act of acts) {
      own.wait()
      one.doc.transact(act)
      expect(server.receive(brazil, newsOf(one.doc, server))).toBeUndefined()
    }
    expect(partsOf(one.draft.flow)[0]).toEqual({ tableId: table, index: 0 })
    for (const way of ['undo', 'redo', 'undo'] as const)
      while (own.undo[way]() !== undefined)
        expect(server.receive(brazil, newsOf(one.doc, server))).toBeUndefined()
    type(cellAt(two, 'tasks', 0, 0), 1, 'X')
    setRemoved(two.doc, 'rows', 'r1')
    expect(server.receive(portugal, newsOf(two.doc, server))).toBeUndefined()
    Y.applyUpdate(one.doc, Y.encodeStateAsUpdate(server.doc))
    expect(readText(one.doc)).toEqual(readText(server.doc))
    expect(tablesRead(one)).toHaveLength(1)
  })

  test('[SYNC-334] where others have filled a text with cells each member has a share still', () => {
    const { server, pages } = textAndPages(77, 78, 79)
    const { table } = namesIn(server.doc)
    const fill = (page: Replica | undefined, rows: number, columns: number, name: string) => {
      if (!page) throw new Error()
      const before = Y.encodeStateAsUpdate(server.doc)
      Y.applyUpdate(page.doc, before, 'remote')
      page.doc.transact(() => {
        for (let n = 0; n < columns; n += 1)
          axisKeys(page.doc, 'columns').set(`${name}c${n}.table`, table)
        for (let n = 0; n < rows; n += 1)
          axisKeys(page.doc, 'rows').set(`${name}r${n}.table`, table)
      })
      return newsOf(page.doc, server)
    }
    const [one, two, three] = pages
    // Two columns and two rows are there: 112 rows of 102 columns, then more of the rows.
    expect(server.receive(brazil, fill(one, 110, 100, 'b'))).toBeUndefined()
    expect(server.receive(portugal, fill(two, 80, 0, 'p'))).toBeUndefined()
    expect(server.tally.total().cells).toBe(192 * 102)
    expect(server.receive(portugal, fill(two, 10, 0, 'q'))).toBe('too-large')
    const share = flowBounds.cells.member * 0.1
    const rows = Math.floor(share / 102)
    expect(server.receive(kenya, fill(three, rows, 0, 'k'))).toBeUndefined()
    expect(server.receive(kenya, fill(pageOf(server, 80), 1, 0, 'l'))).toBe('too-large')
  })
})

const kinds = [
  'type',
  'type',
  'add',
  'move',
  'remove',
  'heading',
  'table',
  'cut',
  'undo',
  'redo',
  'send',
  'send',
  'hear',
  'hear',
] as const
const harms = ['strange', 'key', 'key', 'cell', 'delete', 'embed'] as const
const step = fc.record({
  who: fc.nat(3),
  kind: fc.constantFrom(...kinds),
  harm: fc.constantFrom(...harms),
  at: fc.nat(999),
  to: fc.nat(999),
})
type Step = typeof step extends fc.Arbitrary<infer Each> ? Each : never

function act(page: Replica & ReturnType<typeof undoing>, { kind, at, to }: Step, n: number): void {
  const { doc, draft, undo } = page
  page.wait()
  const tables = [
    'tasks',
    ...partsOf(draft.flow).flatMap((part) => (isTable(part) ? (part.tableId ?? []) : [])),
  ]
  const table = tables[at % tables.length] ?? 'tasks'
  const grid = gridsOf(doc)(table)
  const axis = table === 'tasks' ? 'rows' : (axes[to % 2] ?? 'rows')
  const entry = grid[axis][at % Math.max(1, grid[axis].length)]
  const [row, column] = [
    grid.rows[to % Math.max(1, grid.rows.length)],
    grid.columns[at % Math.max(1, grid.columns.length)],
  ]
  if (kind === 'add') addTo(doc, axis, table, `${axis}${doc.clientID}-${n}`, to % 4)
  else if (kind === 'table') insertTable(draft, draft.flow.length, emptyTable(1, 2))
  else if (kind === 'undo' || kind === 'redo') undo[kind]()
  else if (kind === 'cut') {
    removeTable(draft, table)
    if (to % 2 === 0 && table !== 'tasks')
      putTokens(draft, 0, [{ type: 'table', tableId: table, rows: [] }])
  } else if (kind === 'type' && row && column) {
    const cell = { ...draft, flow: flowOf(doc, cellFlow(row.id, column.id)) }
    const { from, to: end } = blocksOf(cell.flow)[0] ?? { from: 0, to: 0 }
    if (to % 4 === 0) remove(cell, from, Math.min(end, from + 2))
    else if (to % 4 === 1) split(cell, end)
    else type(cell, end, 'xyz')
  } else if (entry) {
    if (kind === 'move') moveTo(doc, axis, entry.id, to % 4)
    if (kind === 'remove') setRemoved(doc, axis, entry.id)
    if (kind === 'heading') setHeading(doc, axis, entry.id, to % 2 === 0)
  }
}

const strange = Object.values(strangeTables)
/** What somebody sends who means harm. */
function harm({ doc }: Replica, { harm: what, at, to }: Step): void {
  const axis = axes[at % 2] ?? 'rows'
  const map = axisKeys(doc, axis)
  const keys = [...map.keys()]
  const name = keys[to % Math.max(1, keys.length)] ?? 'x.table'
  const values = ['V', 'tasks', true, 't9', '', 7]
  if (what === 'strange') strange[at % strange.length]?.(doc)
  else if (what === 'key') map.set(at % 3 === 0 ? `h${to}.order` : name, values[to % values.length])
  else if (what === 'delete') map.delete(name)
  else if (what === 'embed') flowOf(doc).insertEmbed(0, { table: ['h', 'tasks', 't9'][to % 3] })
  else doc.getText(['cell/r1/what', 'cell/r9/what', 'cell/r1/x'][to % 3]).insert(0, 'H')
}

test('[SYNC-335] after anything that those who mean harm send of rows, columns, tables and cells all read the same, nothing throws, and no page is refused', () => {
  fc.assert(
    fc.property(
      fc.array(step, { minLength: 5, maxLength: 30 }),
      fc.constantFrom([20, 30, 40, 50], [50, 40, 30, 20]),
      (steps, clients) => {
        const { server } = textAndPages()
        const pages = clients.map((client) => {
          const page = pageOf(server, client)
          return { ...page, ...undoing(page) }
        })
        const hear = ({ doc }: Replica) =>
          Y.applyUpdate(doc, Y.encodeStateAsUpdate(server.doc, Y.encodeStateVector(doc)), 'remote')
        for (const [n, each] of steps.entries()) {
          const page = pages[each.who]
          if (!page) continue
          if (each.who === 0) {
            const hostile = pageOf(server, 1000 + n)
            try {
              harm(hostile, each)
            } catch {
              continue // It needs a table that somebody has removed.
            }
            server.receive(memberNamed(0), newsOf(hostile.doc, server))
          } else if (each.kind === 'send')
            expect(server.receive(memberNamed(each.who), newsOf(page.doc, server))).toBeUndefined()
          else if (each.kind === 'hear') hear(page)
          else act(page, each, n)
        }
        for (const [who, page] of pages.entries())
          if (who > 0)
            expect(server.receive(memberNamed(who), newsOf(page.doc, server))).toBeUndefined()
        for (const page of pages.slice(1)) {
          hear(page)
          expect(readText(page.doc)).toEqual(readText(server.doc))
        }
      },
    ),
  )
}, 600_000)

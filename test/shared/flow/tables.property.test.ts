/** What must hold of rows, columns, tables and their cells whatever two to four people do to them at once, in any order of delivery. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { remove, split, type } from '#shared/flow/acts'
import { blocksOf } from '#shared/flow/blocks'
import { flowOf } from '#shared/flow/flow-doc'
import { readText } from '#shared/flow/read-text'
import {
  addTo,
  emptyTable,
  insertTable,
  moveTo,
  removeTable,
  setRemoved,
} from '#shared/flow/table-acts'
import { axes, cellFlow, entriesOf, gridsOf } from '#shared/flow/tables'
import { deliver, deliverAll, lettersRead, type Replica } from '../../support/flow-replicas.ts'
import { lettersKept, replicasOfText, tableOf, tasksOf } from '../../support/flow-tables.ts'
import { type Undoing, undoing } from '../../support/flow-undo.ts'

const kinds = [
  'type',
  'type',
  'type',
  'split',
  'delete',
  'add',
  'add',
  'move',
  'remove',
  'remove',
  'table',
  'remove table',
  'undo',
  'redo',
  'hear',
  'hear',
] as const
const step = fc.record({
  who: fc.nat(3),
  kind: fc.constantFrom(...kinds),
  at: fc.nat(999),
  to: fc.nat(999),
})
type Step = typeof step extends fc.Arbitrary<infer Each> ? Each : never
const clients = fc.constantFrom([11, 12, 13, 14], [14, 13, 12, 11], [12, 14, 11, 13])
const people = fc.integer({ min: 2, max: 4 })

interface Person extends Replica, Undoing {}
/** Letters by what became of them, and which cell each was typed in. */
interface Seen {
  next: number
  readonly deleted: Set<string>
  readonly cells: Map<string, string>
}

const text = {
  words: [
    tableOf([
      ['a', 'b'],
      ['c', 'd'],
    ]),
  ],
  tasks: tasksOf('e', 'f'),
}
const meeting = (count: number, order: readonly number[]): Person[] =>
  replicasOfText(text, order.slice(0, count)).map((replica) => ({
    ...replica,
    ...undoing(replica),
  }))

const inCell = ({ draft, doc }: Replica, cell: string) => ({ ...draft, flow: flowOf(doc, cell) })
const lettersIn = (replica: Replica, cell: string): string =>
  lettersRead({ ...replica, draft: inCell(replica, cell) })

/** The tables that stand in somebody's text. */
const tablesOf = ({ doc }: Replica): string[] => [
  'tasks',
  ...new Set(entriesOf(doc, 'columns').map(({ table }) => table)),
]

function act(person: Person, { kind, at, to }: Step, n: number, seen: Seen): void {
  const { doc, draft, undo } = person
  person.wait()
  const tables = tablesOf(person)
  const table = tables[at % tables.length] ?? 'tasks'
  const grid = gridsOf(doc)(table)
  const axis = table === 'tasks' ? 'rows' : axes[to % 2] === 'rows' ? 'rows' : 'columns'
  const entry = grid[axis][at % Math.max(1, grid[axis].length)]
  const [row, column] = [
    grid.rows[at % Math.max(1, grid.rows.length)],
    grid.columns[to % Math.max(1, grid.columns.length)],
  ]
  const cell = row && column ? cellFlow(row.id, column.id) : undefined
  const carets = (name: string): number[] =>
    blocksOf(flowOf(doc, name)).flatMap(({ from, to: end }) =>
      Array.from({ length: end - from + 1 }, (_, offset) => from + offset),
    )
  const before = new Set(lettersKept(person))
  switch (kind) {
    case 'type':
    case 'split':
    case 'delete': {
      if (cell === undefined) return
      const places = carets(cell)
      const caret = places[at % places.length] ?? 0
      if (kind === 'type') {
        const letter = String.fromCodePoint(seen.next++)
        type(inCell(person, cell), caret, letter)
        seen.cells.set(letter, cell)
      } else if (kind === 'split') split(inCell(person, cell), caret)
      else {
        const end = places.filter((place) => place <= caret + (to % 3)).at(-1) ?? caret
        remove(inCell(person, cell), caret, end)
      }
      break
    }
    case 'add':
      addTo(doc, axis, table, `${axis}${n}`, to % (grid[axis].length + 1))
      break
    case 'move':
      if (entry) moveTo(doc, axis, entry.id, to % grid[axis].length)
      break
    case 'remove':
      if (entry) setRemoved(doc, axis, entry.id)
      break
    case 'table':
      insertTable(draft, 0, emptyTable(2, 2))
      break
    case 'remove table':
      removeTable(draft, table)
      break
    case 'undo':
      undo.undo()
      break
    case 'redo':
      undo.redo()
      break
    case 'hear':
      break
  }
  const now = new Set(lettersKept(person))
  for (const letter of before) if (!now.has(letter)) seen.deleted.add(letter)
}

describe('whatever is done at once', () => {
  test('[TXT-357] all read the same; each letter that nobody deleted stands once, in the cell that it was typed in, whoever removes or moves its row, column or table', () => {
    fc.assert(
      fc.property(people, clients, fc.array(step, { maxLength: 40 }), (count, order, steps) => {
        const all = meeting(count, order)
        const seen: Seen = { next: 0x4e00, deleted: new Set(), cells: new Map() }
        for (const [n, each] of steps.entries()) {
          const [me, other] = [
            all[each.who % count],
            all[(each.who + 1 + (each.at % (count - 1))) % count],
          ]
          if (!me || !other) continue
          if (each.kind === 'hear') deliver(other, me)
          else act(me, each, n, seen)
        }
        deliverAll(all)
        const [first] = all
        if (!first) throw new Error()
        for (const each of all) expect(readText(each.doc)).toEqual(readText(first.doc))
        const kept = lettersKept(first)
        for (const [letter, cell] of seen.cells) {
          const times = kept.split(letter).length - 1
          // Two who bring the same back unseen by each other: the server strikes one.
          if (seen.deleted.has(letter)) expect(times).toBeLessThanOrEqual(count)
          else {
            expect(times).toBe(1)
            expect(lettersIn(first, cell)).toContain(letter)
          }
        }
      }),
    )
  })

  test('[TXT-358] what is typed in a cell while others remove, move and put rows, columns and its table is there again, whole, when they undo', () => {
    const away = fc.record({
      who: fc.nat(2),
      kind: fc.constantFrom(
        'type',
        'type',
        'remove',
        'move',
        'add',
        'remove table',
        'hear',
        'hear',
      ),
      at: fc.nat(99),
      to: fc.nat(99),
    })
    fc.assert(
      fc.property(people, clients, fc.array(away, { maxLength: 30 }), (count, order, steps) => {
        const all = meeting(count, order)
        const [typist, ...others] = all
        if (!typist) throw new Error()
        const table = tablesOf(typist)[1] ?? ''
        const grid = gridsOf(typist.doc)(table)
        const cell = cellFlow(grid.rows[0]?.id ?? '', grid.columns[1]?.id ?? '')
        const sentence = 'Words of mine'
        let typed = 0
        const typeOn = () => {
          const letter = sentence[typed]
          const { to } = blocksOf(flowOf(typist.doc, cell))[0] ?? { to: 0 }
          if (letter !== undefined) type(inCell(typist, cell), to, letter)
          typed += 1
        }
        const seen: Seen = { next: 0x4e00, deleted: new Set(), cells: new Map() }
        for (const [n, each] of steps.entries()) {
          const other = others[each.who % others.length]
          if (!other) continue
          if (each.kind === 'type') typeOn()
          else if (each.kind === 'hear') {
            deliver(other, typist)
            deliver(typist, other)
          } else act(other, { ...each, who: 0 }, n, seen)
        }
        while (typed < sentence.length) typeOn()
        deliverAll(all)
        for (const other of others) {
          while (other.undo.undo() !== undefined);
          deliverAll(all)
        }
        for (const each of all) {
          expect(JSON.stringify(readText(each.doc).words)).toContain(sentence)
          expect(readText(each.doc)).toEqual(readText(typist.doc))
        }
      }),
    )
  })

  test('[TXT-359] who acts alone has the text of before after undoing all, and of after by doing all again; no key is ever deleted', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        const [me] = meeting(1, [11])
        if (!me) throw new Error()
        const before = readText(me.doc)
        const seen: Seen = { next: 0x4e00, deleted: new Set(), cells: new Map() }
        for (const [n, each] of steps.entries())
          if (each.kind !== 'undo' && each.kind !== 'redo') act(me, each, n, seen)
        const after = readText(me.doc)
        const unnamed = (content: unknown) =>
          JSON.stringify(content).replaceAll(/"blockId":"[^"]*"/g, '')
        const undoAll = () => {
          while (me.undo.undo() !== undefined);
        }
        undoAll()
        expect(unnamed(readText(me.doc))).toBe(unnamed(before))
        while (me.undo.redo() !== undefined);
        expect(readText(me.doc)).toEqual(after)
        undoAll()
        expect(unnamed(readText(me.doc))).toBe(unnamed(before))
        for (const axis of axes)
          for (const item of me.doc.getMap(axis)._map.values()) expect(item.deleted).toBe(false)
      }),
    )
  })
})

/** Tables, tasks and provisions on plain documents. */
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { join, restyle, split, type } from '#shared/flow/acts'
import { blocksOf } from '#shared/flow/blocks'
import { evenKeys, isOrderKey, keyBetween } from '#shared/flow/order-keys'
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
import { entriesOf, gridsOf } from '#shared/flow/tables'
import {
  blocksRead,
  deliver,
  deliverAll,
  placeOf,
  type Replica,
} from '../../support/flow-replicas.ts'
import {
  cellAt,
  paragraph,
  replicasOfText,
  tableOf,
  tablesRead,
  tasksOf,
  tasksRead,
} from '../../support/flow-tables.ts'
import { type Undoing, undoing } from '../../support/flow-undo.ts'

const table = tableOf([
  ['Country', 'Share'],
  ['Brazil', '3'],
])
const text = {
  words: [paragraph('First', 'p1'), table, paragraph('Last', 'p2')],
  tasks: tasksOf('one', 'two', 'three'),
}
const two = (): [Replica, Replica] => {
  const [a, b] = replicasOfText(text, [5, 6])
  if (!a || !b) throw new Error()
  return [a, b]
}
/** The one table of a text. */
const tableIn = ({ doc }: Replica): string => entriesOf(doc, 'columns')[0]?.table ?? ''
const rowsIn = (replica: Replica, name: string) =>
  gridsOf(replica.doc)(name).rows.map(({ id }) => id)
const columnsIn = (replica: Replica, name: string) =>
  gridsOf(replica.doc)(name).columns.map(({ id }) => id)

describe('rows and columns', () => {
  test('[TXT-350] a row is put where it was asked for, moved and removed; each act says only what it is about, and reading says nothing', () => {
    const [a, b] = two()
    addTo(a.doc, 'rows', 'tasks', 'new', 1)
    type(cellAt(a, 'tasks', 1, 0), 0, 'between')
    expect(tasksRead(a)).toEqual(['one', 'between', 'two', 'three'])
    moveTo(a.doc, 'rows', 'r3', 0)
    expect(tasksRead(a)).toEqual(['three', 'one', 'between', 'two'])
    setRemoved(a.doc, 'rows', 'r1')
    expect(tasksRead(a)).toEqual(['three', 'between', 'two'])
    const before = Y.encodeStateVector(a.doc)
    setRemoved(a.doc, 'rows', 'r1')
    setHeading(a.doc, 'rows', 'r2', false)
    moveTo(a.doc, 'rows', 'nobody', 0)
    readText(a.doc)
    expect(Y.encodeStateVector(a.doc)).toEqual(before)
    moveTo(a.doc, 'rows', 'r2', 0)
    expect(Y.decodeUpdate(Y.encodeStateAsUpdate(a.doc, before)).structs).toHaveLength(1)
    deliver(a, b)
    expect(readText(b.doc)).toEqual(readText(a.doc))
  })

  test('[TXT-351] tables in the words: put behind a paragraph, rows and columns put and removed, headings, taken out and back', () => {
    const [a] = two()
    const id = tableIn(a)
    addTo(a.doc, 'rows', id, 'row', 2)
    addTo(a.doc, 'columns', id, 'column', 1)
    type(cellAt(a, id, 2, 1), 0, 'new')
    expect(tablesRead(a)).toEqual([
      [
        ['Country', '', 'Share'],
        ['Brazil', '', '3'],
        ['', 'new', ''],
      ],
    ])
    setHeading(a.doc, 'columns', columnsIn(a, id)[0] ?? '')
    expect(readText(a.doc).words[1]).toMatchObject({
      rows: [
        [{ header: true }, { header: true }, { header: true }],
        [{ header: true }, { header: false }, { header: false }],
        [{ header: true }, { header: false }, { header: false }],
      ],
    })
    setRemoved(a.doc, 'columns', 'column')
    setRemoved(a.doc, 'rows', rowsIn(a, id)[1] ?? '')
    expect(tablesRead(a)).toEqual([
      [
        ['Country', 'Share'],
        ['', ''],
      ],
    ])
    const { undo } = undoing(a)
    removeTable(a.draft, id)
    expect(tablesRead(a)).toEqual([])
    undo.undo()
    expect(tablesRead(a)).toHaveLength(1)
    insertTable(a.draft, placeOf(a, 'Last'), emptyTable(2, 3))
    expect(readText(a.doc).words.map(({ type: kind }) => kind)).toEqual([
      'paragraph',
      'table',
      'paragraph',
      'table',
      'paragraph',
    ])
    expect(tablesRead(a)[1]).toEqual([
      ['', '', ''],
      ['', '', ''],
    ])
    expect(blocksRead(a).at(-1)).toMatch(/^n\d+:$/)
  })

  test('[TXT-352] nothing is joined over a table; what two do beside it at once leaves it between their paragraphs', () => {
    const [a, b] = two()
    const behind = blocksOf(a.draft.flow)[1]?.from ?? 0
    const before = Y.encodeStateVector(a.doc)
    expect(join(a.draft, behind)).toBeUndefined()
    expect(Y.encodeStateVector(a.doc)).toEqual(before)
    const [c, d] = replicasOfText({}, [5, 6])
    if (!c || !d) throw new Error()
    insertTable(c.draft, placeOf(c, 'First'), emptyTable(1, 1))
    join(d.draft, placeOf(d, 'Last'))
    deliverAll([c, d])
    expect(readText(c.doc).words.map(({ type: kind }) => kind)).toEqual([
      'paragraph',
      'table',
      'paragraph',
    ])
    expect(blocksRead(c)).toEqual(['p1:First', '-:Last'])
    split(a.draft, placeOf(a, 'First') + 5)
    type(a.draft, placeOf(a, 'First') + 7, 'x')
    deliverAll([a, b])
    expect(readText(b.doc).words.map(({ type: kind }) => kind)).toEqual([
      'paragraph',
      'paragraph',
      'table',
      'paragraph',
    ])
  })

  test('[TXT-353] keys leave room between any two, stay short where rows are put one behind the other, and come anew where there is no room', () => {
    let last: string | undefined
    for (let each = 0; each < 1500; each += 1) {
      const next = keyBetween(last, undefined)
      if (next === undefined || (last !== undefined && next <= last))
        throw new Error(`${last} ${next}`)
      last = next
    }
    expect(last?.length).toBeLessThan(5)
    expect(
      evenKeys(1000).every(
        (key, at, all) => isOrderKey(key) && (at === 0 || key > (all[at - 1] ?? '')),
      ),
    ).toBe(true)
    expect(keyBetween('V', 'V')).toBeUndefined()
    const [a] = two()
    // Rows of one key, as two can write them at once, and always at the same place.
    for (const id of ['r1', 'r2', 'r3']) a.doc.getMap('rows').set(`${id}.order`, 'V')
    addTo(a.doc, 'rows', 'tasks', 'new', 1)
    expect(rowsIn(a, 'tasks')).toEqual(['r1', 'new', 'r2', 'r3'])
    for (let each = 0; each < 200; each += 1) addTo(a.doc, 'rows', 'tasks', `in${each}`, 1)
    const rows = rowsIn(a, 'tasks')
    expect(rows.slice(0, 3)).toEqual(['r1', 'in199', 'in198'])
    expect(rows.slice(-3)).toEqual(['new', 'r2', 'r3'])
    for (const id of rows) expect(isOrderKey(a.doc.getMap('rows').get(`${id}.order`))).toBe(true)
  })
})

interface Desk extends Replica, Undoing {
  act(work: () => void): void
}
const desks = (): [Desk, Desk] => {
  const [a, b] = two().map((replica): Desk => {
    const own = undoing(replica)
    return {
      ...replica,
      ...own,
      act(work) {
        own.wait()
        replica.doc.transact(work)
      },
    }
  })
  if (!a || !b) throw new Error()
  return [a, b]
}

describe('undo', () => {
  test('[TXT-354] undo of a new row removes it by its flag, redo takes the flag away, with all that was typed in it; a removed row comes back with what others typed in it', () => {
    const [a, b] = desks()
    a.act(() => addTo(a.doc, 'rows', 'tasks', 'new', 3))
    a.act(() => type(cellAt(a, 'tasks', 3, 0), 0, 'four'))
    a.undo.undo()
    a.undo.undo()
    expect(tasksRead(a)).toEqual(['one', 'two', 'three'])
    expect(a.doc.getMap('rows').get('new.table')).toBe('tasks')
    expect(a.doc.getMap('rows').get('new.removed')).toBe(true)
    a.undo.redo()
    expect(a.doc.getMap('rows').get('new.removed')).toBe(false)
    a.undo.redo()
    expect(tasksRead(a)).toEqual(['one', 'two', 'three', 'four'])
    deliverAll([a, b])
    b.act(() => setRemoved(b.doc, 'rows', 'r2'))
    a.act(() => type(cellAt(a, 'tasks', 1, 0), 4, ' TYPED'))
    deliverAll([a, b])
    expect(tasksRead(a)).toEqual(['one', 'three', 'four'])
    b.undo.undo()
    deliverAll([a, b])
    expect(tasksRead(a)).toEqual(['one', 'two TYPED', 'three', 'four'])
    b.undo.redo()
    expect(tasksRead(b)).toEqual(['one', 'three', 'four'])
  })

  test('[TXT-355] undo reaches a cell that was left, a moved row and a removed column, and only one’s own; a new row in which another has written stays', () => {
    const [a, b] = desks()
    const id = tableIn(a)
    a.act(() => type(cellAt(a, 'tasks', 0, 2), 0, 'how'))
    a.act(() => moveTo(a.doc, 'rows', 'r3', 0))
    a.act(() => setRemoved(a.doc, 'columns', columnsIn(a, id)[1] ?? ''))
    deliver(a, b)
    b.act(() => moveTo(b.doc, 'rows', 'r1', 2))
    b.act(() => type(cellAt(b, id, 1, 0), 1, 'Land: '))
    deliver(b, a)
    a.undo.undo()
    expect(tablesRead(a)).toEqual([
      [
        ['Country', 'Share'],
        ['Land: Brazil', '3'],
      ],
    ])
    a.undo.undo()
    expect(tasksRead(a)).toEqual(['two', 'one', 'three'])
    expect(readText(a.doc).tasks[1]?.implementation).toHaveLength(1)
    a.undo.undo()
    expect(readText(a.doc).tasks[1]?.implementation).toEqual([])
    a.act(() => addTo(a.doc, 'rows', 'tasks', 'new', 0))
    a.act(() => insertTable(a.draft, placeOf(a, 'Last'), emptyTable(1, 1)))
    deliverAll([a, b])
    const newest = [...gridsOf(b.doc)('tasks').rows][0]?.id
    expect(newest).toBe('new')
    b.act(() => type(cellAt(b, 'tasks', 0, 0), 0, 'mine'))
    deliverAll([a, b])
    a.undo.undo()
    expect(tablesRead(a)).toHaveLength(1)
    a.undo.undo()
    deliverAll([a, b])
    expect(tasksRead(b)).toEqual(['mine', 'two', 'one', 'three'])
  })

  test('[TXT-368] what was said under one key several times in a row is taken back one by one: order, headings, looks of a block', () => {
    const [a] = desks()
    const states: string[] = []
    const read = () => JSON.stringify(readText(a.doc))
    const acts = [0, 2, 1, 2].map((at) => () => moveTo(a.doc, 'rows', 'r2', at))
    const looks = ([1, 2, 3, 1] as const).map(
      (level) => () => restyle(a.draft, placeOf(a, 'First'), { kind: 'heading', level }),
    )
    for (const act of [...acts, ...looks]) {
      states.push(read())
      a.act(act)
    }
    const last = read()
    for (const state of states.toReversed()) {
      a.undo.undo()
      expect(read()).toBe(state)
    }
    for (const state of [...states.slice(1), last]) {
      a.undo.redo()
      expect(read()).toBe(state)
    }
  })
})

/** What no page writes into the rows, columns, tables and cells of a document of flows, and more of them than one member may. */
import * as Y from 'yjs'
import { flowBounds } from '#shared/flow/allowed-flow'
import { flowOf } from '#shared/flow/flow-doc'
import { putEmbeds } from '#shared/flow/put'
import { emptyTable, insertTable } from '#shared/flow/table-acts'
import { axisKeys, cellFlow, entriesOf } from '#shared/flow/tables'

const key = (root: string, name: string, value: unknown) => (doc: Y.Doc) =>
  doc.getMap(root).set(name, value)
/** The ids of the one table in the words, of its first row and of its first column. */
export const namesIn = (doc: Y.Doc) => {
  const [column] = entriesOf(doc, 'columns')
  const row = entriesOf(doc, 'rows').find(({ table }) => table === column?.table)
  if (!row || !column) throw new Error('no table')
  return { table: column.table, row: row.id, column: column.id }
}
const write = (doc: Y.Doc, cell: string) => doc.getText(cell).insert(0, 'x')

/** Each changes a copy of a text with a table in the words and a task `r1`. */
export const strangeTables: Record<string, (doc: Y.Doc) => void> = {
  'a row that changes its table': key('rows', 'r1.table', 'provisions'),
  'a row that says its table again': key('rows', 'r1.table', 'tasks'),
  'a column of the tasks': key('columns', 'c9.table', 'tasks'),
  'a column whose id holds a slash': (doc) => key('columns', 'a/b.table', namesIn(doc).table)(doc),
  'a table of an endless id': key('rows', 'r9.table', 'x'.repeat(65)),
  'an order that ends with nothing': key('rows', 'r1.order', 'V0'),
  'an order of other signs': key('rows', 'r1.order', 'V~'),
  'an order without end': key('rows', 'r1.order', 'V'.repeat(65)),
  'an order of a column that is no text': (doc) =>
    key('columns', `${namesIn(doc).column}.order`, 1)(doc),
  'a flag that is no flag': key('rows', 'r1.removed', 1),
  'a heading that is a type': key('rows', 'r1.heading', new Y.Map()),
  'a key of a row that is not known': key('rows', 'r1.colour', 'red'),
  'a key of nobody': key('rows', '.removed', true),
  'a flag deleted': (doc) => {
    key('rows', 'r1.removed', true)(doc)
    doc.getMap('rows').delete('r1.removed')
  },
  'a column deleted': (doc) => doc.getMap('columns').delete(`${namesIn(doc).column}.table`),
  'an order deleted': (doc) => doc.getMap('columns').delete(`${namesIn(doc).column}.order`),
  'something in a sequence of columns': (doc) => doc.getText('columns').insert(0, 'x'),
  'a second place of a table that stands': (doc) =>
    putEmbeds(flowOf(doc), 0, { table: namesIn(doc).table }),
  'a place of the tasks': (doc) => putEmbeds(flowOf(doc), 0, { table: 'tasks' }),
  'a place with more than an id': (doc) => flowOf(doc).insertEmbed(0, { table: 't9', rows: 3 }),
  'a table in a cell': (doc) => putEmbeds(flowOf(doc, 'cell/r1/what'), 0, { table: 't9' }),
  'a cell of a column that tasks do not have': (doc) => write(doc, 'cell/r1/indicator'),
  'a cell of a task under a column of the table': (doc) =>
    write(doc, cellFlow('r1', namesIn(doc).column)),
  'a cell of two tables': (doc) => {
    const { row } = namesIn(doc)
    putEmbeds(flowOf(doc), 0, { table: 't9' })
    key('columns', 'c9.table', 't9')(doc)
    write(doc, cellFlow(row, 'c9'))
  },
  'a merge from what is no cell': key('merges', 'r1', 'r1/what'),
  'a merge to what is no cell': key('merges', 'cell/r1/what', 'r1'),
  'a merge to a number': key('merges', 'cell/r1/what', 7),
  'a merge that says much': key('merges', 'cell/r1/what', 'x'.repeat(10_000)),
  'a merge with a column that tasks do not have': key('merges', 'cell/r1/what', 'r1/indicator'),
  'something in a sequence of merges': (doc) => doc.getText('merges').insert(0, 'x'),
  'a cell with a key': (doc) => flowOf(doc, 'cell/r1/what').setAttribute('dir', 'rtl'),
}

/** Keys and cells of what is not there yet. */
export const earlyTables: Record<string, (doc: Y.Doc) => void> = {
  'a row of a table without a place': key('rows', 'r9.table', 't9'),
  'a column of a table without a place': key('columns', 'c9.table', 't9'),
  'a flag of no row': key('rows', 'r9.removed', true),
  'an order of no column': key('columns', 'c9.order', 'V'),
  'a cell of no row': (doc) => write(doc, 'cell/r9/what'),
  'a cell of no column': (doc) => write(doc, cellFlow(namesIn(doc).row, 'c9')),
  'a cell of a row of the table under a field of tasks': (doc) =>
    write(doc, cellFlow(namesIn(doc).row, 'what')),
  'a cell of nothing at all': (doc) => write(doc, 'cell/r9/c9'),
}

const many = (doc: Y.Doc, axis: 'rows' | 'columns', count: number) => {
  const { table } = namesIn(doc)
  doc.transact(() => {
    for (let each = 0; each < count; each += 1)
      axisKeys(doc, axis).set(`${axis}${each}.table`, table)
  })
}
const draftOf = (doc: Y.Doc, made = { ids: 0 }) => ({
  flow: flowOf(doc),
  newBlockId: () => `n${doc.clientID}-${(made.ids += 1)}`,
})

/** More of what may be than one member writes. */
export const tableFloods: Record<string, (doc: Y.Doc) => void> = {
  'rows of tables': (doc) => many(doc, 'rows', flowBounds.tableRows.member + 1),
  columns: (doc) => many(doc, 'columns', flowBounds.columns.member + 1),
  'cells that are not written in': (doc) => {
    many(doc, 'rows', 200)
    many(doc, 'columns', 100)
  },
  'cells of many tables': (doc) => {
    const draft = draftOf(doc)
    doc.transact(() => {
      for (let each = 0; each < 40; each += 1) insertTable(draft, 0, emptyTable(20, 20))
    })
  },
}

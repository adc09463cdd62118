// @vitest-environment jsdom
/** Uneven tables: what a merge leaves when one adds a column while another adds a row. */
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { readContent } from '#shared/text/read-content'
import { openEditor } from './words-editor.ts'

const named = (name: string, ...children: readonly (Y.XmlElement | Y.XmlText)[]): Y.XmlElement => {
  const element = new Y.XmlElement(name)
  element.insert(0, [...children])
  return element
}
const cellOf = (words: string) => named('tableCell', named('paragraph', new Y.XmlText(words)))
const rowOf = (...words: readonly string[]) => named('tableRow', ...words.map(cellOf))

/** How many cells each row of each table has. */
const cellsOf = (doc: Y.Doc) =>
  readContent(doc).words.flatMap((block) =>
    block.type === 'table' ? [block.rows.map((row) => row.length)] : [],
  )

test('[TXT-245] opening a page writes nothing into an uneven table, nor does what others do to it: nobody repairs it but by an act of their own', () => {
  const doc = new Y.Doc()
  const empty = named('table')
  const wide = cellOf('too tall')
  wide.setAttribute('rowspan', 9 as never)
  doc
    .getXmlFragment('words')
    .push([
      named('table', rowOf('a', 'b', 'c'), rowOf('d')),
      named('table', named('tableRow', wide)),
      empty,
      named('paragraph', new Y.XmlText('Behind.')),
    ])
  let writes = 0
  doc.on('update', (_update: Uint8Array, origin: unknown) => {
    if (origin !== 'others') writes += 1
  })
  const before = readContent(doc)
  const editor = openEditor(doc)
  expect(editor.getText()).toContain('too tall')
  expect(readContent(doc)).toEqual(before)
  const other = new Y.Doc()
  Y.applyUpdate(other, Y.encodeStateAsUpdate(doc))
  const table = other.getXmlFragment('words').get(0)
  if (!(table instanceof Y.XmlElement)) throw new Error('no table')
  table.push([rowOf('e', 'f')])
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(other), 'others')
  expect(editor.getText()).toContain('f')
  expect(writes).toBe(0)
  expect(readContent(doc)).toEqual(readContent(other))
  // One's own act comes through.
  editor.commands.insertContentAt(editor.state.doc.content.size - 1, ' Typed.')
  expect(editor.getText()).toContain('Behind. Typed.')
  expect(writes).toBeGreaterThan(0)
  expect(cellsOf(doc)).toEqual(cellsOf(other))
})

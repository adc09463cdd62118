/** The plain reader of a tree. It never writes, and never throws on a document that a merge left odd. */
import * as Y from 'yjs'
import type {
  Block,
  Cell,
  Inline,
  ListStyle,
  Provision,
  Task,
  TextContent,
} from '../domain/content.ts'
import { provisionsName, tasksName } from '../text/content-names.ts'
import { attributeOf, readInlines } from './read-inlines.ts'
import { nodeName, wordsName } from './tree-names.ts'

const elementsOf = (parent: Y.XmlFragment): Y.XmlElement[] =>
  parent.toArray().filter((child) => child instanceof Y.XmlElement)

function listStyle(element: Y.XmlElement): ListStyle {
  if (element.nodeName === nodeName.bulletList) return 'bullet'
  const type = attributeOf(element, 'type')
  return type === 'a' ? 'letter' : type === 'i' ? 'roman' : 'number'
}

/** Whether a child of a block is of its line of words, and no block itself. */
export const isInline = (child: unknown): child is Y.XmlText | Y.XmlElement =>
  child instanceof Y.XmlText ||
  (child instanceof Y.XmlElement &&
    (child.nodeName === nodeName.hardBreak || child.nodeName === nodeName.bracket))

/** Reads the line of words of a block or cell. */
type ReadLine = (line: Y.XmlFragment) => Inline[]

function readBlock(element: Y.XmlElement, readLine: ReadLine): Block[] {
  const blockId = attributeOf(element, 'id')
  switch (element.nodeName) {
    case nodeName.paragraph:
      return [{ type: 'paragraph', blockId, inlines: readLine(element) }]
    case nodeName.heading: {
      const level = Number(attributeOf(element, 'level'))
      return [
        {
          type: 'heading',
          blockId,
          level: level === 1 || level === 2 ? level : 3,
          inlines: readLine(element),
        },
      ]
    }
    case nodeName.bulletList:
    case nodeName.orderedList:
      return [
        {
          type: 'list',
          style: listStyle(element),
          items: elementsOf(element).map((item) => ({ blocks: readBlocks(item, readLine) })),
        },
      ]
    case nodeName.table:
      return [
        {
          type: 'table',
          rows: elementsOf(element).map((row) =>
            elementsOf(row).map((cell) => ({
              header: cell.nodeName === nodeName.tableHeader,
              blocks: readBlocks(cell, readLine),
            })),
          ),
        },
      ]
    default:
      return readBlocks(element, readLine)
  }
}

/** The blocks below a fragment or element. Words that lie outside any block become a paragraph. */
export function readBlocks(parent: Y.XmlFragment, readLine: ReadLine = readInlines): Block[] {
  const children = parent.toArray()
  if (children.length > 0 && children.every(isInline)) {
    const inlines = readLine(parent)
    return inlines.length > 0 ? [{ type: 'paragraph', blockId: '', inlines }] : []
  }
  return children.flatMap((child): Block[] =>
    child instanceof Y.XmlElement ? readBlock(child, readLine) : [],
  )
}

/** A cell of a task or provision, as one line. */
type CellOf = (row: Y.Map<unknown>, field: string) => Cell

const cellsBy =
  (readLine: ReadLine): CellOf =>
  (row, field) => {
    const cell = row.get(field)
    return cell instanceof Y.XmlFragment ? readLine(cell) : []
  }

function rowIdOf(row: Y.Map<unknown>): string {
  const rowId = row.get('rowId')
  return typeof rowId === 'string' ? rowId : ''
}

const rowsOf = (doc: Y.Doc, name: string): Y.Map<unknown>[] =>
  doc
    .getArray<unknown>(name)
    .toArray()
    .filter((row) => row instanceof Y.Map)

const readTask = (row: Y.Map<unknown>, cellOf: CellOf): Task => ({
  rowId: rowIdOf(row),
  what: cellOf(row, 'what'),
  responsibleBody: cellOf(row, 'responsibleBody'),
  implementation: cellOf(row, 'implementation'),
  timeline: cellOf(row, 'timeline'),
})

const readProvision = (row: Y.Map<unknown>, cellOf: CellOf): Provision => ({
  rowId: rowIdOf(row),
  indicator: cellOf(row, 'indicator'),
  baseline: cellOf(row, 'baseline'),
  target: cellOf(row, 'target'),
  meansOfVerification: cellOf(row, 'meansOfVerification'),
  responsibleBody: cellOf(row, 'responsibleBody'),
  frequency: cellOf(row, 'frequency'),
})

/** What a text says now, its lines of words read as asked. */
export function readContent(doc: Y.Doc, readLine: ReadLine = readInlines): TextContent {
  const cellOf = cellsBy(readLine)
  return {
    words: readBlocks(doc.getXmlFragment(wordsName), readLine),
    tasks: rowsOf(doc, tasksName).map((row) => readTask(row, cellOf)),
    provisions: rowsOf(doc, provisionsName).map((row) => readProvision(row, cellOf)),
  }
}

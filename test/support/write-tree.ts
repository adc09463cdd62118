/** Writes content into a document of the tree, as releases before flows did. */
import * as Y from 'yjs'
import {
  type Block,
  type Cell,
  type Inline,
  type ListStyle,
  provisionFields,
  type TextContent,
  taskFields,
} from '#shared/domain/content'
import { provisionsName, tasksName } from '#shared/text/content-names'
import { nodeName, wordsName } from '#shared/tree/tree-names'

/** The marks of a run, as the editor writes them. */
export function attributesOf(inline: Extract<Inline, { type: 'words' }>): Record<string, object> {
  return Object.fromEntries(
    inline.marks.map((mark) => [mark.type, mark.type === 'link' ? { href: mark.href } : {}]),
  )
}

type Attributes = Record<string, string | number>
type Node = Y.XmlElement<Attributes> | Y.XmlText

/** Whatever takes children: Yjs types its attributes too narrowly for headings, whose level is a number. */
interface Parent {
  insert(index: number, children: readonly unknown[]): void
}

/** Puts nodes among the children of a parent. */
export function insertNodes(parent: Parent, index: number, nodes: readonly Node[]): void {
  if (nodes.length > 0) parent.insert(index, nodes)
}

/** An element with its attributes, empty ones left out, and its children. */
export function element(
  name: string,
  attributes: Attributes = {},
  children: readonly Node[] = [],
): Node {
  const node = new Y.XmlElement<Attributes>(name)
  for (const [key, value] of Object.entries(attributes))
    if (value !== '') node.setAttribute(key, value)
  insertNodes(node, 0, children)
  return node
}

/** Runs of words as one text. */
export function words(runs: readonly Extract<Inline, { type: 'words' }>[]): Node {
  const text = new Y.XmlText()
  text.applyDelta(runs.map((run) => ({ insert: run.words, attributes: attributesOf(run) })))
  return text
}

/** Inlines as the nodes that a paragraph holds. */
export function inlineNodes(inlines: readonly Inline[]): Node[] {
  const nodes: Node[] = []
  let runs: Extract<Inline, { type: 'words' }>[] = []
  const flush = () => {
    if (runs.length > 0) nodes.push(words(runs))
    runs = []
  }
  for (const inline of inlines) {
    if (inline.type === 'words') {
      runs.push(inline)
      continue
    }
    flush()
    if (inline.type === 'line-break') nodes.push(element(nodeName.hardBreak))
    else {
      const { edge, bracketId, sponsors, putAt = '', optionOf = '' } = inline
      nodes.push(element(nodeName.bracket, { edge, bracketId, sponsors, putAt, optionOf }))
    }
  }
  flush()
  return nodes
}

const listTypes: Record<Exclude<ListStyle, 'bullet'>, string> = {
  number: '1',
  letter: 'a',
  roman: 'i',
  'upper-letter': 'A',
  'upper-roman': 'I',
}

/** A paragraph as a node. */
export const paragraphNode = (block: Extract<Block, { type: 'paragraph' }>): Node =>
  element(nodeName.paragraph, { id: block.blockId }, inlineNodes(block.inlines))

/** A block as the editor would write it. */
export function blockNode(block: Block): Node {
  switch (block.type) {
    case 'paragraph':
      return paragraphNode(block)
    case 'heading':
      return element(
        nodeName.heading,
        { id: block.blockId, level: block.level },
        inlineNodes(block.inlines),
      )
    case 'list': {
      const items = block.items.map((item) =>
        element(nodeName.listItem, {}, item.blocks.map(blockNode)),
      )
      return block.style === 'bullet'
        ? element(nodeName.bulletList, {}, items)
        : element(nodeName.orderedList, { type: listTypes[block.style], start: 1 }, items)
    }
    case 'table':
      return element(
        nodeName.table,
        {},
        block.rows.map((row) =>
          element(
            nodeName.tableRow,
            {},
            row.map((cell) =>
              element(
                cell.header ? nodeName.tableHeader : nodeName.tableCell,
                { colspan: 1, rowspan: 1 },
                cell.blocks.map(blockNode),
              ),
            ),
          ),
        ),
      )
  }
}

function row<Field extends string>(
  rowId: string,
  fields: readonly Field[],
  cells: Partial<Record<Field, Cell>>,
): Y.Map<unknown> {
  const map = new Y.Map<unknown>()
  map.set('rowId', rowId)
  for (const field of fields) {
    const cell = new Y.XmlFragment()
    insertNodes(cell, 0, [element(nodeName.paragraph, {}, inlineNodes(cells[field] ?? []))])
    map.set(field, cell)
  }
  return map
}

/** Writes the content into an empty Y.Doc, in one transaction. */
export function writeContent(doc: Y.Doc, content: TextContent): void {
  doc.transact(() => {
    insertNodes(doc.getXmlFragment(wordsName), 0, content.words.map(blockNode))
    doc.getArray(tasksName).insert(
      0,
      content.tasks.map((task) => row(task.rowId, taskFields, task)),
    )
    doc.getArray(provisionsName).insert(
      0,
      content.provisions.map((provision) => row(provision.rowId, provisionFields, provision)),
    )
  })
}

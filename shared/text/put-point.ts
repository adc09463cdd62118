/** Puts one point of an alternative into a copy of the majority text: its words take the place of those they differ from. */
import * as Y from 'yjs'
import type { Block, Inline, TextContent } from '../domain/content.ts'
import type { BlockLook } from './block-looks.ts'
import { liftedEdge, nodeName, wordsName } from './content-names.ts'
import { contentRows } from './content-rows.ts'
import { flatInlines } from './flat-words.ts'
import { isInline } from './read-content.ts'
import { readInlines } from './read-inlines.ts'
import { sliceInlines } from './slice-inlines.ts'
import {
  type ComparedPart,
  type ComparisonRow,
  compareTexts,
  type Point,
} from './text-comparison.ts'
import { hasWholeBrackets, withFreshBrackets } from './whole-brackets.ts'
import {
  addRow,
  attributesOf,
  blockNode,
  cellFragment,
  element,
  inlineNodes,
  insertNodes,
} from './write-content.ts'

type PointPart = Extract<ComparedPart, { kind: 'point' }>

interface Found {
  readonly row: ComparisonRow
  readonly part: PointPart
  readonly look: BlockLook
}

function find(majority: TextContent, alternative: TextContent, point: Point): Found | undefined {
  for (const row of compareTexts(majority, [alternative])) {
    const [passage] = row.alternatives
    for (const part of passage?.parts ?? [])
      if (
        passage &&
        part.kind === 'point' &&
        part.point.struck === point.struck &&
        part.point.put === point.put &&
        part.point.occurrence === point.occurrence
      )
        return { row, part, look: passage.look }
  }
  return undefined
}

/** Why a point cannot be put into the majority text as it stands; undefined when it can. */
export function whyNotPutPoint(
  majority: TextContent,
  alternative: TextContent,
  point: Point,
): 'point-gone' | 'point-not-whole' | undefined {
  const found = find(majority, alternative, point)
  if (!found) return 'point-gone'
  return isPuttable(found.part) ? undefined : 'point-not-whole'
}

/** Whether a point can become an amendment by itself: no bracket of it begins or ends in another paragraph. */
export const isPuttable = ({ struck, put }: PointPart): boolean =>
  hasWholeBrackets(struck) && hasWholeBrackets(put)

/** The parents of the words, in the order of `wordBlocks`. */
function wordParents(parent: Y.XmlFragment): Y.XmlFragment[] {
  const children = parent.toArray()
  if (children.length > 0 && children.every(isInline))
    return readInlines(parent).length > 0 ? [parent] : []
  return children.flatMap((child) => {
    if (!(child instanceof Y.XmlElement)) return []
    const isBlock = child.nodeName === nodeName.paragraph || child.nodeName === nodeName.heading
    return isBlock ? [child] : wordParents(child)
  })
}

interface Leaf {
  readonly node: Y.XmlText | Y.XmlElement
  readonly parent: Y.XmlFragment
  readonly start: number
  readonly length: number
}

/** What the flat text of a paragraph or cell is made of. */
function leaves(parent: Y.XmlFragment): Leaf[] {
  const all: Leaf[] = []
  let start = 0
  const walk = (inside: Y.XmlFragment) => {
    for (const node of inside.toArray()) {
      if (node instanceof Y.XmlText) {
        all.push({ node, parent: inside, start, length: node.length })
        start += node.length
      } else if (node instanceof Y.XmlElement) {
        if (!isInline(node)) walk(node)
        else {
          const isLifted = node.getAttribute('edge') === liftedEdge
          all.push({ node, parent: inside, start, length: isLifted ? 0 : 1 })
          start += isLifted ? 0 : 1
        }
      }
    }
  }
  walk(parent)
  return all
}

/** Strikes a range of a paragraph or cell and puts inlines there. */
function replaceWords(
  parent: Y.XmlFragment,
  start: number,
  end: number,
  put: readonly Inline[],
): void {
  for (const leaf of leaves(parent)) {
    const from = Math.max(start - leaf.start, 0)
    const length = Math.min(end - leaf.start, leaf.length) - from
    if (length <= 0) continue
    if (leaf.node instanceof Y.XmlText) leaf.node.delete(from, length)
    // As where a bracket is lifted: taken out, it would join the words beside it.
    else if (leaf.node.nodeName === nodeName.bracket) leaf.node.setAttribute('edge', liftedEdge)
    else leaf.parent.delete(leaf.parent.toArray().indexOf(leaf.node), 1)
  }
  if (put.length > 0) putInlines(parent, start, put)
}

/** Puts inlines at a place in a paragraph or cell: words among the words there, a bracket or a break with what follows anew. */
function putInlines(parent: Y.XmlFragment, start: number, put: readonly Inline[]): void {
  const left = leaves(parent)
  const place = left.find(
    ({ node, start: at, length }) =>
      node instanceof Y.XmlText && at <= start && start <= at + length,
  )
  if (place?.node instanceof Y.XmlText) {
    const { node: text, start: textStart, length } = place
    let at = start - textStart
    const firstNode = put.findIndex(({ type }) => type !== 'words')
    const following =
      firstNode < 0 ? [] : sliceInlines(readInlines(parent), start, textStart + length)
    if (firstNode >= 0) text.delete(at, length - at)
    for (const run of firstNode < 0 ? put : put.slice(0, firstNode)) {
      if (run.type !== 'words') continue
      text.insert(at, run.words, attributesOf(run))
      at += run.words.length
    }
    const anew = firstNode < 0 ? [] : [...put.slice(firstNode), ...following]
    insertNodes(place.parent, place.parent.toArray().indexOf(text) + 1, inlineNodes(anew))
    return
  }
  const next = left.find(({ start: at, length }) => at >= start && length > 0)
  const holder =
    next?.parent ??
    left.at(-1)?.parent ??
    parent.toArray().find((child) => child instanceof Y.XmlElement) ??
    parent
  const at = next ? next.parent.toArray().indexOf(next.node) : holder.length
  insertNodes(holder, at, inlineNodes(put))
}

const indexIn = (parent: Y.XmlFragment, node: Y.XmlFragment): number =>
  parent.toArray().findIndex((child) => child === node)

/** Takes a paragraph out, with the item and the list that held nothing else; the last one of a place is only emptied. */
function removeBlock(block: Y.XmlFragment): void {
  const { parent } = block
  if (!(parent instanceof Y.XmlFragment)) return
  const isCell =
    parent instanceof Y.XmlElement &&
    (parent.nodeName === nodeName.tableCell || parent.nodeName === nodeName.tableHeader)
  if (parent.length > 1) parent.delete(indexIn(parent, block), 1)
  else if (isCell || !(parent instanceof Y.XmlElement))
    replaceWords(block, 0, flatInlines(readInlines(block)).length, [])
  else removeBlock(parent)
}

/** Puts a paragraph after another: as an item of the same list where both are items, or else after the whole list or table. */
function insertBlock(
  doc: Y.Doc,
  after: Y.XmlFragment | undefined,
  block: Block,
  depth: number,
): void {
  const root = doc.getXmlFragment(wordsName)
  let place: Y.XmlFragment | undefined = after
  while (place && place.parent !== root) {
    const { parent } = place
    const isItem = place instanceof Y.XmlElement && place.nodeName === nodeName.listItem
    if (isItem && depth > 0 && parent instanceof Y.XmlFragment) {
      insertNodes(parent, indexIn(parent, place) + 1, [
        element(nodeName.listItem, {}, [blockNode(block)]),
      ])
      return
    }
    place = parent instanceof Y.XmlFragment ? parent : undefined
  }
  insertNodes(root, place ? indexIn(root, place) + 1 : 0, [blockNode(block)])
}

/** Puts the point into the document of the majority text or of a copy of it; nothing happens when it is not there any more. */
export function putPoint(
  doc: Y.Doc,
  majority: TextContent,
  alternative: TextContent,
  point: Point,
  newBracketId: () => string,
): void {
  const found = find(majority, alternative, point)
  if (!found || !isPuttable(found.part)) return
  const { row, part, look } = found
  const { place } = row
  const put = withFreshBrackets(part.put, newBracketId)
  const end = part.start + point.struck.length
  doc.transact(() => {
    if (place.of === 'cell' && !place.isThere) {
      // A task or provision is nothing by one of its cells: it comes whole.
      const { rows, rowId } = place
      const added = contentRows(alternative, rows).find((each) => each.rowId === rowId)
      const cells = added?.cells.map(
        ({ field, cell }) => [field, withFreshBrackets(cell, newBracketId)] as const,
      )
      addRow(doc, rows, rowId, Object.fromEntries(cells ?? []))
      return
    }
    if (place.of === 'cell') {
      const cell = cellFragment(doc, place.rows, place.rowId, place.field)
      if (cell) replaceWords(cell, part.start, end, put)
      return
    }
    const parents = wordParents(doc.getXmlFragment(wordsName))
    if (place.block !== null) {
      const parent = parents[place.block]
      const isAll = row.majority && flatInlines(row.majority.inlines) === point.struck
      if (!parent) return
      if (isAll && point.put === '') removeBlock(parent)
      else replaceWords(parent, part.start, end, put)
      return
    }
    // A paragraph gets an id of its own from the first editor that opens it.
    const block: Block =
      look.heading === null
        ? { type: 'paragraph', blockId: '', inlines: put }
        : { type: 'heading', level: look.heading, blockId: '', inlines: put }
    insertBlock(doc, parents[place.after], block, look.depth)
  })
}

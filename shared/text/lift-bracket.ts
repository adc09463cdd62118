/** Lifts brackets in a Y.Doc: their edges are seen no more, and their words go where they are dropped. */
import * as Y from 'yjs'
import { itemOf } from './amended-words.ts'
import { liftedEdge, nodeName, rowsNames, wordsName } from './content-names.ts'
import { rowFields } from './content-rows.ts'
import { type Lift, type Piece, planLift } from './lift-plan.ts'
import { plainWords } from './plain-words.ts'
import { attributeOf } from './read-inlines.ts'

type Inline = Y.XmlText | Y.XmlElement
interface Held extends Piece {
  readonly node: Inline
  readonly parent: Y.XmlFragment
}

/** The inlines below a fragment in document order. */
function* held(parent: Y.XmlFragment, place: number): Generator<Held> {
  for (const node of parent.toArray()) {
    if (node instanceof Y.XmlText) yield { node, parent, place, edge: undefined, bracketId: '' }
    else if (!(node instanceof Y.XmlElement)) continue
    else if (node.nodeName === nodeName.bracket) {
      const edge = attributeOf(node, 'edge')
      if (edge === liftedEdge) continue
      yield {
        node,
        parent,
        place,
        edge: edge === 'close' ? 'close' : 'open',
        bracketId: attributeOf(node, 'bracketId'),
      }
    } else if (node.nodeName === nodeName.hardBreak)
      yield { node, parent, place, edge: undefined, bracketId: '' }
    else yield* held(node, place)
  }
}

function* cells(doc: Y.Doc): Generator<Y.XmlFragment> {
  for (const rows of rowsNames)
    for (const row of doc.getArray<unknown>(rows).toArray())
      for (const field of rowFields[rows]) {
        const cell: unknown = row instanceof Y.Map ? row.get(field) : undefined
        if (cell instanceof Y.XmlFragment) yield cell
      }
}

const remove = (transaction: Y.Transaction, node: Y.XmlElement): void =>
  itemOf(node)?.delete(transaction)

const isBracket = (node: unknown): node is Y.XmlElement =>
  node instanceof Y.XmlElement && node.nodeName === nodeName.bracket

/** Whether nothing of it is seen: an edge that is lifted, or a text without words. */
const isUnseen = (node: unknown): boolean =>
  isBracket(node)
    ? attributeOf(node, 'edge') === liftedEdge
    : node instanceof Y.XmlText && node.length === 0

type Sibling = Y.XmlElement['nextSibling']

/** Finds the nearest sibling that can be seen, forwards or backwards. What was passed over once is leapt over from then on. */
function openSeenBeside(step: 'nextSibling' | 'prevSibling'): (node: Inline) => Sibling {
  const leaps = new Map<Sibling, Sibling>()
  return (node) => {
    const passed: Sibling[] = []
    let other: Sibling = node[step]
    while (other && isUnseen(other)) {
      passed.push(other)
      other = leaps.has(other) ? (leaps.get(other) ?? null) : other[step]
    }
    for (const each of passed) leaps.set(each, other)
    return other
  }
}

const wordsOf = (node: unknown): string => (node instanceof Y.XmlText ? plainWords(node) : '')

/** Where words were dropped, one space between the neighbours is enough, and none before a full stop or at an edge. */
function closeGap(left: Sibling, right: Sibling): void {
  const [before, after] = [wordsOf(left), wordsOf(right)]
  const isBegun = left !== null && !(isBracket(left) && attributeOf(left, 'edge') === 'open')
  const isEnded =
    right === null ||
    (isBracket(right) && attributeOf(right, 'edge') === 'close') ||
    /^[.,;:)]/.test(after)
  if (right instanceof Y.XmlText && after.startsWith(' ') && (!isBegun || before.endsWith(' ')))
    right.delete(0, 1)
  else if (left instanceof Y.XmlText && before.endsWith(' ') && isEnded)
    left.delete(before.length - 1, 1)
}

const tableCells: readonly string[] = [nodeName.tableCell, nodeName.tableHeader]

/** A block that was dropped whole goes, with the list item that held nothing else; the last block of a place stays. */
function prune(transaction: Y.Transaction, block: Y.XmlFragment): void {
  const { parent } = block
  if (!(block instanceof Y.XmlElement) || !(parent instanceof Y.XmlFragment)) return
  if (parent.length > 1) remove(transaction, block)
  else if (parent instanceof Y.XmlElement && !tableCells.includes(parent.nodeName))
    prune(transaction, parent)
}

/** Lifts brackets in one transaction. Words beside them are left as they are, for those who type there meanwhile. */
export function liftBrackets(doc: Y.Doc, lift: Lift): void {
  doc.transact((transaction) => {
    const pieces = [
      ...held(doc.getXmlFragment(wordsName), 0),
      ...[...cells(doc)].flatMap((cell, index) => [...held(cell, index + 1)]),
    ]
    const goes = planLift(pieces, lift)
    const gone = pieces.filter((_, index) => goes[index])
    for (const { node } of gone) {
      if (isBracket(node)) node.setAttribute('edge', liftedEdge)
      else if (node instanceof Y.XmlText) node.delete(0, node.length)
      else remove(transaction, node)
    }
    // Where a bracket begins or ends its paragraph stays: words that somebody types behind it meanwhile would go with it.
    const withEdges = new Set(gone.flatMap(({ node, parent }) => (isBracket(node) ? [parent] : [])))
    for (const parent of new Set(gone.map((piece) => piece.parent)))
      if (!withEdges.has(parent) && parent.toArray().every(isUnseen)) prune(transaction, parent)
    const [before, after] = [openSeenBeside('prevSibling'), openSeenBeside('nextSibling')]
    for (const { node, bracketId } of gone)
      if (lift.drop.has(bracketId) && isBracket(node)) closeGap(before(node), after(node))
  })
}

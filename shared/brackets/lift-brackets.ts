/**
 * Lifts brackets in a text: their edges go, and nothing else moves. Where a bracket goes with its words, tables that lie whole in it go too,
 * and so do blocks and rows of which nothing is left; of the spaces around it one is left.
 *
 * Before `{p1} to [PT: publish] it [in full].{end}`. The first one's words stay, the second one goes: `{p1} to publish it.{end}`
 */
import type * as Y from 'yjs'
import { isTable, partsOf } from '../flow/blocks.ts'
import { caretAt, indexOf } from '../flow/carets.ts'
import type { Embed } from '../flow/embeds.ts'
import { flowOf } from '../flow/flow-doc.ts'
import { flowNames } from '../flow/moments.ts'
import { deleteRange } from '../flow/put.ts'
import { setRemoved } from '../flow/table-acts.ts'
import { cellOf } from '../flow/tables.ts'
import type { Token } from '../flow/tokens.ts'
import { type Lift, type Piece, planLift } from './lift-plan.ts'

/** Something that stands in a flow, from an index to another. */
interface Standing extends Piece {
  readonly from: number
  readonly to: number
  /** The block whose edge it is, by its place among the parts of the flow. */
  readonly ofBlock?: number
}

function pieceOf(token: Token): Standing {
  const { index, length } = token
  const embed: Embed = (token.type === 'embed' ? token.embed : undefined) ?? { end: 1 }
  const place = { place: 0, from: index, to: index + length }
  if ('open' in embed) return { ...place, edge: 'open', bracketId: embed.open }
  if ('close' in embed) return { ...place, edge: 'close', bracketId: embed.close }
  return { ...place, edge: undefined, bracketId: '' }
}

/** All that stands in a flow, in its order. */
function piecesOf(flow: Y.Text): Standing[] {
  const other = { place: 0, edge: undefined, bracketId: '' }
  return partsOf(flow).flatMap((part, ofBlock): Standing[] => {
    if (isTable(part)) return [{ ...other, from: part.index, to: part.index + 1 }]
    const { blockId, from, to, hasEnd, tokens } = part
    return [
      ...(blockId === undefined ? [] : [{ ...other, from: from - 1, to: from, ofBlock }]),
      ...tokens.map(pieceOf),
      ...(hasEnd ? [{ ...other, from: to, to: to + 1, ofBlock }] : []),
    ]
  })
}

/**
 * The blocks of which nothing is left, so that no empty item stays. Those that were empty before stay. Whoever types in one meanwhile
 * loses nothing: their words are a paragraph of their own.
 */
function blocksThatGo(pieces: readonly Standing[], goes: readonly boolean[]): ReadonlySet<number> {
  const edges = new Map<number, number[]>()
  for (const [at, { ofBlock }] of pieces.entries())
    if (ofBlock !== undefined) edges.set(ofBlock, [...(edges.get(ofBlock) ?? []), at])
  const emptied = [...edges].filter(([, [first = 0, last = 0, ...others]]) => {
    if (last <= first || others.length > 0) return false
    const isAround = goes[first] === true && goes[last] === true
    return goes.slice(first + 1, last).every(Boolean) && (isAround || last > first + 1)
  })
  return new Set(emptied.map(([block]) => block))
}

const isOpening = (token: Token | undefined): boolean =>
  token?.type === 'embed' && token.embed !== undefined && 'open' in token.embed
const isClosing = (token: Token | undefined): boolean =>
  token?.type === 'embed' && token.embed !== undefined && 'close' in token.embed

/** What stands on both sides of a place in its block. */
function around(flow: Y.Text, at: number) {
  const block = partsOf(flow).find((part) => !isTable(part) && part.from <= at && at <= part.to)
  if (!block || isTable(block)) return undefined
  const { tokens } = block
  const left = tokens.find(({ index, length }) => index < at && at <= index + length)
  const right = tokens.find(({ index, length }) => index <= at && at < index + length)
  const before = left?.type === 'letters' ? left.letters.slice(0, at - left.index) : ''
  const after = right?.type === 'letters' ? right.letters.slice(at - right.index) : ''
  return { left, right, before, after }
}

/** Where the other option of `[and]/[or]` went, the stroke between them goes too. */
function closeStroke(flow: Y.Text, at: number): void {
  const beside = around(flow, at)
  const [behind] = /^ ?[/／] ?/.exec(beside?.after ?? '') ?? ['']
  const [ahead] = / ?[/／] ?$/.exec(beside?.before ?? '') ?? ['']
  if (behind !== '') deleteRange(flow, at, at + behind.length)
  else if (ahead !== '') deleteRange(flow, at - ahead.length, at)
}

/** Where words were dropped, one space between the neighbours is enough, and none before a full stop or at an edge. */
function closeGap(flow: Y.Text, at: number): void {
  const beside = around(flow, at)
  if (!beside) return
  const { left, right, before, after } = beside
  const isBegun = left !== undefined && !isOpening(left)
  const isEnded = right === undefined || isClosing(right) || /^[.,;:)]/.test(after)
  if (after.startsWith(' ') && (!isBegun || before.endsWith(' '))) deleteRange(flow, at, at + 1)
  else if (before.endsWith(' ') && isEnded) deleteRange(flow, at - 1, at)
}

function liftIn(flow: Y.Text, lift: Lift): void {
  const isMeant = ({ bracketId }: Piece) => lift.keep.has(bracketId) || lift.drop.has(bracketId)
  const pieces = piecesOf(flow)
  if (!pieces.some((piece) => piece.edge !== undefined && isMeant(piece))) return
  const goes = planLift(pieces, lift)
  const blocks = blocksThatGo(pieces, goes)
  const gone = pieces.filter(({ ofBlock }, at) =>
    ofBlock === undefined ? goes[at] : blocks.has(ofBlock),
  )
  const gaps = gone
    .filter(({ bracketId }) => lift.drop.has(bracketId))
    .map(({ from }) => caretAt(flow, from))
  for (const { from, to } of gone.toReversed()) deleteRange(flow, from, to)
  for (const gap of gaps) {
    if (lift.keep.size > 0) closeStroke(flow, indexOf(flow, gap))
    closeGap(flow, indexOf(flow, gap))
  }
}

/** The rows in whose cells anything stands. */
function filledRows(doc: Y.Doc): ReadonlySet<string> {
  const filled = new Set<string>()
  for (const name of flowNames(doc)) {
    const cell = cellOf(name)
    if (!cell || filled.has(cell.rowId)) continue
    const parts = partsOf(flowOf(doc, name))
    if (parts.some((part) => isTable(part) || part.tokens.length > 0)) filled.add(cell.rowId)
  }
  return filled
}

/** Lifts brackets in one transaction. A row of which nothing is left goes as rows do: it can come back. */
export function liftBrackets(doc: Y.Doc, lift: Lift): void {
  doc.transact(() => {
    const before = lift.drop.size > 0 ? filledRows(doc) : new Set<string>()
    for (const name of flowNames(doc)) liftIn(flowOf(doc, name), lift)
    if (before.size === 0) return
    const after = filledRows(doc)
    for (const rowId of before) if (!after.has(rowId)) setRemoved(doc, 'rows', rowId)
  })
}

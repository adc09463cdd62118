/**
 * The block in which somebody composes (pinyin, kana, Hangul, dead keys, a phone's predictions). While the letters are not final the
 * block is held: neither its own nor others' changes pass. At the end what was composed is written behind the very letter that it
 * stood behind when the composition began, whatever others did to the block meanwhile.
 *
 * Before: the block reads `one two`, its person composes "ni", then "你" behind "one", and another splits it before "two".
 * After: `one你` and ` two`; nobody has ever seen "ni".
 */
import type { Node } from '@tiptap/pm/model'
import type { EditorState, Transaction } from '@tiptap/pm/state'
import { ReplaceStep, type Step } from '@tiptap/pm/transform'
import * as Y from 'yjs'
import { nameBlocks, remove } from '#shared/flow/acts'
import { endOf, isTable, partsOf, startOf } from '#shared/flow/blocks'
import { caretAt, indexOf } from '#shared/flow/carets'
import type { Draft } from '#shared/flow/draft'
import { putTokens } from '#shared/flow/put-tokens'
import type { Drawing } from './draw.ts'
import { tokensOfSlice } from './slice-tokens.ts'

/** What stands between two offsets of the block as it was stands now between two of the block as it is. */
interface Change {
  readonly baseFrom: number
  readonly baseTo: number
  readonly liveFrom: number
  readonly liveTo: number
}

export interface HeldBlock {
  /** Which of the document's blocks it is. */
  readonly at: number
  /** As it was when the composition began. */
  readonly base: Node
  /** Where it begins and ends in the flow, its edges included. */
  readonly start: Y.RelativePosition
  readonly end: Y.RelativePosition
  /** The places before, between and behind its letters, each right behind the letter or the edge on its left. */
  readonly places: readonly Y.RelativePosition[]
  readonly change: Change | undefined
}

const at = (flow: Y.Text, index: number) => Y.createRelativePositionFromTypeIndex(flow, index)
const behindLetter = (client: number, clock: number): Y.RelativePosition =>
  new Y.RelativePosition(null, null, Y.createID(client, clock), -1)

/** Holds the block of the caret; undefined where more than one is selected. */
export function holdBlock({ doc, selection }: EditorState, flow: Y.Text): HeldBlock | undefined {
  const { $from, $to } = selection
  const block = partsOf(flow)[$from.index(0)]
  if ($from.depth === 0 || !$from.sameParent($to) || !block || isTable(block)) return undefined
  const { blockId, from, to, hasEnd, tokens } = block
  const first = caretAt(flow, from)
  return {
    at: $from.index(0),
    base: doc.child($from.index(0)),
    start: blockId === undefined ? first : at(flow, from - 1),
    end: hasEnd ? caretAt(flow, to + 1) : at(flow, to),
    places: [
      first,
      ...tokens.flatMap(({ id: { client, clock }, length }) =>
        Array.from({ length }, (_, unit) => behindLetter(client, clock + unit)),
      ),
    ],
    change: undefined,
  }
}

/** Where the block's letters begin in the document. */
function startIn(doc: Node, at: number): number {
  let position = 1
  for (const block of doc.children.slice(0, at)) position += block.nodeSize
  return position
}

function extended(change: Change | undefined, from: number, to: number, length: number): Change {
  const { baseFrom, baseTo, liveFrom, liveTo } = change ?? {
    baseFrom: from,
    baseTo: to,
    liveFrom: from,
    liveTo: to,
  }
  const [before, behind] = [Math.max(0, liveFrom - from), Math.max(0, to - liveTo)]
  return {
    baseFrom: baseFrom - before,
    baseTo: baseTo + behind,
    liveFrom: liveFrom - before,
    liveTo: liveTo + behind + length - (to - from),
  }
}

const isInline = (step: Step): step is ReplaceStep =>
  step instanceof ReplaceStep &&
  step.slice.openStart === 0 &&
  step.slice.openEnd === 0 &&
  step.slice.content.content.every((node) => node.isInline)

/** Takes in what the person did in the block; undefined for what is more than a change of its letters. */
export function withTransaction(
  held: HeldBlock,
  { steps, docs }: Transaction,
): HeldBlock | undefined {
  let { change } = held
  for (const [n, step] of steps.entries()) {
    const doc = docs[n]
    if (!doc || !isInline(step)) return undefined
    const start = startIn(doc, held.at)
    const [from, to] = [step.from - start, step.to - start]
    if (from < 0 || to > doc.child(held.at).content.size) return undefined
    change = extended(change, from, to, step.slice.size)
  }
  return { ...held, change }
}

/**
 * Which of the blocks, as they are drawn now, stand before the held one and which behind it; undefined when it has become a part
 * of another.
 */
export function aroundHeld(
  held: HeldBlock,
  flow: Y.Text,
  { parts, nodes }: Drawing,
): { readonly above: readonly Node[]; readonly below: readonly Node[] } | undefined {
  const [from, to] = [indexOf(flow, held.start), indexOf(flow, held.end)]
  const above: Node[] = []
  const below: Node[] = []
  for (const [at, { part }] of parts.entries()) {
    const [start, end] = [startOf(part), endOf(part)]
    const node = nodes[at]
    if (!node) continue
    if (end <= from) above.push(node)
    else if (start >= to) below.push(node)
    else if (start < from || end > to) return undefined
  }
  return { above, below }
}

const isLowHalf = (unit: string): boolean => /^[\uDC00-\uDFFF]/.test(unit)

/** What did really change: letters that were written again as they were stay who they are. */
function narrowed(base: Node, live: Node, change: Change): Change {
  const { baseFrom, baseTo, liveFrom, liveTo } = change
  const [was, is] = [base.content.cut(baseFrom, baseTo), live.content.cut(liveFrom, liveTo)]
  const units = (node: Node, at: number) => node.textBetween(at, at + 1, '', '\uFFFC')
  let start = was.findDiffStart(is) ?? Math.min(was.size, is.size)
  if (start < was.size && isLowHalf(units(base, baseFrom + start))) start -= 1
  const ends = was.findDiffEnd(is)
  const most = Math.min(was.size, is.size) - start
  let same = ends ? Math.min(was.size - ends.a, most) : most
  if (same > 0 && isLowHalf(units(base, baseTo - same))) same -= 1
  return {
    baseFrom: baseFrom + start,
    baseTo: baseTo - same,
    liveFrom: liveFrom + start,
    liveTo: liveTo - same,
  }
}

/** Where a letter stands; undefined when it does not. */
function indexOfLetter(flow: Y.Text, { client, clock }: Y.ID): number | undefined {
  const behind = indexOf(flow, behindLetter(client, clock))
  const before = indexOf(flow, new Y.RelativePosition(null, null, Y.createID(client, clock), 0))
  return before < behind ? before : undefined
}

/** Whether others have changed the block since it is held. */
export function isHeldBehind(held: HeldBlock, flow: Y.Text, drawing: Drawing): boolean {
  const around = aroundHeld(held, flow, drawing)
  if (around?.above.length !== held.at) return true
  const rest = drawing.nodes.slice(held.at, drawing.nodes.length - around.below.length)
  return rest.length !== 1 || rest[0]?.eq(held.base) !== true
}

/**
 * Writes what was composed; `doc` is the editor's before the block is drawn anew. Gives back where its positions in the block are in
 * the flow.
 */
export function writeHeld(
  draft: Draft,
  held: HeldBlock,
  doc: Node,
): (position: number) => Y.RelativePosition {
  const { flow } = draft
  const { at, base, places, change: whole } = held
  const live = doc.child(at)
  const change = narrowed(base, live, whole ?? { baseFrom: 0, baseTo: 0, liveFrom: 0, liveTo: 0 })
  const { baseFrom, baseTo, liveFrom, liveTo } = change
  /** Right behind the letter before an offset of the block as it was. */
  const behind = (offset: number): number => indexOf(flow, places[offset] ?? held.start)
  const tokens = tokensOfSlice(live.slice(liveFrom, liveTo), draft.newBlockId)
  for (const { item } of places.slice(baseFrom + 1, baseTo + 1)) {
    const index = item ? indexOfLetter(flow, item) : undefined
    if (index !== undefined) remove(draft, index, index + 1)
  }
  if (tokens.length > 0) nameBlocks(draft, behind(baseFrom), behind(baseFrom))
  const put = behind(baseFrom)
  putTokens(draft, put, tokens)
  const start = startIn(doc, at)
  return (position) => {
    const offset = position - start
    if (offset < liveFrom) return caretAt(flow, behind(offset))
    if (offset <= liveTo) return caretAt(flow, put + offset - liveFrom)
    return caretAt(flow, behind(baseTo + offset - liveTo))
  }
}

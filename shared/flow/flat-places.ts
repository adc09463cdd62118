/**
 * Where what stands in flows stands in the flat text that readers, comparisons and quotes count in: blocks joined by a line feed, cells of
 * tables among them, an edge of a whole bracket and a line break one character each, edges of blocks and half brackets none.
 *
 * `{p1} One [two] {end}{p2} three {end}` is `One [two]\nthree`: index 1 is offset 0, "three", at index 12, is at offset 10.
 */
import type * as Y from 'yjs'
import { type FlowBlock, isOnlyRead, isTable, partsOf } from './blocks.ts'
import { flowOf, wordsFlow } from './flow-doc.ts'
import { placedCells, seenFlows } from './merges.ts'
import { wholeBrackets } from './read-flow.ts'
import { gridsOf } from './tables.ts'
import type { Token } from './tokens.ts'

/** A stretch that lies together in the flow and in the flat text; of no length where a block begins. */
interface Stretch {
  readonly flow: string
  readonly index: number
  readonly offset: number
  readonly length: number
}

/** A place in a flow. */
export interface FlowPlace {
  readonly flow: string
  readonly index: number
}

export interface FlatPlaces {
  /** The flows that the flat text is made of. */
  readonly flows: readonly string[]
  /** The offset of an index; of what is not in the flat text, that of what stands before it. Undefined for a flow that is not in it. */
  offsetOf(index: number, flow?: string): number | undefined
  /** The place before the character at an offset. */
  placeBefore(offset: number): FlowPlace
  /** The place behind the character before an offset. */
  placeBehind(offset: number): FlowPlace
}

function isShown(token: Token, whole: ReadonlySet<string>): boolean {
  if (token.type === 'letters') return true
  const embed = token.embed ?? { end: 1 }
  if ('open' in embed) return whole.has(embed.open)
  if ('close' in embed) return whole.has(embed.close)
  return 'break' in embed
}

function placesOf(stretches: readonly Stretch[]): FlatPlaces {
  const byFlow = new Map<string, Stretch[]>()
  for (const stretch of stretches) {
    const own = byFlow.get(stretch.flow) ?? []
    byFlow.set(stretch.flow, own)
    own.push(stretch)
  }
  /** The last that begins at or before a value: they are sorted by it. */
  const lastAt = (of: readonly Stretch[], by: 'index' | 'offset', value: number) => {
    let [low, high] = [0, of.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((of[middle]?.[by] ?? 0) <= value) low = middle + 1
      else high = middle
    }
    return of[low - 1] ?? of[0]
  }
  const stretchAt = (offset: number) => lastAt(stretches, 'offset', offset)
  const placeBefore = (offset: number): FlowPlace => {
    const found = stretchAt(offset)
    if (!found) return { flow: wordsFlow, index: 0 }
    const { flow, index, length } = found
    return { flow, index: index + Math.min(Math.max(0, offset - found.offset), length) }
  }
  return {
    flows: [...byFlow.keys()],
    offsetOf(index, flow = wordsFlow) {
      const found = lastAt(byFlow.get(flow) ?? [], 'index', index)
      return found && found.offset + Math.min(Math.max(0, index - found.index), found.length)
    },
    placeBefore,
    placeBehind(offset) {
      const last = stretchAt(offset - 1)
      // Behind a line feed between two blocks begins a block.
      if (!last || offset - 1 < last.offset || offset > last.offset + last.length)
        return placeBefore(offset)
      return { flow: last.flow, index: last.index + offset - last.offset }
    },
  }
}

/** Collects the stretches of flows, one block after the other. */
function collection(doc: Y.Doc) {
  const stretches: Stretch[] = []
  let [offset, isFirst] = [0, true]
  const addBlocks = (flow: string, blocks: readonly FlowBlock[], whole: ReadonlySet<string>) => {
    for (const { from, tokens } of blocks) {
      if (!isFirst) offset += 1
      isFirst = false
      stretches.push({ flow, index: from, offset, length: 0 })
      for (const token of tokens) {
        if (!isShown(token, whole)) continue
        stretches.push({ flow, index: token.index, offset, length: token.length })
        offset += token.length
      }
    }
  }
  return {
    stretches,
    /** All blocks of a flow; nobody has written in it where it has none. */
    addFlow: (flow: string): void => {
      const parts = doc.share.has(flow) ? partsOf(flowOf(doc, flow)) : []
      const blocks = parts.flatMap((part) => (isTable(part) ? [] : [part]))
      if (blocks.length > 0) return addBlocks(flow, blocks, wholeBrackets(blocks))
      addBlocks(
        flow,
        [{ blockId: undefined, from: 0, to: 0, hasEnd: false, tokens: [] }],
        new Set(),
      )
    },
    addBlocks,
  }
}

function readPlaces(doc: Y.Doc): FlatPlaces {
  const gridOf = gridsOf(doc)
  const { stretches, addFlow, addBlocks } = collection(doc)
  const parts = partsOf(flowOf(doc))
  const whole = wholeBrackets(parts.flatMap((part) => (isTable(part) ? [] : [part])))
  for (const part of parts)
    if (!isTable(part)) {
      if (parts.length === 1 || !isOnlyRead(part)) addBlocks(wordsFlow, [part], whole)
    } else if (part.tableId !== undefined) {
      for (const cell of placedCells(gridOf(part.tableId)).flat())
        for (const flow of seenFlows(doc, cell)) addFlow(flow)
    }
  return placesOf(stretches)
}

const known = new WeakMap<Y.Doc, FlatPlaces>()

/** The places of a text's words, with the cells of its tables; the same ones until the document changes. */
export function flatPlaces(doc: Y.Doc): FlatPlaces {
  const before = known.get(doc)
  if (before) return before
  const places = readPlaces(doc)
  known.set(doc, places)
  const forget = () => {
    known.delete(doc)
    for (const change of ['beforeTransaction', 'afterTransaction'] as const) doc.off(change, forget)
  }
  for (const change of ['beforeTransaction', 'afterTransaction'] as const) doc.on(change, forget)
  return places
}

/** The places of a cell of a task or provision, which is read as one line. */
export function cellPlaces(doc: Y.Doc, flow: string): FlatPlaces {
  const { stretches, addFlow } = collection(doc)
  addFlow(flow)
  return placesOf(stretches)
}

/**
 * Where letters of a base stand in its flat texts as they are now, by their ids: where marks of amendments are drawn.
 *
 * The base reads `{p1}One two.{end}`; its "t" is at offset 4, behind it is 5. What the base has deleted since stands nowhere.
 */
import type * as Y from 'yjs'
import { isTable, partsOf } from '../flow/blocks.ts'
import { isBlockEdge } from '../flow/embeds.ts'
import { cellPlaces, type FlatPlaces, flatPlaces } from '../flow/flat-places.ts'
import { flowOf, wordsFlow } from '../flow/flow-doc.ts'
import { type LetterId, lastAt } from '../flow/ids.ts'
import { readLine } from '../flow/read-text.ts'
import { cellOf, entriesOf } from '../flow/tables.ts'
import { type Token, tokensOf } from '../flow/tokens.ts'
import { rowsNames } from '../text/content-names.ts'
import { flatInlines } from '../text/flat-words.ts'

interface Known {
  readonly clock: number
  readonly index: number
  readonly length: number
  /** Whether it is a block's edge, and which. */
  readonly edge: 'opening' | 'other' | undefined
}
interface Block {
  readonly from: number
  readonly to: number
}

/** The letters and blocks of one flow. */
export interface FlowPlaces {
  /** The offset before a letter; undefined where it does not stand. */
  before(id: LetterId): number | undefined
  behind(id: LetterId): number | undefined
  /** The words of a block, from its opening edge on. */
  block(edge: LetterId): { readonly start: number; readonly end: number } | undefined
  /** All of it. */
  readonly whole: { readonly start: number; readonly end: number } | undefined
}

export interface BasePlaces {
  of(flow: string): FlowPlaces
  /** Whether a flow is a cell of tasks or provisions, which has a flat text of its own. */
  isRow(flow: string): boolean
  /** What such a cell says. */
  flatOf(flow: string): string
}

function edgeOf(token: Token): Known['edge'] {
  const embed = token.type === 'embed' ? token.embed : undefined
  if (!isBlockEdge(embed)) return undefined
  return embed && 'block' in embed ? 'opening' : 'other'
}

function flowPlaces(doc: Y.Doc, flow: string, flat: FlatPlaces): FlowPlaces {
  const clients = new Map<number, Known[]>()
  const blocks = new Map<number, Block>()
  let length = 0
  if (doc.share.has(flow)) {
    for (const token of tokensOf(flowOf(doc, flow))) {
      const own = clients.get(token.id.client) ?? []
      clients.set(token.id.client, own)
      const { id, index } = token
      own.push({ clock: id.clock, index, length: token.length, edge: edgeOf(token) })
      length = index + token.length
    }
    for (const part of partsOf(flowOf(doc, flow))) if (!isTable(part)) blocks.set(part.from, part)
  }
  for (const own of clients.values()) own.sort((a, b) => a.clock - b.clock)
  const find = ({ client, clock }: LetterId) => {
    const own = clients.get(client) ?? []
    const found = own[lastAt(own, clock)]
    if (!found || clock >= found.clock + found.length) return undefined
    return { index: found.index + clock - found.clock, edge: found.edge }
  }
  const offsetOf = (index: number) => flat.offsetOf(index, flow)
  const [start, end] = [offsetOf(0), offsetOf(length)]
  return {
    before(id) {
      const found = find(id)
      return found && offsetOf(found.index)
    },
    behind(id) {
      const found = find(id)
      if (!found) return undefined
      // Behind an opening edge are its block's words; behind an end another block may begin.
      return offsetOf(found.edge === 'other' ? found.index : found.index + 1)
    },
    block(edge) {
      const found = find(edge)
      const block = found && blocks.get(found.index + 1)
      const [from, to] = block ? [offsetOf(block.from), offsetOf(block.to)] : []
      return from === undefined || to === undefined ? undefined : { start: from, end: to }
    },
    whole: start === undefined || end === undefined ? undefined : { start, end },
  }
}

/** The places of a base as it is at this moment: to be asked for anew when it changes. */
export function basePlaces(doc: Y.Doc): BasePlaces {
  const rows = new Set(
    entriesOf(doc, 'rows').flatMap(({ id, table }) =>
      rowsNames.some((name) => name === table) ? [id] : [],
    ),
  )
  const isRow = (flow: string) => rows.has(cellOf(flow)?.rowId ?? '')
  const words = flatPlaces(doc)
  const known = new Map<string, FlowPlaces>()
  return {
    isRow,
    flatOf: (flow) => flatInlines(readLine(doc, flow)),
    of(flow = wordsFlow) {
      const places =
        known.get(flow) ?? flowPlaces(doc, flow, isRow(flow) ? cellPlaces(doc, flow) : words)
      known.set(flow, places)
      return places
    },
  }
}

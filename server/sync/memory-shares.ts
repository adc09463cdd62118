/**
 * How much of the memory for texts the words of one side, a delegation or a member without one, may take in all texts together: whoever
 * opens these texts pays for them, and there must be room for the others'.
 */
import * as Y from 'yjs'
import type { MemberId, TextId } from '#shared/domain/ids'
import type { Store } from '../store/store.ts'
import { clientsBoundIn } from '../store/text-log.ts'
import type { WordsRights } from './rights.ts'
import type { TextRoom } from './room-context.ts'
import { memoryOf } from './text-size.ts'

/** A side may take this part of the memory, and in any case as much as one member may write of one text. */
const part = 1 / 8
const leastShare = 128 * 1024 * 1024
/** To weigh is to walk through texts: after it none is weighed for so many times as long. */
const restAfterWeighing = 20

/** What the words of each side take in one text, in bytes. */
type Weights = ReadonlyMap<string, number>

export interface MemoryShares {
  /** Whether a member may bring so many bytes more into a text; they then count as their side's. */
  take(text: SharedText, author: MemberId, bytes: number): boolean
  /** A text was loaded: what is in it counts as whose it is, whoever wrote it when. */
  loaded(text: SharedText): void
  /** A text is put away: what came into it is weighed once more, since typed letters join and take less than one by one. */
  putAway(text: SharedText): void
}

/** What is asked of a text that is open. */
type SharedText = Pick<TextRoom, 'textId' | 'doc' | 'authors'>

export interface SharesContext {
  readonly rights: Pick<WordsRights, 'sideOf' | 'baseOf'>
  readonly store: Pick<Store, 'readText'>
  readonly openText: (textId: TextId) => SharedText | undefined
}

interface Holding {
  bytes: number
  /** What came since the text was weighed. */
  since: number
}

/** The share of each side where texts may take so many bytes in all. */
export const shareOf = (memoryBytes: number): number => Math.max(leastShare, memoryBytes * part)

export function openMemoryShares(
  share: number,
  { rights, store, openText }: SharesContext,
): MemoryShares {
  const texts = new Map<TextId, Map<string, Holding>>()
  const totals = new Map<string, number>()
  const add = (side: string, bytes: number) => {
    totals.set(side, (totals.get(side) ?? 0) + bytes)
  }
  const weighed = (textId: TextId, weights: Weights) => {
    for (const [side, { bytes }] of texts.get(textId) ?? []) add(side, -bytes)
    const holdings = [...weights].map(([side, bytes]) => [side, { bytes, since: 0 }] as const)
    texts.set(textId, new Map(holdings))
    for (const [side, { bytes }] of holdings) add(side, bytes)
  }
  const holdingOf = (textId: TextId, side: string): Holding => {
    const own = texts.get(textId) ?? new Map<string, Holding>()
    texts.set(textId, own)
    const holding = own.get(side) ?? { bytes: 0, since: 0 }
    own.set(side, holding)
    return holding
  }
  /** What an amendment has of its base is counted there. */
  const weigh = ({ textId, doc, authors }: SharedText): Weights => {
    const baseTextId = rights.baseOf(textId)
    // A base that nobody has open is not opened for it.
    const ofBase =
      baseTextId && (openText(baseTextId)?.authors() ?? clientsBoundIn(store, baseTextId))
    return weightsOf(doc, authors(), ofBase, (author) => rights.sideOf(textId, author))
  }
  let weighsAgainAt = 0
  /** Weighs all that is open and in which a side has grown. */
  const weighOpen = (side: string) => {
    const begun = performance.now()
    if (begun < weighsAgainAt) return
    for (const [textId, own] of texts) {
      const text = (own.get(side)?.since ?? 0) > 0 ? openText(textId) : undefined
      if (text) weighed(textId, weigh(text))
    }
    const ended = performance.now()
    weighsAgainAt = ended + restAfterWeighing * (ended - begun)
  }
  return {
    take(text, author, bytes) {
      const { textId } = text
      const side = rights.sideOf(textId, author)
      const fits = () => (totals.get(side) ?? 0) + bytes <= share
      if (!fits()) weighOpen(side)
      if (!fits()) return false
      const holding = holdingOf(textId, side)
      holding.bytes += bytes
      holding.since += bytes
      add(side, bytes)
      return true
    },
    loaded(text) {
      if (!texts.has(text.textId)) weighed(text.textId, weigh(text))
    },
    putAway(text) {
      const own = [...(texts.get(text.textId)?.values() ?? [])]
      if (own.some(({ since }) => since > 0)) weighed(text.textId, weigh(text))
    },
  }
}

/** Bytes of what a struct says, about as it is encoded. */
function lengthOf(struct: Y.Item | Y.GC): number {
  if (!(struct instanceof Y.Item)) return 0
  const { content } = struct
  if (content instanceof Y.ContentString) return content.str.length
  if (content instanceof Y.ContentFormat) return JSON.stringify(content.value).length
  if (content instanceof Y.ContentEmbed) return JSON.stringify(content.embed).length
  return 'arr' in content && Array.isArray(content.arr) ? JSON.stringify(content.arr).length : 0
}
/** What each struct takes beside what it says, encoded. */
const headOfStruct = 12

/** What the words of each side take in a document, but for those of client ids that are counted elsewhere. */
function weightsOf(
  doc: Y.Doc,
  bindings: ReadonlyMap<number, MemberId | null>,
  elsewhere: { has(client: number): boolean } | undefined,
  sideOf: (author: MemberId) => string,
): Weights {
  const weights = new Map<string, number>()
  for (const [client, structs] of doc.store.clients) {
    const author = bindings.get(client)
    if (!author || elsewhere?.has(client)) continue
    let bytes = 0
    for (const struct of structs) bytes += headOfStruct + lengthOf(struct)
    const side = sideOf(author)
    weights.set(side, (weights.get(side) ?? 0) + memoryOf(bytes, structs.length))
  }
  return weights
}

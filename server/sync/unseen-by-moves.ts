/**
 * What others had written in what somebody moved, or cut and pasted, unseen: it stands between letters that are gone, and follows them.
 * Whoever moves a paragraph takes along all that they see in it, so what is left there living they had not seen.
 *
 * Brazil types " BRA" behind "beta" and it is saved; Portugal, who is offline, moves the paragraph "alpha beta gamma". When Portugal is
 * back, " BRA" stands alone where the paragraph was: it is to stand behind the "beta" that was put.
 */
import * as Y from 'yjs'
import { tableOf } from '#shared/copies/doc-copies'
import type { Copies } from '#shared/copies/table'
import { type IdRange, type LetterId, nameOf } from '#shared/flow/ids'
import type { Edge } from './flow-admission/flow-tally.ts'
import type { Stray, Target } from './strays.ts'
import { copiesIn, embedOf } from './struck-of-moves.ts'
import type { HeldClaim, TimedText } from './verified-claims.ts'

const isGone = (doc: Y.Doc, { client, clock }: LetterId): boolean =>
  Y.getItem(doc.store, Y.createID(client, clock)).deleted

/** Where a letter that was moved stands: as it was put, or as somebody else's who moved it before. */
function placeOf(doc: Y.Doc, copies: Copies, letter: LetterId): LetterId | undefined {
  const stands = (id: LetterId): boolean => !isGone(doc, id)
  if (stands(letter)) return letter
  const { text, ...original } = copies.originalOf(letter)
  const isThere = (id: LetterId): boolean => copies.isInPlace(id) && stands(id)
  return text === undefined ? copies.livingCopyOf(original, isThere) : undefined
}

/** The items that a range is, cut at its borders. To be called in a transaction. */
function itemsOf(doc: Y.Doc, { client, clock, length }: IdRange): Y.Item[] {
  const items: Y.Item[] = []
  doc.transact((transaction) => {
    const end = clock + length
    for (let at = clock; at < end; ) {
      let item = Y.getItemCleanStart(transaction, Y.createID(client, at))
      if (item.id.clock + item.length > end)
        item = Y.getItemCleanEnd(transaction, doc.store, Y.createID(client, end - 1))
      items.push(item)
      at = item.id.clock + item.length
    }
  })
  return items
}

/** The edge that a block had before it was moved; undefined where it stood nowhere, or went before. */
function edgeBefore({ doc, times }: TimedText, { id, blockId }: Edge, since: number) {
  const { parent } = Y.getItem(doc.store, id)
  if (!(parent instanceof Y.Text)) return undefined
  return Y.getTypeChildren(parent).findLast((item) => {
    const embed = embedOf(item)
    const isSame = embed !== undefined && 'block' in embed && embed.block === blockId
    return isSame && item.deleted && times.goneAt(item.id) > since
  })
}

/** What stands in a block that went, with where it belongs: behind what stood to its left, before what stood to its right. */
function* leftInBlock(
  { doc, times }: TimedText,
  copies: Copies,
  before: Y.Item,
  edge: LetterId,
): Generator<{ item: Y.Item; target: Target }> {
  const moment = times.goneAt(before.id)
  let target: Target = { letter: edge, side: 'behind' }
  for (let item = before.right; item; item = item.right) {
    if (!item.countable) continue
    if (!item.deleted) {
      yield { item, target }
      continue
    }
    const embed = embedOf(item)
    if (embed && 'end' in embed && times.goneAt(item.id) === moment) return
    const letter = copies.isCopied(item.lastId) ? placeOf(doc, copies, item.lastId) : undefined
    if (letter) target = { letter, side: 'behind' }
  }
}

/** What follows what was moved. To be called in a transaction, when what is known of the moves is kept. */
export function unseenByMoves(
  text: TimedText & { readonly since: number },
  edges: readonly Edge[],
  moves: readonly HeldClaim[],
): Stray[] {
  const { doc, since } = text
  if (moves.length === 0) return []
  const copies = tableOf(doc)
  const strays = new Map<string, Stray>()
  const taken = new Set<Y.Item>()
  const add = (item: Y.Item, target: Target) => {
    if (!(item.parent instanceof Y.Text) || item.deleted || taken.has(item)) return
    taken.add(item)
    const key = `${nameOf(target.letter)} ${target.side}`
    const known = strays.get(key)
    if (known) known.items.push(item)
    else strays.set(key, { flow: item.parent, items: [item], target })
  }
  for (const move of moves) {
    const put = copiesIn(move)
    for (const { range, behind: at } of move.between) {
      const letter = put[at] && placeOf(doc, copies, put[at])
      if (letter) for (const item of itemsOf(doc, range)) add(item, { letter, side: 'behind' })
    }
  }
  for (const edge of edges) {
    const before = Y.getItem(doc.store, edge.id).deleted ? undefined : edgeBefore(text, edge, since)
    if (!before) continue
    for (const { item, target } of leftInBlock(text, copies, before, edge.id)) add(item, target)
  }
  return [...strays.values()]
}

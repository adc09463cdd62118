/**
 * What others had written in what somebody moved, or cut and pasted, unseen: it stands between letters that are gone, and follows them. So
 * does what others wrote in what was moved, when whoever moved it takes that back.
 * Whoever moves a paragraph takes along all that they see in it, so what is left there living they had not seen.
 *
 * Brazil types " BRA" behind "beta" and it is saved; Portugal, who is offline, moves the paragraph "alpha beta gamma". When Portugal is
 * back, " BRA" stands alone where the paragraph was: it is to stand behind the "beta" that was put.
 */
import * as Y from 'yjs'
import { tableOf } from '#shared/copies/doc-copies'
import type { Copies } from '#shared/copies/table'
import { embedOf } from '#shared/flow/embeds'
import { type IdRange, type LetterId, nameOf } from '#shared/flow/ids'
import { standsIn } from '#shared/flow/standing'
import type { Edge } from './flow-admission/flow-tally.ts'
import { leftByUndos } from './left-by-undos.ts'
import { type Places, placesIn, type Stray, type Target } from './strays.ts'
import { copiesIn } from './struck-words.ts'
import type { HeldClaim, TimedText } from './verified-claims.ts'

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

/** The edge that a block had before it was moved; undefined where it stood nowhere, or went before, or was brought back as this one. */
function edgeBefore(
  { doc, times }: TimedText,
  copies: Copies,
  { id, blockId }: Edge,
  since: number,
) {
  const { parent } = Y.getItem(doc.store, id)
  if (!(parent instanceof Y.Text)) return undefined
  const sources = new Set(copies.sourcesOf(id).map(nameOf))
  return Y.getTypeChildren(parent).findLast((item) => {
    const embed = embedOf(item)
    const isSame = embed !== undefined && 'block' in embed && embed.block === blockId
    return isSame && item.deleted && times.goneAt(item.id) > since && !sources.has(nameOf(item.id))
  })
}

/** What stands in a block that went, with where it belongs: behind what stood to its left, before what stood to its right. */
function* leftInBlock(
  { times }: TimedText,
  { placeOf }: Places,
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
    const letter = placeOf(item.lastId)
    if (letter) target = { letter, side: 'behind' }
  }
}

/** Strays, those that belong to one place together. */
function openStrays() {
  const strays = new Map<string, Stray>()
  const taken = new Set<Y.Item>()
  return {
    all: () => [...strays.values()],
    add(item: Y.Item, target: Target): void {
      if (!(item.parent instanceof Y.Text) || item.deleted || taken.has(item)) return
      taken.add(item)
      const key = `${nameOf(target.letter)} ${target.side}`
      const known = strays.get(key)
      if (known) known.items.push(item)
      else strays.set(key, { flow: item.parent, items: [item], target })
    },
  }
}

/**
 * What is left behind by moves, and by undos that took moves back or made them again. To be called in a transaction, when what is known of
 * the moves is kept.
 */
export function leftBehind(
  text: TimedText & { readonly since: number },
  edges: readonly Edge[],
  moves: readonly HeldClaim[],
  redoes: boolean,
): Stray[] {
  const { doc, since } = text
  if (moves.length === 0 && !redoes) return []
  const copies = tableOf(doc)
  const places = placesIn(doc, copies)
  const strays = openStrays()
  for (const move of moves) {
    const put = copiesIn(move)
    for (const { range, behind: at } of move.between) {
      const letter = put[at] && places.placeOf(put[at])
      if (!letter) continue
      for (const item of itemsOf(doc, range)) strays.add(item, { letter, side: 'behind' })
    }
  }
  for (const edge of edges) {
    const before = standsIn(doc)(edge.id) ? edgeBefore(text, copies, edge, since) : undefined
    if (!before) continue
    for (const { item, target } of leftInBlock(text, places, before, edge.id))
      strays.add(item, target)
  }
  if (redoes)
    for (const { item, target } of leftByUndos(text, copies, places)) strays.add(item, target)
  return strays.all()
}

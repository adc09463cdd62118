/**
 * What two move at once, neither having heard of the other, stands once: where it came first.
 *
 * Brazil moves the paragraph p1 to the end, Kenya behind p2, and both put p1's edges and words anew. Of Kenya's, which come second, the
 * words that stand as Brazil's too are deleted, and the edges with them; what Kenya typed between stays, as a paragraph of its own.
 */
import * as Y from 'yjs'
import type { CopyRange } from '#shared/copies/copy-range'
import { tableOf } from '#shared/copies/doc-copies'
import { isBlockEdge, readEmbed } from '#shared/flow/embeds'
import { type IdRange, type IdSet, idSet, type LetterId, nameOf } from '#shared/flow/ids'
import type { Edge } from './flow-admission/flow-tally.ts'
import type { TimedText } from './verified-claims.ts'

const embedOf = ({ content }: Y.Item) =>
  content instanceof Y.ContentEmbed ? readEmbed(content.embed) : undefined

const isEdgeOf = (item: Y.Item, blockId: string): boolean => {
  const embed = embedOf(item)
  return embed !== undefined && 'block' in embed && embed.block === blockId
}

/** Whether an edge of the same block came before this one, and stands. */
function isSecond({ times }: TimedText, edge: Y.Item, blockId: string, gone: Set<string>): boolean {
  if (!(edge.parent instanceof Y.AbstractType)) return false
  const at = times.cameAt(edge.id)
  return Y.getTypeChildren(edge.parent).some(
    (item) =>
      !item.deleted &&
      isEdgeOf(item, blockId) &&
      times.cameAt(item.id) < at &&
      !gone.has(nameOf(item.id)),
  )
}

/** What stands in the block of an opening edge, its end included. */
function standingIn(edge: Y.Item): Y.Item[] {
  const items: Y.Item[] = []
  for (let item = edge.right; item; item = item.right) {
    if (item.deleted || !item.countable) continue
    const embed = embedOf(item)
    if (isBlockEdge(embed) && !(embed && 'end' in embed)) break
    items.push(item)
    if (isBlockEdge(embed)) break
  }
  return items
}

/** What is to be deleted of blocks that were put with the letters that are claimed. */
export function movedTwice(
  text: TimedText,
  edges: readonly Edge[],
  claimed: readonly CopyRange[],
): IdSet {
  const { doc } = text
  if (claimed.length === 0) return idSet([])
  const table = tableOf(doc)
  const fresh = new Set(
    claimed.flatMap(({ copy, length }) =>
      Array.from({ length }, (_, at) => nameOf({ ...copy, clock: copy.clock + at })),
    ),
  )
  const stands = ({ client, clock }: LetterId): boolean =>
    !Y.getItem(doc.store, Y.createID(client, clock)).deleted
  const gone: IdRange[] = []
  const goneEdges = new Set<string>()
  /** Whether a letter was put by the second move and stands as the first's. */
  const isTwice = (id: LetterId): boolean => {
    const { text: other, ...original } = table.originalOf(id)
    const isOther = (each: LetterId) => !fresh.has(nameOf(each)) && stands(each)
    return (
      other === undefined &&
      fresh.has(nameOf(id)) &&
      table.livingCopyOf(original, isOther) !== undefined
    )
  }
  for (const { id, blockId } of edges) {
    const edge = Y.getItem(doc.store, id)
    if (edge.deleted || !isSecond(text, edge, blockId, goneEdges)) continue
    const items = standingIn(edge)
    const letters = items.flatMap((item) =>
      item.content instanceof Y.ContentString
        ? Array.from({ length: item.length }, (_, at) => ({
            client: item.id.client,
            clock: item.id.clock + at,
          }))
        : [],
    )
    const twice = letters.filter(isTwice)
    gone.push(...twice.map((letter) => ({ ...letter, length: 1 })))
    if (twice.length < letters.length) continue
    goneEdges.add(nameOf(id))
    const others = items.filter(({ content }) => !(content instanceof Y.ContentString))
    gone.push(
      ...[edge, ...others].map((item) => ({
        client: item.id.client,
        clock: item.id.clock,
        length: item.length,
      })),
    )
  }
  return idSet(gone)
}

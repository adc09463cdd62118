/**
 * What is deleted again of words that somebody moved, cut and pasted, or brought back, because others had done something with them unseen:
 * what they had deleted stays deleted, and what they had moved or brought back stands once, where it came first.
 *
 * Brazil moves the paragraph p1 to the end, Kenya behind p2, and both put p1's edges and words anew. Of Kenya's, which come second, the
 * words that stand as Brazil's too are deleted, and the edges with them; what Kenya typed between stays, as a paragraph of its own.
 */
import * as Y from 'yjs'
import { tableOf } from '#shared/copies/doc-copies'
import { embedOf, isBlockEdge } from '#shared/flow/embeds'
import { clientsOfSession } from '#shared/flow/flow-doc'
import {
  behind,
  has,
  type IdRange,
  type IdSet,
  idSet,
  type LetterId,
  nameOf,
  union,
} from '#shared/flow/ids'
import { standsIn } from '#shared/flow/standing'
import type { Edge } from './flow-admission/flow-tally.ts'
import type { HeldClaim, TimedText } from './verified-claims.ts'

/** The letters of ranges one by one: what was put, and what it was copied from. */
const pairsIn = ({ ranges }: HeldClaim): { copy: LetterId; original: LetterId }[] =>
  ranges.flatMap(({ copy, original, length }) =>
    Array.from({ length }, (_, at) => ({
      copy: behind(copy, at),
      original: behind(original, at),
    })),
  )
export const copiesIn = (held: HeldClaim): LetterId[] => pairsIn(held).map(({ copy }) => copy)

/** The letters of moves that others had deleted, or that stand elsewhere as others' too, where they do not go themselves. */
function struckLetters(
  { doc, times }: TimedText,
  moves: readonly HeldClaim[],
  going: IdSet,
): IdSet {
  const table = tableOf(doc)
  const stands = standsIn(doc)
  /** What came with this batch and was not judged yet: it comes behind what was. */
  const waiting = new Set(moves.flatMap(copiesIn).map(nameOf))
  const struck: IdRange[] = []
  const gone = new Set<string>()
  const standsElsewhere = (copy: LetterId): boolean => {
    const own = clientsOfSession(copy.client)
    const isOther = (each: LetterId): boolean =>
      !own.includes(each.client) &&
      !waiting.has(nameOf(each)) &&
      !gone.has(nameOf(each)) &&
      !has(going, each) &&
      stands(each)
    return table.livingInPlaceOf(table.firstInPlace(copy), isOther) !== undefined
  }
  for (const move of moves) {
    const pairs = pairsIn(move)
    const went = pairs.map(({ original }) =>
      stands(original) ? undefined : times.goneAt(original),
    )
    // All that was taken away at once went at one moment; what went before somebody else had deleted.
    const moment = went.reduce<number>((last, at) => Math.max(last, at ?? 0), 0)
    for (const [at, { copy }] of pairs.entries()) {
      const goneAt = went[at]
      if (goneAt === undefined || !stands(copy)) continue
      if (goneAt < moment || standsElsewhere(copy)) {
        struck.push({ ...copy, length: 1 })
        gone.add(nameOf(copy))
      }
    }
    for (const { copy } of pairs) waiting.delete(nameOf(copy))
  }
  return idSet(struck)
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

/**
 * What is to be deleted of what was moved, and of what came back though it stood already: letters, and the edges of blocks that would
 * stand there with nothing else in them.
 */
export function struckWords(
  text: TimedText,
  edges: readonly Edge[],
  moves: readonly HeldClaim[],
  twice: IdSet,
): IdSet {
  const { doc } = text
  const letters = union(twice, struckLetters(text, moves, twice))
  if (letters.size === 0) return letters
  const rangeOf = ({ id: { client, clock }, length }: Y.Item): IdRange => ({
    client,
    clock,
    length,
  })
  const emptied: IdRange[] = []
  for (const { id } of edges) {
    const edge = Y.getItem(doc.store, id)
    const items = edge.deleted ? [] : standingIn(edge)
    const words = items.filter(({ content }) => content instanceof Y.ContentString)
    const isStruck = (item: Y.Item): boolean =>
      Array.from({ length: item.length }, (_, at) => behind(item.id, at)).every((each) =>
        has(letters, each),
      )
    if (words.length === 0 || !words.every(isStruck)) continue
    emptied.push(rangeOf(edge), ...items.filter((item) => !words.includes(item)).map(rangeOf))
  }
  return union(letters, idSet(emptied))
}

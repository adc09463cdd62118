/**
 * What others had written in words that somebody had moved, or cut and pasted, when that is undone, or done again: it stands between letters
 * that go, while the same letters come back elsewhere.
 *
 * India moved "beta gamma" to the end and Brazil typed " BRA" behind that "beta"; India undoes the move. " BRA" is to stand behind the
 * "beta" that is back where it was.
 */
import * as Y from 'yjs'
import type { Copies } from '#shared/copies/table'
import { has, type IdRange, type IdSet, idSet, type LetterId, nameOf } from '#shared/flow/ids'
import type { Places, Target } from './strays.ts'
import type { TimedText } from './verified-claims.ts'

/** Of ids that went, those of letters that stood in place of others, or others of which stand now in their place. */
function replacedOf(copies: Copies, ranges: readonly IdRange[]): IdSet {
  const replaced: IdRange[] = []
  for (const { client, clock, length } of ranges) {
    const end = clock + length
    for (let at = clock; at < end; ) {
      const id = { client, clock: at }
      const stretch = Math.min(end - at, copies.sameFor(id))
      if (copies.isInPlace(id) || copies.isCopied(id)) replaced.push({ ...id, length: stretch })
      at += stretch
    }
  }
  return idSet(replaced)
}

/** The pieces that hold ids, in the order of writing. */
function* itemsWith({ store }: Y.Doc, ids: IdSet): Generator<Y.Item> {
  for (const [client, stretches] of ids) {
    const structs = store.clients.get(client) ?? []
    for (const { clock, len } of stretches)
      for (let at = Y.findIndexSS(structs, clock); at < structs.length; at += 1) {
        const item = structs[at]
        if (!item || item.id.clock >= clock + len) break
        if (item instanceof Y.Item && item.parentSub === null) yield item
      }
  }
}

/** The letter that stands behind another next. */
function nextStanding({ store }: Y.Doc, { client, clock }: LetterId): LetterId | undefined {
  const item = Y.getItem(store, Y.createID(client, clock))
  if (clock < item.lastId.clock) return { client, clock: clock + 1 }
  let next = item.right
  while (next && (next.deleted || !next.countable)) next = next.right
  return next?.id
}

/** What stands between two letters that went and now stand beside each other elsewhere, with where it belongs. */
export function* leftByUndos(
  { doc, times, since }: TimedText & { readonly since: number },
  copies: Copies,
  { placeOf }: Places,
): Generator<{ item: Y.Item; target: Target }> {
  const replaced = replacedOf(copies, times.goneSince(since))
  for (const last of itemsWith(doc, replaced)) {
    const passed: Y.Item[] = []
    let next = last.right
    for (; next && !(next.deleted && has(replaced, next.id)); next = next.right)
      if (!next.deleted && next.countable) passed.push(next)
    if (!next || passed.length === 0) continue
    const [letter, behind] = [last.lastId, next.id].map(placeOf)
    const following = letter && nextStanding(doc, letter)
    if (!letter || !behind || !following || nameOf(following) !== nameOf(behind)) continue
    for (const item of passed) yield { item, target: { letter, side: 'behind' } }
  }
}

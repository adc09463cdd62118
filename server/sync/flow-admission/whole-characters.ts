/**
 * Characters that take two UTF-16 units stay whole: Yjs puts two replacement characters where it cuts one, and somebody's letter
 * would be lost without a deletion. `a😀b` cut behind the third unit is `a😀` and `b`; behind the second it is refused.
 */
import * as Y from 'yjs'
import type { Arrivals } from '../arrivals.ts'
import type { DecodedUpdate } from '../decoded-update.ts'

/** Whether a cut before this unit would part the halves of a character. */
function partsCharacter(content: unknown, offset: number): boolean {
  if (!(content instanceof Y.ContentString) || offset < 1) return false
  return /^[\uD800-\uDBFF][\uDC00-\uDFFF]$/.test(content.str.slice(offset - 1, offset + 1))
}

/** Whether an update parts a character, of the document or of its own, by what it puts or what it deletes. */
export function partsCharacters(
  doc: Y.Doc,
  { structs, ds }: DecodedUpdate,
  arrivals: Arrivals,
): boolean {
  const isInside = (client: number, clock: number): boolean => {
    const run = arrivals.runAt(Y.createID(client, clock))
    if (!run) return false
    const skipped = run instanceof Y.Item ? 0 : run.skipped
    return partsCharacter(run.content, clock - run.id.clock + skipped)
  }
  for (const struct of structs) {
    if (!(struct instanceof Y.Item)) continue
    const { id, length, origin, rightOrigin } = struct
    // The document has all of it: Yjs makes nothing of it.
    if (id.clock + length <= Y.getState(doc.store, id.client)) continue
    if (origin && isInside(origin.client, origin.clock + 1)) return true
    if (rightOrigin && isInside(rightOrigin.client, rightOrigin.clock)) return true
  }
  for (const [client, ranges] of ds.clients)
    for (const { clock, len } of ranges)
      if (isInside(client, clock) || isInside(client, clock + len)) return true
  return false
}

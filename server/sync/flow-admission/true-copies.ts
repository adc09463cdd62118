/**
 * What comes back by an undo stands under its session's client id for copies, and belongs to whoever typed the original. So it has to
 * say what the original said, letter by letter, and the original has to be deleted: else anybody could put words under another's
 * name, or the same words twice.
 *
 * "budget" (1-0 to 1-5) is deleted. 12884901895-0 to -5 (beyond 3 * 2^32 by 7) "budget" before 1-0 is let in, "budgets" or "debt" is not.
 */
import * as Y from 'yjs'
import { isCopyClient } from '#shared/flow/flow-doc'
import { saidBy } from '#shared/flow/redone'
import { type Arrival, type Arrivals, isSame } from '../arrivals.ts'
import type { DecodedUpdate } from '../decoded-update.ts'
import { deletedBy } from './deleted-ranges.ts'

/** What one undo brought back: pieces that follow each other, all before the first letter of the original. */
interface CopyRun {
  readonly start: number
  readonly original: Y.ID
  end: number
}

/** `isOwn` tells whether the author of the update writes under a client id. */
export function openTrueCopies(
  arrivals: Arrivals,
  { ds }: DecodedUpdate,
  isOwn: (client: number) => boolean,
) {
  const isGone = deletedBy(ds)
  const runs = new Map<number, CopyRun>()

  /** Whether a letter is deleted and says this; where nobody here knows what it said, whether it was the author's own to say. */
  const isOriginal = (id: Y.ID, said: string | undefined): boolean => {
    const run = arrivals.runAt(id)
    if (!run) return false
    const isDeleted = isGone(id) || (run instanceof Y.Item && run.deleted)
    if (!isDeleted) return false
    const known = saidBy(run.content)
    if (!known) return isOwn(id.client) && !isCopyClient(id.client)
    const skipped = run instanceof Y.Item ? 0 : run.skipped
    return said === undefined || known[id.clock - run.id.clock + skipped] === said
  }
  /** The run that a piece belongs to; undefined for one that would go on with what an earlier update brought. */
  const runOf = ({ id, origin, rightOrigin }: Arrival): CopyRun | undefined => {
    if (!rightOrigin) return undefined
    const last = runs.get(id.client)
    const isBehindOwn = isSame(origin, Y.createID(id.client, id.clock - 1))
    if (last && isBehindOwn && last.end === id.clock && isSame(last.original, rightOrigin))
      return last
    const before = origin && isBehindOwn ? arrivals.runAt(origin) : undefined
    if (isSame(before?.rightOrigin ?? null, rightOrigin)) return undefined
    return { start: id.clock, original: rightOrigin, end: id.clock }
  }
  return {
    /** Whether a struct of a flow, its originals being there, is what an undo brings back, or nothing of that kind. */
    take(arrival: Arrival): boolean {
      const { id, length, content, skipped } = arrival
      if (!isCopyClient(id.client)) return true
      const run = skipped === 0 ? runOf(arrival) : undefined
      if (!run) return false
      const said = saidBy(content)
      const { client, clock } = run.original
      const from = clock + id.clock - run.start
      for (let at = 0; at < length; at += 1)
        if (!isOriginal(Y.createID(client, from + at), said?.[at])) return false
      run.end = id.clock + length
      runs.set(id.client, run)
      return true
    },
  }
}

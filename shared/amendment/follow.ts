/**
 * How a branch follows its base where that was only typed in: what came is laid beside what the branch has, and nothing has to be looked
 * at letter by letter. Where the base brought something back or moved it in a block that the branch changed, deleted what the branch had
 * deleted, or changed rows, the branch is rebased (`rebase.ts`), which gives the same and takes a walk over all of it.
 */
import * as Y from 'yjs'
import { copiesRoot, tableOf } from '../copies/doc-copies.ts'
import { isCopyClient } from '../flow/flow-doc.ts'
import { deletionsOf, intersection, without } from '../flow/ids.ts'
import { standsIn } from '../flow/standing.ts'
import { updateWith } from '../flow/structs.ts'
import { axes, mergesRoot } from '../flow/tables.ts'
import { type Branch, deletedBy } from './branch.ts'
import { touchesCopies } from './touched-blocks.ts'

export interface Followed {
  /** What the branch lacked. */
  readonly update: Uint8Array
  /** The branch as it is with it. */
  readonly branch: Branch
}

/** Whether a base has anything that its branch has not heard of. */
export const hasNews = ({ doc, base: known }: Branch, base: Y.Doc): boolean =>
  [...base.store.clients.keys()].some(
    (client) => Y.getState(doc.store, client) < Y.getState(base.store, client),
  ) || without(deletionsOf(base), known.ds.clients).size > 0

/**
 * Whether a branch has got letters of its own beside such as were copied elsewhere when it was rebased: typed by somebody who had not heard of
 * that. `since` is how far it was when it was asked last; all is looked at without it.
 */
export function hasStrays(
  { doc, base }: Branch,
  since: ReadonlyMap<number, number> = new Map(),
): boolean {
  const table = tableOf(doc)
  if (table.ranges.length === 0) return false
  const stands = standsIn(doc)
  for (const [client, structs] of doc.store.clients) {
    const from = Math.max(since.get(client) ?? 0, base.sv.get(client) ?? 0)
    if (from >= Y.getState(doc.store, client) || isCopyClient(client)) continue
    for (let at = Y.findIndexSS(structs, from); at < structs.length; at += 1) {
      const struct = structs[at]
      if (!(struct instanceof Y.Item) || struct.deleted || !struct.origin) continue
      if (struct.parentSub !== null || stands(struct.origin)) continue
      if (table.livingCopyOf(struct.origin, stands)) return true
    }
  }
  return false
}

/** What a branch becomes by its base's news; undefined where it has to be rebased. */
export function follow(branch: Branch, base: Y.Doc): Followed | undefined {
  const stateVector = Y.encodeStateVector(branch.doc)
  const roots: unknown[] = [...axes, mergesRoot].map((name) => base.getMap(name))
  const copies: unknown = base.getMap(copiesRoot)
  let hasCopies = false
  for (const { id, length } of Y.decodeUpdate(Y.encodeStateAsUpdate(base, stateVector)).structs) {
    hasCopies ||= isCopyClient(id.client)
    const structs = base.store.clients.get(id.client) ?? []
    for (let at = Y.findIndexSS(structs, id.clock); at < structs.length; at += 1) {
      const struct = structs[at]
      if (!struct || struct.id.clock >= id.clock + length) break
      if (!(struct instanceof Y.Item) || roots.includes(struct.parent)) return undefined
      hasCopies ||= struct.parent === copies
    }
  }
  const [gone, deleted] = [without(deletionsOf(base), branch.base.ds.clients), deletedBy(branch)]
  if (intersection(gone, deleted).size > 0) return undefined
  if (hasCopies && touchesCopies(branch, base, deleted)) return undefined
  return {
    update: updateWith(base, stateVector, gone),
    branch: { doc: branch.doc, base: Y.snapshot(base), deleted },
  }
}

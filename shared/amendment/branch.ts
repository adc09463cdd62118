/**
 * An amendment's document: a branch holds all of its base and what its own people wrote. What differs is the amendment.
 *
 * Before: the base reads "one two"; the branch deletes "two" and types "three". The base deletes "two" as well: of the branch's
 * document alone nobody could tell any more that the branch did so too. So it keeps what it deleted, and when an undo in the base
 * brings "two" back, the branch deletes it again (`rebase.ts`).
 */
import * as Y from 'yjs'
import { z } from 'zod'
import { type Comparison, compare } from '../compare/compare.ts'
import { type Copies, copiesTable } from '../copies/table.ts'
import { copyOfFlowDoc } from '../flow/flow-doc.ts'
import {
  deletionsOf,
  has,
  type IdRange,
  type IdSet,
  idSet,
  intersection,
  rangesOf,
  union,
  without,
} from '../flow/ids.ts'

export interface Branch {
  /** Keeps what is deleted (`gc: false`). */
  readonly doc: Y.Doc
  /** The base as the branch last heard of it. */
  readonly base: Y.Snapshot
  /** What the branch itself had deleted of its base by then, also where the base deleted it too. */
  readonly deleted: IdSet
}

const snapshotOf = (deletions: IdSet, known: Map<number, number>): Y.Snapshot => {
  const clients = new Map([...deletions].map(([client, some]) => [client, [...some]]))
  return Y.createSnapshot(Object.assign(Y.createDeleteSet(), { clients }), known)
}

/** A branch of a base as it is. */
export function branchOf(base: Y.Doc, clientId: number): Branch {
  return { doc: copyOfFlowDoc(base, clientId), base: Y.snapshot(base), deleted: idSet([]) }
}

/**
 * The branch of an amendment as its two documents tell it: of its base what the amendment has of the base as it is now. What the branch
 * deleted and the base deleted since is nobody's change any more.
 */
export function seenBranch(base: Y.Doc, doc: Y.Doc): Branch {
  const known = new Map(
    [...base.store.clients.keys()].flatMap((client): [number, number][] => {
      const clock = Math.min(Y.getState(base.store, client), Y.getState(doc.store, client))
      return clock > 0 ? [[client, clock]] : []
    }),
  )
  const both = intersection(deletionsOf(base), deletionsOf(doc))
  return { doc, base: snapshotOf(both, known), deleted: idSet([]) }
}

/** All that the branch itself deleted of its base. */
export function deletedBy({ doc, base, deleted }: Branch): IdSet {
  const own = rangesOf(without(deletionsOf(doc), base.ds.clients)).map((range) => {
    const known = base.sv.get(range.client) ?? 0
    return { ...range, length: Math.min(range.length, known - range.clock) }
  })
  return union(deleted, idSet(own))
}

/** Whether a branch deleted a letter of its base. */
export const isDeletedBy = has

/** What a branch changes in its base. */
export const changesIn = ({ doc, base }: Branch, copies: Copies = copiesTable([])): Comparison =>
  compare(doc, base, Y.snapshot(doc), copies)

const number = z.int().nonnegative()
const ranges = z.array(
  z.strictObject({ client: number, clock: number, length: z.int().positive() }),
)

/**
 * What is kept of a branch beside its document, each time that it was brought up to its base. Of several that follow each other each
 * tells what has come since the one before it.
 */
export const KeptBranch = z.strictObject({
  version: z.literal(1),
  /** How far each client of the base was known. */
  known: z.array(z.strictObject({ client: number, clock: number })),
  baseDeleted: ranges,
  deleted: ranges,
  /** What the branch had deleted, and does no longer. */
  released: ranges.optional(),
})
export type KeptBranch = z.infer<typeof KeptBranch>

/** What has come since an earlier state of the branch; all of it where there was none. */
export function keptOf(
  { base, deleted }: Pick<Branch, 'base' | 'deleted'>,
  since?: Pick<Branch, 'base' | 'deleted'>,
): KeptBranch {
  const [sv, gone] = [since?.base.sv, since?.base.ds.clients ?? idSet([])]
  const released = since ? rangesOf(without(since.deleted, deleted)) : []
  return {
    version: 1,
    known: [...base.sv].flatMap(([client, clock]) =>
      sv?.get(client) === clock ? [] : [{ client, clock }],
    ),
    baseDeleted: rangesOf(without(base.ds.clients, gone)),
    deleted: rangesOf(without(deleted, since?.deleted ?? idSet([]))),
    ...(released.length > 0 && { released }),
  }
}

/** What was kept one after the other as one; undefined of nothing. */
export function keptTogether(kept: readonly KeptBranch[]): KeptBranch | undefined {
  if (kept.length === 0) return undefined
  const known = new Map<number, number>()
  let deleted: IdRange[] = []
  for (const each of kept) {
    for (const { client, clock } of each.known) known.set(client, clock)
    deleted.push(...each.deleted)
    if (each.released) deleted = rangesOf(without(idSet(deleted), idSet(each.released)))
  }
  return {
    version: 1,
    known: [...known].map(([client, clock]) => ({ client, clock })),
    baseDeleted: rangesOf(idSet(kept.flatMap(({ baseDeleted }) => baseDeleted))),
    deleted: rangesOf(idSet(deleted)),
  }
}

/** The branch of a document, from what was kept beside it. */
export function branchFrom(doc: Y.Doc, { known, baseDeleted, deleted }: KeptBranch): Branch {
  const base = snapshotOf(
    idSet(baseDeleted),
    new Map(known.map(({ client, clock }) => [client, clock])),
  )
  return { doc, base, deleted: idSet(deleted) }
}

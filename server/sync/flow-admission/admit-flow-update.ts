/**
 * Admission of an update to a document of flows, before it touches that: well-formed, complete in its causes, of content that
 * pages write where they can have written it, under client ids of its author, and within the bounds of a text.
 */
import * as Y from 'yjs'
import type { MemberId } from '#shared/domain/ids'
import { flowBounds } from '#shared/flow/allowed-flow'
import type { WordsRefusal } from '#shared/protocol/frames'
import { clocksAfter, isCausallyComplete } from '../causes.ts'
import type { DecodedUpdate } from '../decoded-update.ts'
import { placingOrder } from '../placeable.ts'
import { isCountable } from '../soundness.ts'
import { deletesTooMuch, type Filling, isWithinFlowBounds } from './flow-bounds.ts'
import { broughtBy } from './flow-content.ts'
import type { Brought } from './flow-tally.ts'
import { newClientsOf } from './sessions.ts'

export interface FlowFacts extends Filling {
  readonly doc: Y.Doc
  /** Whether a client id writes in another text that has the same past, where it may not write here too. */
  readonly isClaimedElsewhere: (client: number) => boolean
}

export type FlowAdmission =
  | {
      readonly admitted: true
      /** Ids under which nobody has written yet: the author's from now on. */
      readonly newClients: readonly number[]
      /** The ids that it writes under. */
      readonly writing: readonly number[]
      readonly brought: Brought
    }
  | { readonly admitted: false; readonly why: WordsRefusal }

const refusedAs = (why: WordsRefusal): FlowAdmission => ({ admitted: false, why })

/** Decides whether an update of this author may be applied to the document. */
export function admitFlowUpdate(
  facts: FlowFacts,
  author: MemberId,
  decoded: DecodedUpdate,
): FlowAdmission {
  const { doc, tally, bindings, isClaimedElsewhere } = facts
  if (!isCountable(decoded)) return refusedAs('malformed')
  const clocks = clocksAfter(doc, decoded)
  if (!clocks || !isCausallyComplete(doc, decoded, clocks)) return refusedAs('causally-incomplete')
  const writing = [...clocks].flatMap(([client, next]) =>
    next > Y.getState(doc.store, client) ? [client] : [],
  )
  // A script's ten thousands of client ids are not even placed.
  if (writing.length > flowBounds.clients.member) return refusedAs('too-large')
  const order = placingOrder(doc, decoded)
  if (!order) return refusedAs('malformed')
  const newClients = newClientsOf(bindings, isClaimedElsewhere, author, writing)
  if (typeof newClients === 'string') return refusedAs(newClients)
  if (deletesTooMuch(doc, decoded, tally)) return refusedAs('too-large')
  const isOwn = (client: number) => {
    const owner = bindings.get(client)
    return owner === undefined || owner === author
  }
  const brought = broughtBy(doc, decoded, order, tally, isOwn)
  if (typeof brought === 'string') return refusedAs(brought)
  if (!isWithinFlowBounds(facts, author, brought, newClients.length)) return refusedAs('too-large')
  return { admitted: true, newClients, writing, brought }
}

/** Whether all of these are deleted in the document already. Ranges of a conforming page do not overlap: those of others cost no more. */
function areDeleted(doc: Y.Doc, { clients }: DecodedUpdate['ds']): boolean {
  for (const [client, ranges] of clients) {
    const structs = doc.store.clients.get(client) ?? []
    let steps = structs.length + ranges.length
    for (const { clock, len } of ranges) {
      const end = clock + len
      if (end > Y.getState(doc.store, client)) return false
      for (let index = Y.findIndexSS(structs, clock); index < structs.length; index++) {
        const struct = structs[index]
        if (!struct || struct.id.clock >= end) break
        if (!struct.deleted || steps-- < 0) return false
      }
    }
  }
  return true
}

/**
 * Whether an update holds anything that the document has not. A step 2 always carries the whole delete set, so a reader's
 * answer is not empty once anything was deleted: it must be ignored in silence, not refused.
 */
export const holdsNews = (doc: Y.Doc, { structs, ds }: DecodedUpdate): boolean =>
  structs.some(({ id, length }) => id.clock + length > Y.getState(doc.store, id.client)) ||
  !areDeleted(doc, ds)

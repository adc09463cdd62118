/**
 * Admission of an update to a document of flows, before it touches that: well-formed, complete in its causes, of content that
 * pages write where they can have written it, under client ids of its author, and within the bounds of a text.
 */
import * as Y from 'yjs'
import type { MemberId } from '#shared/domain/ids'
import type { WordsRefusal } from '#shared/protocol/frames'
import type { Bindings } from '../../store/text-log.ts'
import { clocksAfter, isCausallyComplete } from '../causes.ts'
import type { DecodedUpdate } from '../decoded-update.ts'
import { placingOrder } from '../placeable.ts'
import { isCountable } from '../soundness.ts'
import { deletesTooMuch, isWithinFlowBounds } from './flow-bounds.ts'
import { broughtBy } from './flow-content.ts'
import type { Brought, FlowTally } from './flow-tally.ts'
import { newClientsOf } from './sessions.ts'

export interface FlowFacts {
  readonly doc: Y.Doc
  readonly tally: FlowTally
  readonly bindings: Bindings
  /** Whether a client id writes in another text that has the same past: it may not write here too. */
  readonly isClaimedElsewhere: (client: number) => boolean
}

export type FlowAdmission =
  | {
      readonly admitted: true
      /** Ids under which nobody has written yet: the author's from now on. */
      readonly newClients: readonly number[]
      readonly hasNewStructs: boolean
      readonly brought: Brought
    }
  | { readonly admitted: false; readonly why: WordsRefusal }

const refusedAs = (why: WordsRefusal): FlowAdmission => ({ admitted: false, why })

/** Decides whether an update of this author may be applied to the document. */
export function admitFlowUpdate(
  { doc, tally, bindings, isClaimedElsewhere }: FlowFacts,
  author: MemberId,
  decoded: DecodedUpdate,
): FlowAdmission {
  if (!isCountable(decoded)) return refusedAs('malformed')
  const clocks = clocksAfter(doc, decoded)
  if (!clocks || !isCausallyComplete(doc, decoded, clocks)) return refusedAs('causally-incomplete')
  const order = placingOrder(doc, decoded)
  if (!order) return refusedAs('malformed')
  const writing = [...clocks].flatMap(([client, next]) =>
    next > Y.getState(doc.store, client) ? [client] : [],
  )
  const newClients = newClientsOf(bindings, isClaimedElsewhere, author, writing)
  if (typeof newClients === 'string') return refusedAs(newClients)
  if (deletesTooMuch(doc, decoded, tally)) return refusedAs('too-large')
  const isOwn = (client: number) => {
    const owner = bindings.get(client)
    return owner === undefined || owner === author
  }
  const brought = broughtBy(doc, decoded, order, tally, isOwn)
  if (typeof brought === 'string') return refusedAs(brought)
  if (!isWithinFlowBounds(tally, bindings, author, brought, newClients.length))
    return refusedAs('too-large')
  return { admitted: true, newClients, hasNewStructs: writing.length > 0, brought }
}

/**
 * Admission of an update before it touches the document: well-formed, complete in its causes, of content that pages write, within
 * the bounds of a text, and under client ids of its author. An update that waited for a missing cause would surface later, after a freeze, in somebody else's name; one
 * under a foreign client id would make readers and author see different words.
 */
import * as Y from 'yjs'
import type { MemberId } from '#shared/domain/ids'
import type { WordsRefusal } from '#shared/protocol/frames'
import { contentBounds } from '#shared/text/allowed-content'
import { clocksAfter, isCausallyComplete } from './causes.ts'
import { type Brought, broughtBy } from './content-admission.ts'
import { type Filling, isWithinBounds, strikesTooMuch } from './content-bounds.ts'
import type { DecodedUpdate } from './decoded-update.ts'
import { placingOrder } from './placeable.ts'
import { isCountable } from './soundness.ts'

export type Admission =
  | {
      readonly admitted: true
      readonly newClients: readonly number[]
      readonly hasNewStructs: boolean
      readonly brought: Brought
    }
  | { readonly admitted: false; readonly why: WordsRefusal }

const refusedAs = (why: WordsRefusal): Admission => ({ admitted: false, why })

export interface AdmissionFacts extends Filling {
  readonly doc: Y.Doc
  readonly isClaimedByAnother: (client: number, author: MemberId) => boolean
}

/** Decides whether an update of this author may be applied to the document. */
export function admit(facts: AdmissionFacts, author: MemberId, decoded: DecodedUpdate): Admission {
  const { doc, bindings, tally } = facts
  if (!isCountable(decoded)) return refusedAs('malformed')
  const clocks = clocksAfter(doc, decoded)
  if (!clocks || !isCausallyComplete(doc, decoded, clocks)) return refusedAs('causally-incomplete')
  // A script's ten thousands of client ids are not even placed.
  const writing = [...clocks].filter(([client, next]) => next > Y.getState(doc.store, client))
  if (writing.length > contentBounds.clients.member) return refusedAs('too-large')
  const order = placingOrder(doc, decoded)
  const brought = order ? broughtBy(doc, order) : 'malformed'
  if (typeof brought === 'string') return refusedAs(brought)
  const newClients: number[] = []
  for (const [client] of writing) {
    const owner = bindings.get(client)
    if (facts.isClaimedByAnother(client, author)) return refusedAs('foreign-author')
    if (owner === undefined) newClients.push(client)
    else if (owner !== author) return refusedAs('foreign-author')
  }
  const isTooMuch =
    strikesTooMuch(doc, decoded, tally) ||
    !isWithinBounds(facts, author, { ...brought, clients: newClients.length })
  if (isTooMuch) return refusedAs('too-large')
  return { admitted: true, newClients, hasNewStructs: writing.length > 0, brought }
}

/** Whether all of these are deleted in the document already. Ranges of a conforming client do not overlap: those of others cost no more. */
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

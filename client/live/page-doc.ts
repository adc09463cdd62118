/** The document of a text as a page has it, and what this page itself has written in it. */
import * as Y from 'yjs'
import { clientsOfSession, newFlowDoc } from '#shared/flow/flow-doc'

/** An empty document for a text, under client ids that nobody else has; what is deleted is kept, for comparison and undo. */
export const newPageDoc = (): Y.Doc => newFlowDoc(new Y.Doc().clientID, { gc: false })

/** How far a page has written under each of its client ids: letters, copies and edges. */
export type OwnClocks = ReadonlyMap<number, number>

export const clocksOfSession = (doc: Y.Doc): OwnClocks =>
  new Map(clientsOfSession(doc.clientID).map((client) => [client, Y.getState(doc.store, client)]))

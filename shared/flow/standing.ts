/** Whether a letter stands in a document: it has come, and was not deleted. */
import * as Y from 'yjs'
import type { LetterId } from './ids.ts'

export const standsIn =
  (doc: Y.Doc) =>
  ({ client, clock }: LetterId): boolean =>
    clock < Y.getState(doc.store, client) &&
    !Y.getItem(doc.store, Y.createID(client, clock)).deleted

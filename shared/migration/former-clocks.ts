/**
 * How much of each client the tree of a text had when it moved: a moved document keeps it, so that a page finds what its device alone
 * still has of the tree, typed offline and never saved. Nobody ever writes there again.
 */
import * as Y from 'yjs'

/** The root map, with a clock for each client id of the tree. */
export const formerRoot = 'former'

/** Keeps the clocks of a tree in the document that it moved to. */
export function keepFormerClocks(doc: Y.Doc, tree: Y.Doc): void {
  doc.transact(() => {
    const kept = doc.getMap(formerRoot)
    for (const client of tree.store.clients.keys()) {
      const clock = Y.getState(tree.store, client)
      if (kept.get(String(client)) !== clock) kept.set(String(client), clock)
    }
  })
}

/** The clocks that the tree had; none for a text that was never in a tree. */
export function formerClocks(doc: Y.Doc): ReadonlyMap<number, number> {
  const clocks = new Map<number, number>()
  if (!doc.share.has(formerRoot)) return clocks
  for (const [client, clock] of doc.getMap(formerRoot))
    if (typeof clock === 'number') clocks.set(Number(client), clock)
  return clocks
}

/** What one edit put and deleted. */
import * as Y from 'yjs'

export type Ids = ReturnType<typeof Y.createDeleteSet>

export interface Edit {
  readonly inserted: Ids
  /** Without what the edit itself put. */
  readonly deleted: Ids
}

/** What a transaction did; undefined where it did nothing. To be asked before Yjs lets go of what was deleted. */
export function editIn(transaction: Y.Transaction): Edit | undefined {
  const [inserted, deleted] = [Y.createDeleteSet(), Y.createDeleteSet()]
  for (const [client, end] of transaction.afterState) {
    const start = transaction.beforeState.get(client) ?? 0
    if (end > start) inserted.clients.set(client, [{ clock: start, len: end - start }])
  }
  for (const [client, ranges] of transaction.deleteSet.clients) {
    const start = transaction.beforeState.get(client) ?? 0
    const older = ranges
      .filter(({ clock }) => clock < start)
      .map(({ clock, len }) => ({ clock, len: Math.min(len, start - clock) }))
    if (older.length > 0) deleted.clients.set(client, older)
  }
  if (inserted.clients.size + deleted.clients.size === 0) return undefined
  Y.iterateDeletedStructs(transaction, deleted, (struct) => {
    if (struct instanceof Y.Item) struct.keep = true
  })
  return { inserted, deleted }
}

/** Two edits of one act, in their order, as one. */
export const joined = (first: Edit, second: Edit): Edit => ({
  inserted: Y.mergeDeleteSets([first.inserted, second.inserted]),
  deleted: Y.mergeDeleteSets([first.deleted, second.deleted]),
})

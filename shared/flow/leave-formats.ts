/** Following others writes nothing. */
import type * as Y from 'yjs'

/** Keeps Yjs from striking superfluous formats behind a transaction. */
export function leaveFormats(transaction: Y.Transaction): void {
  Object.assign(transaction, { _needFormattingCleanup: false })
}

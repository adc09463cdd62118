/** What an update holds, read before it touches a document. */
import * as Y from 'yjs'

export type DecodedUpdate = ReturnType<typeof Y.decodeUpdate>

/** The structs and deletions of an update; undefined when it cannot be read. */
export function decodeUpdate(update: Uint8Array): DecodedUpdate | undefined {
  try {
    return Y.decodeUpdate(update)
  } catch {
    return undefined // Anybody can send bytes that are no update: the caller refuses them.
  }
}

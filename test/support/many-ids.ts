/** Letters under many client ids, as a script sends them. */
import * as encoding from 'lib0/encoding'
import type * as Y from 'yjs'

/** An update of letters behind the same one, each under a client id of its own. */
export function lettersOfMany(count: number, behind: Y.ID, first = 1_000_000): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, count)
  for (let each = 0; each < count; each += 1) {
    for (const number of [1, first + each, 0]) encoding.writeVarUint(encoder, number)
    encoding.writeUint8(encoder, 0x84)
    for (const number of [behind.client, behind.clock]) encoding.writeVarUint(encoder, number)
    encoding.writeVarString(encoder, 'y')
  }
  encoding.writeVarUint(encoder, 0)
  return encoding.toUint8Array(encoder)
}

/** Lengths that no conforming client sends, though Yjs would take them: found before an update touches the document. */
import type { DecodedUpdate } from './decoded-update.ts'

/** A text's clock counts characters: this many were never typed. */
const longestClock = 2 ** 32

/** Whether every piece has a length, and none makes later sums overflow. */
export function isCountable({ structs, ds }: DecodedUpdate): boolean {
  for (const { id, length } of structs)
    if (length < 1 || id.clock + length > longestClock) return false
  for (const ranges of ds.clients.values())
    for (const { clock, len } of ranges) if (len < 1 || clock + len > longestClock) return false
  return true
}

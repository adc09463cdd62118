/** The numbers of a text's footnotes, as they were counted last over the whole of it: told to all editors of its parts. */
import type * as Y from 'yjs'

export type NoteNumbers = ReadonlyMap<string, number>

const none: NoteNumbers = new Map()
const known = new WeakMap<Y.Doc, NoteNumbers>()
const listeners = new WeakMap<Y.Doc, Set<() => void>>()

export const numbersOf = (doc: Y.Doc): NoteNumbers => known.get(doc) ?? none

/** Tells the editors of a document's flows; nothing where the numbers are what they were. */
export function tellNumbers(doc: Y.Doc, numbers: NoteNumbers): void {
  const before = numbersOf(doc)
  const isSame =
    before.size === numbers.size && [...numbers].every(([id, number]) => before.get(id) === number)
  if (isSame) return
  known.set(doc, numbers)
  for (const listener of listeners.get(doc) ?? []) listener()
}

export function subscribeToNumbers(doc: Y.Doc, listener: () => void): () => void {
  const own = listeners.get(doc) ?? new Set()
  listeners.set(doc, own.add(listener))
  return () => void own.delete(listener)
}

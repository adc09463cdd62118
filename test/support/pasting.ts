/** Words that a page cuts or copies and pastes, with what it says of where they are from. */
import * as Y from 'yjs'
import { claimCopies } from '#shared/copies/doc-copies'
import { remove, type } from '#shared/flow/acts'
import { flowOf } from '#shared/flow/flow-doc'
import { type IdRange, joinedIds, type LetterId } from '#shared/flow/ids'
import { lettersAt } from '#shared/flow/moments'
import { draftOf, placeOfWords } from './flow-edits.ts'

/** The stretches of ids that words are which stand in one block. */
export function stretchesOf(doc: Y.Doc, words: string): IdRange[] {
  const at = placeOfWords(flowOf(doc), words)
  const letters = lettersAt(flowOf(doc), Y.snapshot(doc)).slice(at, at + words.length)
  return joinedIds(letters.map(({ id: { client, clock } }) => ({ client, clock, length: 1 })))
}
/** The name of the first of some letters. */
export function letterOf(doc: Y.Doc, words: string): LetterId {
  const [first] = stretchesOf(doc, words)
  if (!first) throw new Error(`There is no “${words}”.`)
  return { client: first.client, clock: first.clock }
}

export interface Pasted {
  readonly words: string
  /** What the page says that they are: these, or as many as there are words from a letter on. */
  readonly originals: readonly IdRange[] | LetterId
  readonly text?: string
  readonly isMoved?: boolean
}

/** Pastes words behind others, and says where they are from, in one transaction. */
export function paste(doc: Y.Doc, behind: string, pasted: Pasted): void {
  const { words, originals, isMoved = false, text } = pasted
  const draft = draftOf(doc)
  doc.transact(() => {
    const copy = { client: doc.clientID, clock: Y.getState(doc.store, doc.clientID) }
    type(draft, placeOfWords(draft.flow, behind) + behind.length, words)
    const stretches =
      'client' in originals ? [{ ...originals, length: words.length }] : [...originals]
    claimCopies(doc, [{ copy, originals: stretches, isMoved, ...(text !== undefined && { text }) }])
  })
}

/** Cuts words and pastes them behind others, in two acts. */
export function cutAndPaste(doc: Y.Doc, words: string, behind: string): void {
  const [originals, at] = [stretchesOf(doc, words), placeOfWords(flowOf(doc), words)]
  remove(draftOf(doc), at, at + words.length)
  paste(doc, behind, { originals, words, isMoved: true })
}

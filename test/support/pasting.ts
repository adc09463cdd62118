/** Words that a page cuts or copies and pastes, with what it says of where they are from. */
import * as Y from 'yjs'
import { claimCopies } from '#shared/copies/doc-copies'
import { remove, type } from '#shared/flow/acts'
import { flowOf } from '#shared/flow/flow-doc'
import { lettersAt } from '#shared/flow/moments'
import { draftOf, placeOfWords } from './flow-edits.ts'

/** The name of the first of some letters. */
export function letterOf(doc: Y.Doc, words: string): { client: number; clock: number } {
  const letter = lettersAt(flowOf(doc), Y.snapshot(doc))[placeOfWords(flowOf(doc), words)]
  if (!letter) throw new Error(`There is no “${words}”.`)
  return { client: letter.id.client, clock: letter.id.clock }
}

export interface Pasted {
  readonly original: { readonly client: number; readonly clock: number; readonly text?: string }
  readonly words: string
  /** How many letters the page says are from there; all of them when left out. */
  readonly length?: number
}

/** Pastes words behind others, and says where they are from, in one transaction. */
export function paste(doc: Y.Doc, behind: string, { original, words, length }: Pasted): void {
  const draft = draftOf(doc)
  doc.transact(() => {
    const copy = { client: doc.clientID, clock: Y.getState(doc.store, doc.clientID) }
    type(draft, placeOfWords(draft.flow, behind) + behind.length, words)
    claimCopies(doc, [{ original, copy, length: length ?? words.length }])
  })
}

/** Cuts words and pastes them behind others, in two acts. */
export function cutAndPaste(doc: Y.Doc, words: string, behind: string): void {
  const [original, at] = [letterOf(doc, words), placeOfWords(flowOf(doc), words)]
  remove(draftOf(doc), at, at + words.length)
  paste(doc, behind, { original, words })
}

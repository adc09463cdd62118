/** Edits of a text's words, as tests and programs make them: by the words that stand there. */
import type * as Y from 'yjs'
import { remove, split, type } from '#shared/flow/acts'
import { blocksOf, endOf, type FlowBlock, startOf } from '#shared/flow/blocks'
import type { Draft } from '#shared/flow/draft'
import { flowOf } from '#shared/flow/flow-doc'
import { deleteRange } from '#shared/flow/put'

/** The words in somebody's hands. */
export const draftOf = (doc: Y.Doc, flow = flowOf(doc)): Draft => ({
  flow,
  newBlockId: () => crypto.randomUUID(),
})

/** Blocks with words or brackets in them, in their order; undefined where there are fewer. */
export const blockOf = (doc: Y.Doc, place = 0): FlowBlock | undefined =>
  blocksOf(flowOf(doc)).at(place)

/** The words of a block, without its brackets. */
export const wordsIn = ({ tokens }: FlowBlock): string =>
  tokens.map((token) => (token.type === 'letters' ? token.letters : '')).join('')

/** Where words begin in a flow; throws where they do not stand in one block. */
export function placeOfWords(flow: Y.Text, words: string): number {
  for (const { tokens } of blocksOf(flow)) {
    let said = ''
    const places: number[] = []
    for (const token of tokens) {
      const letters = token.type === 'letters' ? token.letters : '\uFFFC'
      for (let at = 0; at < letters.length; at += 1) places.push(token.index + at)
      said += letters
    }
    const found = places[said.indexOf(words)]
    if (found !== undefined) return found
  }
  throw new Error(`There is no “${words}”.`)
}

/** Types words behind others; without any at the end of a block. */
export function typeBehind(doc: Y.Doc, words: string, behind?: string, block = -1): void {
  const draft = draftOf(doc)
  const at =
    behind === undefined
      ? (blockOf(doc, block)?.to ?? 0)
      : placeOfWords(draft.flow, behind) + behind.length
  type(draft, at, words)
}
/** Types words before others. */
export const typeBefore = (doc: Y.Doc, words: string, before: string): void =>
  void type(draftOf(doc), placeOfWords(flowOf(doc), before), words)

export function removeWords(doc: Y.Doc, words: string): void {
  const at = placeOfWords(flowOf(doc), words)
  remove(draftOf(doc), at, at + words.length)
}
/** Puts words in place of others. */
export function replaceWords(doc: Y.Doc, words: string, by: string): void {
  const draft = draftOf(doc)
  const at = placeOfWords(draft.flow, words)
  doc.transact(() => {
    remove(draft, at, at + words.length)
    type(draft, at, by)
  })
}
/** Begins a new paragraph before these words. */
export const splitBefore = (doc: Y.Doc, words: string): void =>
  void split(draftOf(doc), placeOfWords(flowOf(doc), words))

/** Deletes a block with all that is in it. */
export function removeBlock(doc: Y.Doc, place = -1): void {
  const block = blockOf(doc, place)
  if (block) deleteRange(flowOf(doc), startOf(block), endOf(block))
}

/** Types words behind so many letters of a block. */
export function typeAt(doc: Y.Doc, letters: number, words: string, block = 0): void {
  const found = blockOf(doc, block)
  if (found) type(draftOf(doc), Math.min(found.from + letters, found.to), words)
}

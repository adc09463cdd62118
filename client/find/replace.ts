/** Puts other words in the place of matches: they have the marks of those that they replace, and are of whoever replaces. */
import type * as Y from 'yjs'
import { remove, type } from '#shared/flow/acts'
import { blocksOf } from '#shared/flow/blocks'
import type { Draft } from '#shared/flow/draft'
import { flowOf } from '#shared/flow/flow-doc'
import type { Marks } from '#shared/flow/tokens'
import type { Match } from './matches.ts'

/** The marks of the letter at an index. */
function marksAt(flow: Y.Text, index: number): Marks {
  for (const { tokens } of blocksOf(flow))
    for (const token of tokens)
      if (token.type === 'letters' && token.index <= index && index < token.index + token.length)
        return token.marks
  return {}
}

/** Replaces matches, none of which a bracket's edge parts. To be called as one act. */
export function replaceMatches(
  doc: Y.Doc,
  matches: readonly Match[],
  words: string,
  newBlockId: Draft['newBlockId'],
): void {
  for (const { flow: name, start, end, isParted } of matches.toReversed()) {
    if (isParted) continue
    const draft: Draft = { flow: flowOf(doc, name), newBlockId }
    if (words !== '') type(draft, end, words, marksAt(draft.flow, start))
    remove(draft, start, end)
  }
}

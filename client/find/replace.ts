/** Puts other words in the place of matches: they have the marks of those that they replace, and are of whoever replaces. */
import type * as Y from 'yjs'
import { type } from '#shared/flow/acts'
import type { Draft } from '#shared/flow/draft'
import { flowOf } from '#shared/flow/flow-doc'
import { deleteRange, putLetters } from '#shared/flow/put'
import type { Match } from './matches.ts'

/** Replaces matches, none of which a bracket's edge parts, the last first: no index moves before its turn. To be called as one act. */
export function replaceMatches(
  doc: Y.Doc,
  matches: readonly Match[],
  words: string,
  newBlockId: Draft['newBlockId'],
): void {
  for (const { flow: name, start, end, isParted, marks, isInBlock } of matches.toReversed()) {
    if (isParted) continue
    const flow = flowOf(doc, name)
    // In a block without edges whoever types gives it some, which moves what stands in it.
    const at =
      isInBlock || words === '' ? end : type({ flow, newBlockId }, end, words, marks) - words.length
    if (isInBlock && words !== '') putLetters(flow, end, words, marks)
    deleteRange(flow, at - (end - start), at)
  }
}

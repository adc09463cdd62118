/** What somebody had written that their text has not: to be kept for them when it was not accepted. */
import { toBase64 } from 'lib0/buffer'
import * as Y from 'yjs'
import { editsAnew } from '#shared/amendment/edits-anew'
import type { Block, TextContent } from '#shared/domain/content'
import { TextId } from '#shared/domain/ids'
import type { WordsRefusal } from '#shared/protocol/frames'
import { compareWordsOf } from '#shared/text/compare'
import { cellKey, contentCells } from '#shared/text/content-rows'
import type { KeptWords } from './kept-words.ts'
import { newId } from './new-id.ts'
import { newPageDoc } from './page-doc.ts'
import type { Unaccepted } from './text-room.ts'

/** Everything that a text says as blocks, its rows cell by cell, so that all of it is compared in the same way. */
const blocksOf = (content: TextContent): Block[] => [
  ...content.words,
  ...contentCells(content).map(({ rowId, field, cell }) => ({
    type: 'paragraph' as const,
    blockId: cellKey(rowId, field),
    inlines: cell,
  })),
]

/** The words that `own` has and the text has not, in reading order; empty when only others are gone. Undefined when both are the same. */
export function refusedWords(text: TextContent, own: TextContent): string | undefined {
  if (JSON.stringify(text) === JSON.stringify(own)) return undefined
  const stretches: string[] = []
  for (const { pieces } of compareWordsOf(blocksOf(text), blocksOf(own))) {
    let current = ''
    for (const { kind, words } of [...pieces, { kind: 'unchanged', words: '.' } as const]) {
      if (kind === 'inserted' || (kind === 'unchanged' && words.trim() === '' && current !== ''))
        current += words
      else if (kind === 'unchanged' && current !== '') {
        stretches.push(current.trim())
        current = ''
      }
    }
  }
  return stretches.filter((stretch) => stretch !== '').join(' … ')
}

/** What their author typed since all was saved at last, and the text has; empty when nothing of it came through. */
export function wordsSince(text: Y.Doc, { saved }: Unaccepted): string {
  let words = ''
  for (const [client, clock] of saved)
    for (const item of text.store.clients.get(client) ?? [])
      if (item instanceof Y.Item && !item.deleted && item.content instanceof Y.ContentString)
        words += item.content.str.slice(Math.max(0, clock - item.id.clock))
  return words.trim()
}

/** Refusals of words that could have been accepted in an amendment to their text. */
const amendable: readonly string[] = ['text-frozen', 'not-a-writer'] satisfies WordsRefusal[]

/**
 * The edits of a draft that its base has not, as they are: whether they come from here, from the copy on this device or both, the
 * amendment has them once.
 */
export const draftEdits = (base: Y.Doc, { state }: Unaccepted): string =>
  toBase64(Y.diffUpdate(state, Y.encodeStateVector(base)))

/** The edits that their text has not, ready for an amendment to it; undefined when no amendment could have them either. */
export function returningOf(
  why: string,
  text: Y.Doc,
  { state }: Unaccepted,
): KeptWords['returning'] {
  if (!amendable.includes(why)) return undefined
  const own = newPageDoc()
  Y.applyUpdate(own, state)
  const update = editsAnew(own, text, () => new Y.Doc().clientID)
  return { amendmentTextId: newId(TextId, 't'), edits: toBase64(update) }
}

/** What somebody had written that their text has not: to be kept for them when it was not accepted. */
import {
  type Block,
  type Cell,
  provisionFields,
  type TextContent,
  taskFields,
} from '#shared/domain/content'
import { compareWordsOf } from '#shared/text/compare'

/** Everything that a text says as blocks, its rows cell by cell, so that all of it is compared in the same way. */
function blocksOf({ words, tasks, provisions }: TextContent): Block[] {
  const block = (rowId: string, field: string, inlines: Cell): Block => ({
    type: 'paragraph',
    blockId: `${rowId}/${field}`,
    inlines,
  })
  return [
    ...words,
    ...tasks.flatMap((row) => taskFields.map((field) => block(row.rowId, field, row[field]))),
    ...provisions.flatMap((row) =>
      provisionFields.map((field) => block(row.rowId, field, row[field])),
    ),
  ]
}

/** The words that `own` has and the text has not, in reading order; empty when only others are gone. Undefined when both are the same. */
export function refusedWords(text: TextContent, own: TextContent): string | undefined {
  // Yjs tidies up format marks by itself, also for those who may not type: nothing of theirs was refused then.
  if (JSON.stringify(text) === JSON.stringify(own)) return undefined
  const stretches: string[] = []
  for (const { pieces } of compareWordsOf(blocksOf(text), blocksOf(own))) {
    let current = ''
    for (const { kind, words } of [...pieces, { kind: 'same', words: '.' } as const]) {
      if (kind === 'inserted' || (kind === 'same' && words.trim() === '' && current !== ''))
        current += words
      else if (kind === 'same' && current !== '') {
        stretches.push(current.trim())
        current = ''
      }
    }
  }
  return stretches.filter((stretch) => stretch !== '').join(' … ')
}

/**
 * Words of the tree, in which texts were kept before flows, with the name that Yjs gave each letter: so that whatever held on to a letter
 * finds it in the flow that the text moves to.
 */
import type * as Y from 'yjs'
import type { Inline, TextContent } from '../domain/content.ts'
import type { IdRange } from '../flow/ids.ts'
import { readMarks } from '../text/marks.ts'
import { readContent } from '../tree/read-content.ts'
import { inlinesBelow } from '../tree/read-inlines.ts'
import { textPieces } from '../tree/text-runs.ts'

export interface OldText {
  readonly content: TextContent
  /** The letters that words of the content were read from. */
  readonly lettersOf: (words: Inline) => IdRange | undefined
}

/** Reads a text out of its tree. Words are in pieces, none of which two people wrote: `isOneAuthors` tells where to cut. */
export function readOldText(
  doc: Y.Doc,
  isOneAuthors: (client: number, clock: number, next: number) => boolean,
): OldText {
  const letters = new Map<Inline, IdRange>()
  const wordsOf = (text: Y.XmlText): Inline[] =>
    textPieces(text).flatMap(({ words, formats, id: { client, clock } }) => {
      const pieces: Inline[] = []
      const marks = readMarks(formats)
      for (let from = 0, to = 1; from < words.length; from = to, to += 1) {
        while (to < words.length && isOneAuthors(client, clock + to - 1, clock + to)) to += 1
        const piece: Inline = { type: 'words', words: words.slice(from, to), marks }
        letters.set(piece, { client, clock: clock + from, length: to - from })
        pieces.push(piece)
      }
      return pieces
    })
  const content = readContent(doc, (line) => inlinesBelow(line, wordsOf))
  return { content, lettersOf: (words) => letters.get(words) }
}

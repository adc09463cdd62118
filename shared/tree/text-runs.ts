/**
 * The runs of a Y.XmlText, with the formats that are known. Yjs's own way gives each run an object of all formats, known or not,
 * so that a text with very many of them cannot be read any more.
 */
import * as Y from 'yjs'
import { formatNames } from './tree-names.ts'

export interface TextRun {
  readonly words: string
  /** The values of the formats, by their names. */
  readonly formats: ReadonlyMap<string, unknown>
}

/** A run as it was written: letters of one item, whose first one has this id. */
export interface TextPiece extends TextRun {
  readonly id: Y.ID
}

/** The pieces in their order. */
export function textPieces(text: Y.XmlText): TextPiece[] {
  const pieces: TextPiece[] = []
  let formats: ReadonlyMap<string, unknown> = new Map()
  for (const { deleted, content, id } of Y.getTypeChildren(text)) {
    if (deleted) continue
    if (content instanceof Y.ContentString) pieces.push({ words: content.str, formats, id })
    else if (content instanceof Y.ContentFormat && formatNames.has(content.key)) {
      const next = new Map(formats)
      if (content.value === null) next.delete(content.key)
      else next.set(content.key, content.value)
      formats = next
    }
  }
  return pieces
}

/** The runs in their order, each as long as its formats are the same. Takes as many steps as the words have pieces. */
export function textRuns(text: Y.XmlText): TextRun[] {
  const runs: { words: string[]; formats: ReadonlyMap<string, unknown> }[] = []
  for (const { words, formats } of textPieces(text)) {
    const last = runs.at(-1)
    if (last?.formats === formats) last.words.push(words)
    else runs.push({ words: [words], formats })
  }
  return runs.map(({ words, formats }) => ({ words: words.join(''), formats }))
}

/** The lines of a text's document: what holds words itself. */
import * as Y from 'yjs'
import { rowsNames } from '../text/content-names.ts'
import { isInline } from './read-content.ts'
import { wordsName } from './tree-names.ts'

function* linesIn(parent: Y.XmlFragment): Generator<Y.XmlFragment> {
  const children = parent.toArray()
  if (children.some(isInline)) yield parent
  for (const child of children)
    if (child instanceof Y.XmlElement && !isInline(child)) yield* linesIn(child)
}

/** Paragraphs, headings and cells that hold anything, in the order of reading. */
export function linesOf(doc: Y.Doc): Y.XmlFragment[] {
  const lines = [...linesIn(doc.getXmlFragment(wordsName))]
  for (const name of rowsNames)
    for (const row of doc.getArray<unknown>(name).toArray()) {
      if (!(row instanceof Y.Map)) continue
      for (const cell of row.values())
        if (cell instanceof Y.XmlFragment) lines.push(...linesIn(cell))
    }
  return lines
}

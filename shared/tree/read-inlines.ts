/** Reads runs of words out of a Y.Doc: tolerant of anything unknown, whose words it keeps. */
import * as Y from 'yjs'
import type { Inline } from '../domain/content.ts'
import { joinRuns, readMarks } from '../text/marks.ts'
import { textRuns } from './text-runs.ts'
import { liftedEdge, nodeName } from './tree-names.ts'

/** Reads an attribute of an element as text; empty when it is missing. */
export function attributeOf(element: Y.XmlElement, name: string): string {
  const value: unknown = element.getAttribute(name)
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

const readText = (text: Y.XmlText): Inline[] =>
  textRuns(text).map(({ words, formats }) => ({ type: 'words', words, marks: readMarks(formats) }))

/** Absent attributes stay absent, so that the digest of an old text stays what it was. */
function readBracket(element: Y.XmlElement): Inline {
  const putAt = attributeOf(element, 'putAt')
  const optionOf = attributeOf(element, 'optionOf')
  return {
    type: 'bracket',
    edge: attributeOf(element, 'edge') === 'close' ? 'close' : 'open',
    bracketId: attributeOf(element, 'bracketId'),
    sponsors: attributeOf(element, 'sponsors'),
    ...(putAt === '' ? {} : { putAt }),
    ...(optionOf === '' ? {} : { optionOf }),
  }
}

/** All inlines below an element or fragment, in order, its words read as asked; blocks inside are read as their inlines. */
export function inlinesBelow(
  parent: Y.XmlFragment,
  wordsOf: (text: Y.XmlText) => Inline[],
): Inline[] {
  const inlines: Inline[] = []
  for (const child of parent.toArray()) {
    if (child instanceof Y.XmlText) inlines.push(...wordsOf(child))
    else if (child instanceof Y.XmlElement) {
      if (child.nodeName === nodeName.hardBreak) inlines.push({ type: 'line-break' })
      else if (child.nodeName === nodeName.bracket) {
        if (attributeOf(child, 'edge') !== liftedEdge) inlines.push(readBracket(child))
      } else inlines.push(...inlinesBelow(child, wordsOf))
    }
  }
  return inlines
}

/** The same, with neighbouring words of the same marks as one. */
export const readInlines = (parent: Y.XmlFragment): Inline[] =>
  joinRuns(inlinesBelow(parent, readText))

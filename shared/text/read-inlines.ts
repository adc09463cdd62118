/** Reads runs of words out of a Y.Doc: tolerant of anything unknown, whose words it keeps. */
import * as Y from 'yjs'
import type { Inline, Mark } from '../domain/content.ts'
import { isSafeAddress, liftedEdge, nodeName } from './content-names.ts'
import { textRuns } from './text-runs.ts'

const order = ['bold', 'italic', 'underline', 'link']

/** Marks from formats by name, in one order; what no page writes is no mark. */
export function readMarks(formats: ReadonlyMap<string, unknown>): Mark[] {
  const marks: Mark[] = []
  for (const [type, value] of formats) {
    if (value === undefined) continue
    if (type === 'bold' || type === 'italic' || type === 'underline') marks.push({ type })
    else if (type === 'link' && typeof value === 'object' && value !== null && 'href' in value) {
      const { href } = value
      if (typeof href === 'string' && isSafeAddress(href)) marks.push({ type, href })
    }
  }
  return marks.toSorted((a, b) => order.indexOf(a.type) - order.indexOf(b.type))
}

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

const sameMarks = (a: readonly Mark[], b: readonly Mark[]): boolean =>
  JSON.stringify(a) === JSON.stringify(b)

/** Joins neighbouring runs with the same marks, so that the same words always read the same. */
export function joinRuns(inlines: readonly Inline[]): Inline[] {
  const joined: Inline[] = []
  for (const inline of inlines) {
    const last = joined.at(-1)
    if (inline.type === 'words' && last?.type === 'words' && sameMarks(inline.marks, last.marks))
      joined[joined.length - 1] = { ...last, words: last.words + inline.words }
    else joined.push(inline)
  }
  return joined
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

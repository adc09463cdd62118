/** Marks of words: out of the formats that a document has, and into them. */
import type { Inline, Mark } from '../domain/content.ts'
import { isSafeAddress } from './content-names.ts'

const plainMarks = [
  'bold',
  'italic',
  'underline',
  'strike',
  'superscript',
  'subscript',
  'literal',
] as const
const order: readonly string[] = [...plainMarks, 'link', 'footnote']

/** Marks from formats by name, in one order; what no page writes is no mark. */
export function readMarks(formats: Iterable<readonly [string, unknown]>): Mark[] {
  const marks: Mark[] = []
  for (const [type, value] of formats) {
    if (value === undefined) continue
    const plain = plainMarks.find((name) => name === type)
    if (plain) marks.push({ type: plain })
    else if (type === 'footnote' && typeof value === 'object' && value !== null && 'id' in value) {
      if (typeof value.id === 'string') marks.push({ type, noteId: value.id })
    } else if (type === 'link' && typeof value === 'object' && value !== null && 'href' in value) {
      const { href } = value
      if (typeof href === 'string' && isSafeAddress(href)) marks.push({ type, href })
    }
  }
  return marks.length < 2
    ? marks
    : marks.toSorted((a, b) => order.indexOf(a.type) - order.indexOf(b.type))
}

const sameMarks = (a: readonly Mark[], b: readonly Mark[]): boolean =>
  a === b || (a.length === b.length && JSON.stringify(a) === JSON.stringify(b))

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

function formatOf(mark: Mark): object {
  if (mark.type === 'link') return { href: mark.href }
  return mark.type === 'footnote' ? { id: mark.noteId } : {}
}

/** The marks of a run, as the editor writes them. */
export function attributesOf(inline: Extract<Inline, { type: 'words' }>): Record<string, object> {
  return Object.fromEntries(inline.marks.map((mark) => [mark.type, formatOf(mark)]))
}

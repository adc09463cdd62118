/** Whether two paragraphs or cells that say the same are shaped the same. */
import type { Inline, Mark } from '../domain/content.ts'
import type { SeenBlock } from './block-looks.ts'

interface Run {
  readonly words: string
  readonly marks: readonly Mark[]
}

/** Formats in whatever order they were set. */
const namesOf = (marks: readonly Mark[]): string =>
  marks
    .map((mark) => (mark.type === 'link' ? `link ${mark.href}` : mark.type))
    .toSorted()
    .join(' ')

/** Runs of words as long as they can be; breaks and brackets part none. */
function runsOf(inlines: readonly Inline[]): Run[] {
  const runs: { words: string; marks: readonly Mark[] }[] = []
  for (const inline of inlines) {
    if (inline.type !== 'words' || inline.words === '') continue
    const last = runs.at(-1)
    if (last && namesOf(last.marks) === namesOf(inline.marks)) last.words += inline.words
    else runs.push({ words: inline.words, marks: inline.marks })
  }
  return runs
}

/** Whether words that are the same are bold, linked and so on in the same places. */
export function isFormattedAlike(a: readonly Inline[], b: readonly Inline[]): boolean {
  const isPlain = ({ marks }: Run) => marks.length === 0
  const [one, other] = [runsOf(a), runsOf(b)]
  if (one.every(isPlain) && other.every(isPlain)) return true
  return (
    one.length === other.length &&
    one.every(({ words, marks }, place) => {
      const twin = other[place]
      return twin?.words === words && namesOf(twin.marks) === namesOf(marks)
    })
  )
}

/** An item's number tells its place, not its form. */
const kindOfMarker = (marker: string): string =>
  marker.replace(/\d+/, '1').replace(/[\p{Ll}]+/u, 'a')

/** Whether two blocks that say the same are the same kind of block, formatted alike. */
export const isShapedAlike = (a: SeenBlock, b: SeenBlock): boolean =>
  a.look.heading === b.look.heading &&
  a.look.depth === b.look.depth &&
  kindOfMarker(a.look.marker) === kindOfMarker(b.look.marker) &&
  isFormattedAlike(a.inlines, b.inlines)

/** What words become without being changed: another kind of block, or another format. */
export type Form = 'paragraph' | 'heading' | 'item' | Mark['type']

/** Which letters have a format. */
const formatted = (inlines: readonly Inline[], type: Mark['type']): string =>
  runsOf(inlines)
    .map(({ words, marks }) => {
      const mark = marks.find((each) => each.type === type)
      return (mark ? namesOf([mark]) : '-').concat(',').repeat(words.length)
    })
    .join('')

/** The formats that words have in one and not, or elsewhere, in the other. */
export const formatsBetween = (before: readonly Inline[], after: readonly Inline[]): Form[] =>
  isFormattedAlike(before, after)
    ? []
    : (['bold', 'italic', 'underline', 'link'] as const).filter(
        (type) => formatted(before, type) !== formatted(after, type),
      )

/** How two blocks that say the same differ; nothing where they are shaped alike. */
export function formsBetween(before: SeenBlock, after: SeenBlock): Form[] {
  const formats = formatsBetween(before.inlines, after.inlines)
  const plain = { ...before, inlines: [] }
  if (isShapedAlike(plain, { ...after, inlines: [] })) return formats
  const { heading, depth } = after.look
  return [heading === null ? (depth > 0 ? 'item' : 'paragraph') : 'heading', ...formats]
}

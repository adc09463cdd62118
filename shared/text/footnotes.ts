/**
 * Footnotes. The words of a note are letters of their paragraph, under the mark of their note: what holds for words holds for them, so
 * several people write one note at once, and it goes where its paragraph goes. A thin space at each end parts them from the words around.
 * On paper there stands a number, counted over the whole text, and the words stand at its end.
 *
 * Before: `its decision`, ` Decision 4. ` under the mark of the note n1, ` on the fund`. After: `its decision^1 on the fund`, and at the
 * end `1 Decision 4.`
 */
import type { Inline, TextContent } from '../domain/content.ts'
import { contentCells } from './content-rows.ts'
import { wordBlocks } from './flat-words.ts'

/** Stands at both ends of a note. */
export const noteEdge = '\u2009'

/** The note that an inline is in. */
export function noteOf(inline: Inline): string | undefined {
  if (inline.type !== 'words') return undefined
  for (const mark of inline.marks) if (mark.type === 'footnote') return mark.noteId
  return undefined
}

/** A note where it stands in the words. */
export interface Note {
  readonly type: 'note'
  readonly noteId: string
  /** What it says, without the mark that makes a note of it. */
  readonly inlines: readonly Inline[]
}

const withoutEdges = (inlines: readonly Inline[]): Inline[] =>
  inlines.map((inline, at) => {
    if (inline.type !== 'words') return inline
    const marks = inline.marks.filter(({ type }) => type !== 'footnote')
    const isLast = at === inlines.length - 1
    const trimmed = at === 0 ? inline.words.trimStart() : inline.words
    return { ...inline, marks, words: isLast ? trimmed.trimEnd() : trimmed }
  })

/** A row of inlines with each note in one piece; what stands between two runs of a note is in it. */
export function withNotes(inlines: readonly Inline[]): (Inline | Note)[] {
  const pieces: (Inline | Note)[] = []
  for (let at = 0; at < inlines.length; at += 1) {
    const inline = inlines[at]
    if (!inline) continue
    const noteId = noteOf(inline)
    if (noteId === undefined) {
      pieces.push(inline)
      continue
    }
    const next = (from: number) =>
      inlines.findIndex(({ type }, place) => place >= from && type === 'words')
    let last = at
    for (let words = next(at + 1); words >= 0; words = next(words + 1)) {
      const other = inlines[words]
      if (!other || noteOf(other) !== noteId) break
      last = words
    }
    pieces.push({ type: 'note', noteId, inlines: withoutEdges(inlines.slice(at, last + 1)) })
    at = last
  }
  return pieces
}

/** The number of each note of a text, in reading order. */
export function noteNumbers(content: TextContent): ReadonlyMap<string, number> {
  const numbers = new Map<string, number>()
  const take = (inlines: readonly Inline[]) => {
    for (const inline of inlines) {
      const noteId = noteOf(inline)
      if (noteId !== undefined && !numbers.has(noteId)) numbers.set(noteId, numbers.size + 1)
    }
  }
  for (const { inlines } of wordBlocks(content.words)) take(inlines)
  for (const { cell } of contentCells(content)) take(cell)
  return numbers
}

/** The notes of a text while it is written out: where one stands its number is written, and all that it says at the end. */
export interface NotesAtEnd {
  numberOf(note: Note): number
  /** What has been met so far, by number; a note that somebody cut in two is in two parts. */
  all(): { readonly number: number; readonly noteId: string; readonly parts: readonly Note[] }[]
}

export function notesAtEnd(content: TextContent): NotesAtEnd {
  const numbers = noteNumbers(content)
  const met = new Map<number, Note[]>()
  return {
    numberOf(note) {
      const number = numbers.get(note.noteId) ?? 0
      met.set(number, [...(met.get(number) ?? []), note])
      return number
    },
    all: () =>
      [...met]
        .toSorted(([a], [b]) => a - b)
        .map(([number, parts]) => ({ number, noteId: parts[0]?.noteId ?? '', parts })),
  }
}

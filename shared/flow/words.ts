/** Where words begin and end, in every script: by Unicode's rules, and by a dictionary where no spaces part words. */

/** The language says nothing here: dictionaries go by script. A fixed one gives the same words on every machine. */
const segmenter = new Intl.Segmenter('en', { granularity: 'word' })

export interface Segment {
  /** Offsets in UTF-16 units, the end behind the last one. */
  readonly start: number
  readonly end: number
  readonly isWord: boolean
}

const isLetter = (unit: string | undefined): boolean => unit !== undefined && /\S/.test(unit)

/** Whether words are parted before this offset whatever stands farther off: before a space, or before a full stop of a script without spaces. */
const isBorder = (text: string, at: number): boolean =>
  (text[at] === ' ' || text[at] === '。') && isLetter(text[at - 1]) && isLetter(text[at + 1])

/** The first such place from an offset on; undefined where there is none. */
export function firstBorder(text: string, from: number): number | undefined {
  for (let at = Math.max(1, from); at < text.length; at += 1) if (isBorder(text, at)) return at
  return undefined
}

/** The last such place up to an offset; undefined where there is none. */
export function lastBorder(text: string, to: number): number | undefined {
  for (let at = Math.min(to, text.length - 1); at > 0; at -= 1) if (isBorder(text, at)) return at
  return undefined
}

const segmentsOfPart = (text: string, from: number): Segment[] =>
  [...segmenter.segment(text)].flatMap(({ segment, index, isWordLike = false }) => {
    const start = from + index
    return /^\s+$/.test(segment)
      ? segment
          .split('')
          .map((_, at) => ({ start: start + at, end: start + at + 1, isWord: false }))
      : [{ start, end: start + segment.length, isWord: isWordLike }]
  })

/** Engines copy the whole text for each of its words: it is given to them in parts of about so many letters. */
const partLength = 500

/** Words and what stands between them, without a gap; white space one by one. None cuts a letter from its accents. */
export function segmentsOf(text: string): Segment[] {
  const segments: Segment[] = []
  for (let from = 0; from < text.length; ) {
    const to = firstBorder(text, from + partLength) ?? text.length
    segments.push(...segmentsOfPart(text.slice(from, to), from))
    from = to
  }
  return segments
}

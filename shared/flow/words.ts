/** Where words begin and end, in every script: by Unicode's rules, and by a dictionary where no spaces part words. */

/** The language says nothing here: dictionaries go by script. A fixed one gives the same words on every machine. */
const segmenter = new Intl.Segmenter('en', { granularity: 'word' })

export interface Segment {
  /** Offsets in UTF-16 units, the end behind the last one. */
  readonly start: number
  readonly end: number
  readonly isWord: boolean
}

/** Words and what stands between them, without a gap; white space one by one. None cuts a letter from its accents. */
export const segmentsOf = (text: string): Segment[] =>
  [...segmenter.segment(text)].flatMap(({ segment, index, isWordLike = false }) =>
    /^\s+$/.test(segment)
      ? segment
          .split('')
          .map((_, at) => ({ start: index + at, end: index + at + 1, isWord: false }))
      : [{ start: index, end: index + segment.length, isWord: isWordLike }],
  )

/** The wording of a bridging proposal, and where the words that it quotes stand. */

interface Said {
  readonly words: string
  readonly isNewParagraph?: true | undefined
}

/** Spans as paragraphs, one a line: a space between them in each, and none before a mark that closes. */
export const bridgeWords = (spans: readonly Said[]): string =>
  spans
    .map(({ words, isNewParagraph }) => ({ words: words.trim(), isNewParagraph }))
    .filter(({ words }) => words !== '')
    .reduce((text, { words, isNewParagraph }) => {
      if (text === '') return words
      if (isNewParagraph) return `${text}\n${words}`
      return /^[,.;:)]/u.test(words) ? text + words : `${text} ${words}`
    }, '')

/** The paragraphs of a proposal. */
export const paragraphsOfBridge = (words: string): string[] => words.split('\n')

/** Of the places where a quote stands in a flat text, the nearest to the one meant; undefined when it stands nowhere. */
export function placeOfQuote(flat: string, quote: string, meant: number): number | undefined {
  const before = flat.lastIndexOf(quote, meant)
  const after = flat.indexOf(quote, meant)
  if (before < 0 || after < 0) return before < 0 && after < 0 ? undefined : Math.max(before, after)
  return meant - before <= after - meant ? before : after
}

/** What a quote says in a proposal: one line, without the edges of square brackets. */
export const withoutBrackets = (quote: string): string =>
  quote.replace(/[[\]]/gu, '').replace(/\s+/gu, ' ').trim()

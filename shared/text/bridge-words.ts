/** The wording of a bridging proposal, and where the words that it quotes stand. */

/** Spans as one line: a space between them, and none before a mark that closes. */
export const bridgeWords = (spans: readonly { readonly words: string }[]): string =>
  spans
    .map(({ words }) => words.trim())
    .filter((words) => words !== '')
    .reduce(
      (line, words) => (line === '' || /^[,.;:)]/u.test(words) ? line + words : `${line} ${words}`),
      '',
    )

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

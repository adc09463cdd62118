/**
 * Square brackets that are letters and not brackets of the negotiation: those that somebody says are (a mark on the letter), and those that
 * hold no words but a number or an ellipsis, as references and omissions do. Two numbers side by side are options again.
 *
 * Before: `see [1], […] and [30] [40] per cent, [shall]`. Brackets of it: `[30]`, `[40]` and `[shall]`.
 */

// Full-width brackets are brackets too: Chinese and Japanese texts have no others.
export const isOpener = (letter: string | undefined): boolean => letter === '[' || letter === '［'
export const isCloser = (letter: string | undefined): boolean => letter === ']' || letter === '］'

const reference = /^\s*\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*\s*$/
const omission = /^[\s.…·]*[.…·][\s.…·]*$/
/** Another number in brackets, a space away. */
const numberBehind = /^ [[［]\s*\d+\s*[\]］]/
const numberBefore = /[[［]\s*\d+\s*[\]］] $/

/** Whether what stands between an opening and a closing bracket of a text makes them letters. */
export function isLiteralPair(text: string, open: number, close: number): boolean {
  const inside = text.slice(open + 1, close)
  if (omission.test(inside)) return true
  if (!reference.test(inside)) return false
  return !numberBehind.test(text.slice(close + 1)) && !numberBefore.test(text.slice(0, open))
}

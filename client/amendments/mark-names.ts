/** What marks of amendments are called, for screen readers and as tooltips. */
import { say } from '../messages/use-messages.ts'
import type { AmendmentMark, TextMarks } from './mark.ts'

/** The codes of an amendment's sponsors, or its number where it has none. */
export const codesOf = ({ codes, number }: AmendmentMark): string =>
  codes === '' ? String(number) : codes

export const markName = (mark: AmendmentMark): string =>
  say(mark.as === 'form' ? 'mark.showForm' : 'mark.show', {
    number: mark.number,
    codes: codesOf(mark),
  })

/** The name of the bar beside a paragraph that these amendments change. */
export const barName = (amendments: readonly AmendmentMark[], look: TextMarks['look']): string =>
  say('mark.bar', {
    count: amendments.length,
    codes: amendments.map(codesOf).join('; '),
    // A bar alone leads to all markup, and back.
    view: look,
  })

import type { TextContent } from '#shared/domain/content'
import type { TextId } from '#shared/domain/ids'
import { colours, tableColour } from '#shared/record/colours'
import { alternativeOrdinal, delegationColourIndex, sponsorCodes } from '#shared/record/labels'
import type { RecordState } from '#shared/record/state'
import type { Say } from '../messages/use-messages.ts'

/** An alternative as the comparison shows it. */
export interface ComparedAlternative {
  readonly textId: TextId
  readonly number: number
  /** Codes of its sponsors; empty when none is left. */
  readonly sponsors: string
  /** Of its first sponsor. */
  readonly colour: string
  readonly content: TextContent
}

/** What an alternative is called, with its sponsors. */
export const alternativeName = (
  say: Say,
  { number, sponsors }: Pick<ComparedAlternative, 'number' | 'sponsors'>,
): string =>
  say('comparison.alternative', { number, sponsors: sponsors === '' ? 'none' : sponsors })

/** The colour of an alternative: of its first sponsor, or of none. */
export function alternativeColour(state: RecordState, textId: TextId): string {
  const text = state.texts[textId]
  const first = text?.kind === 'alternative' ? text.sponsors[0] : undefined
  const colour = first && colours[delegationColourIndex(state, first.delegationId)]
  return colour ?? tableColour
}

/** An alternative of the record, with its words, as the comparison shows it. */
export const comparedAlternative = (
  state: RecordState,
  textId: TextId,
  content: TextContent,
): ComparedAlternative => ({
  textId,
  number: alternativeOrdinal(state, textId),
  sponsors: sponsorCodes(state, textId),
  colour: alternativeColour(state, textId),
  content,
})

import type { TextId } from '#shared/domain/ids'
import { alternativeOrdinal } from '#shared/record/labels'
import type { RecordState } from '#shared/record/state'
import type { Say } from '../messages/use-messages.ts'

/** What the room calls a text that may be amended. */
export function baseName(say: Say, state: RecordState, baseTextId: TextId): string {
  const ordinal = alternativeOrdinal(state, baseTextId)
  return ordinal > 0 ? say('alternative.heading', { number: ordinal }) : say('text.majority')
}

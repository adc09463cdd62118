/** The alternatives that were recorded as dissent beside an adopted text. */
import type { Alternative } from '../domain/text.ts'
import type { RecordState } from './state.ts'

/** Whether the decision that holds now recorded the alternative beside the adopted text. */
export function isRecordedAsDissent(
  { recommendations, decisions }: RecordState,
  { recommendationId, textId }: Alternative,
): boolean {
  if (recommendations[recommendationId]?.status !== 'adopted-with-alternatives') return false
  const last = decisions.findLast((decision) => decision.recommendationId === recommendationId)
  return last?.texts.some((text) => text.textId === textId) ?? false
}

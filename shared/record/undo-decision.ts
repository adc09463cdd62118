/** Ten seconds in which the chair takes a decision back: a reopening on the record that restores what was before. */
import type { CommandOf } from './command.ts'
import type { RecordEvent } from './event.ts'
import type { Facts } from './facts.ts'
import { ok, type Result, refused } from './refusal.ts'
import type { RecordState } from './state.ts'

/** How long a decision can be undone, in milliseconds. */
export const undoTime = 10_000
/** The reason that the record gives for an undo. */
export const undoReason = 'Undone by the chair.'

export function undoDecision(
  state: RecordState,
  command: CommandOf<'undo-decision'>,
  facts: Facts,
): Result<RecordEvent[]> {
  const { recommendationId } = command
  if (!state.recommendations[recommendationId]) return refused('recommendation-unknown')
  const last = state.decisions.findLast((other) => other.recommendationId === recommendationId)
  if (last?.sequence !== command.decision) return refused('decided-since')
  const { former, at } = last
  // Where the clock was set back since, nobody can tell: a decision can be reopened in any case.
  if (!former || Math.abs(facts.since(at)) > undoTime) return refused('undo-too-late')
  const events: RecordEvent[] = [
    {
      type: 'recommendation-resolved',
      recommendationId,
      outcome: 'reopen',
      note: undoReason,
      texts: [],
      undoes: last.sequence,
    },
  ]
  for (const { textId, mode } of former.draftingModes) {
    const text = state.texts[textId]
    if (text && text.draftingMode !== mode) events.push({ type: 'drafting-mode-set', textId, mode })
  }
  events.push({
    type: 'recommendation-status-changed',
    recommendationId,
    status: former.status,
  })
  const { call } = former
  if (call?.until === null) events.push({ type: 'positions-called', recommendationId })
  else if (call && facts.since(call.until) < 0)
    events.push({ type: 'positions-called', recommendationId, until: call.until })
  return ok(events)
}

/** Repairing a text: the administrator takes one author's words out of it, or those of one moment, and the record tells of it. */
import { sha256Hex } from './chain.ts'
import type { CommandOf } from './command.ts'
import type { RecordEvent } from './event.ts'
import type { Facts } from './facts.ts'
import { ok, type Result, refused } from './refusal.ts'
import type { RecordState } from './state.ts'
import { draftingModeNow } from './text-right.ts'

export function decideRepair(
  state: RecordState,
  command: CommandOf<'repair-text'>,
  facts: Facts,
): Result<RecordEvent[]> {
  const { textId, memberId, from, until, reason } = command
  const text = state.texts[textId]
  if (!text) return refused('text-unknown')
  if (text.kind === 'amendment')
    return refused(
      'text-not-of-this-kind',
      'An amendment is repaired by its delegation, which discards or withdraws it.',
    )
  if (memberId === null && from === undefined && until === undefined)
    return refused('malformed-command', 'Name an author, a time, or both.')
  if (memberId !== null && !state.members[memberId]) return refused('member-unknown')
  if (draftingModeNow(state, text) === 'frozen')
    return refused(
      'text-frozen',
      'The text is frozen, or decided as it stands: it has to be opened again before it is repaired.',
    )
  const taken = facts.takenOut?.(textId)
  if (!taken?.isAny) return refused('nothing-to-take-out')
  return ok([
    {
      type: 'text-repaired',
      textId,
      of: memberId,
      ...(from !== undefined && { from }),
      ...(until !== undefined && { until }),
      reason,
      letters: taken.words.reduce((sum, { length }) => sum + length, 0),
      digest: sha256Hex(taken.words.join('\n')),
    },
  ])
}

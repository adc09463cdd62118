/** What the record is told of a clock that was set. */
import { randomBytes } from 'node:crypto'
import { CommandId, mintId } from '#shared/domain/ids'
import type { Instant } from '#shared/domain/plain-string'
import type { CommandOf } from '#shared/record/command'

/** Beyond it an instant has no form. */
const last = Date.UTC(9999, 11, 31, 23, 59, 59, 999)

export const instantLater = (instant: Instant, milliseconds: number): Instant =>
  new Date(Math.min(Date.parse(instant) + milliseconds, last)).toISOString()

/** The installation's command for a clock that was set by so many milliseconds and shows `now`. */
export function holdCommand(
  now: Date,
  by: number,
): { readonly commandId: CommandId; readonly command: CommandOf<'hold-deadlines'> } {
  const from = new Date(now.getTime() - by)
  return {
    commandId: mintId(CommandId, 'cmd', randomBytes(24)),
    command: {
      type: 'hold-deadlines',
      from: from.toISOString(),
      to: now.toISOString(),
      why: 'clock',
    },
  }
}

/** Sends an act until somebody answers: under one key, so that a lost answer does nothing twice. */
import { CommandId } from '#shared/domain/ids'
import { type Attendance, type CommandAnswer, epochHeader } from '#shared/protocol/api'
import type { Command } from '#shared/record/command'
import type { RecordedEvent } from '#shared/record/event'
import { type Answer, ask } from './http.ts'
import { KnownAnswer } from './known-events.ts'
import { newId } from './new-id.ts'
import { backOff, type Pace, usualPace } from './pace.ts'
import { onWake } from './wake.ts'

/** Waits so long, or until the page has reason to believe that the server can be reached again. */
const waitOrWake = (milliseconds: number): Promise<void> =>
  new Promise((settle) => {
    const done = () => {
      clearTimeout(timer)
      end()
      settle()
    }
    const timer = setTimeout(done, milliseconds)
    const end = onWake(done)
  })

/** Who sends, and of which store the record is on which they decided. */
interface Sender extends Pick<Attendance, 'groupId' | 'memberId'> {
  readonly epoch?: string
}

/** The key of a command, and when the record has it: a stream may tell that where no answer does. */
export interface Sending {
  readonly commandId: CommandId
  readonly recorded: Promise<RecordedEvent>
}

/**
 * Sends a command of this member; when nobody answers, `onUnanswered` is called once, and it is sent again under its key for a
 * while, or until the record has it. So it is when the server asks to come back later.
 */
export async function sendUntilAnswered(
  { groupId, memberId, epoch }: Sender,
  command: Command,
  onUnanswered: () => void,
  pace: Pace = usualPace,
  sending?: Sending,
): Promise<Answer<CommandAnswer>> {
  const headers = {
    'Idempotency-Key': sending?.commandId ?? newId(CommandId, 'cmd'),
    ...(epoch ? { [epochHeader]: epoch } : {}),
  }
  const began = performance.now()
  let isTold = false
  const recorded = sending?.recorded.then(
    (event): Answer<CommandAnswer> => ({
      ok: true,
      value: { sequence: event.sequence, events: [event] },
    }),
  )
  const orRecorded = <T>(other: Promise<T>) => (recorded ? Promise.race([other, recorded]) : other)
  for (let tries = 0; ; tries++) {
    const asked = ask(KnownAnswer, `/api/groups/${groupId}/commands`, {
      method: 'POST',
      json: command,
      member: memberId,
      headers,
      patience: pace.act,
    })
    const answer = await orRecorded(asked)
    if (answer.ok || (!answer.isOffline && answer.retryAfter === undefined)) return answer
    if (performance.now() - began > pace.giveUpAct) return answer
    if (answer.isOffline && !isTold) {
      isTold = true
      onUnanswered()
    }
    const waited = waitOrWake(answer.retryAfter ?? backOff(tries, pace.retry, pace.act))
    const told = await orRecorded(waited.then(() => undefined))
    if (told) return told
  }
}

/** Records what is due when an instant that the chair set has come. What came while the server was down is recorded at its start. */
import type { Logger } from 'pino'
import type { GroupId } from '#shared/domain/ids'
import { nextDeadline } from '#shared/record/conclude-deadlines'
import type { Clock } from '../clock.ts'
import type { Records } from './records.ts'
import { submitAsInstallation } from './set-up.ts'

/** After the disk refused, what is due is tried again this much later, in milliseconds. */
const retryAfter = 5000

export interface Deadlines {
  /** Ends all timers. */
  close(): void
}

/** Watches all groups. Nothing is kept but the record: the timers are set anew from it at each start and each event. */
export function openDeadlines(records: Records, clock: Clock, log: Logger): Deadlines {
  const timers = new Map<GroupId, () => void>()
  let isClosed = false

  const watch = (groupId: GroupId, notBefore = 0) => {
    timers.get(groupId)?.()
    timers.delete(groupId)
    const state = records.stateOf(groupId)
    const next = state && nextDeadline(state)
    if (next === undefined || isClosed) return
    const time = new Date(Math.max(Date.parse(next), notBefore))
    timers.set(
      groupId,
      clock.at(time, () => void conclude(groupId)),
    )
  }

  const conclude = async (groupId: GroupId) => {
    try {
      const result = await submitAsInstallation(records, groupId, { type: 'conclude-deadlines' })
      // Nothing is due when the chair was faster; the next deadline is still to be watched.
      if (!result.ok) watch(groupId)
    } catch (cause) {
      log.error({ event: 'deadline-not-recorded', groupId, cause: String(cause) })
      watch(groupId, clock.now().getTime() + retryAfter)
    }
  }

  records.onRecorded((groupId) => watch(groupId))
  for (const groupId of records.groups()) watch(groupId)
  return {
    close() {
      isClosed = true
      for (const end of timers.values()) end()
      timers.clear()
    },
  }
}

/**
 * Records what is due when an instant that the chair set has come. What came while the server was down is recorded at its start,
 * unless it was away so long that nobody could have spoken; and what a moved clock would bring about too early is held.
 */
import type { Logger } from 'pino'
import type { GroupId } from '#shared/domain/ids'
import { nextDeadline } from '#shared/record/conclude-deadlines'
import type { Clock } from '../clock.ts'
import type { ClockWatch } from '../clock-watch.ts'
import type { Metrics } from '../metrics.ts'
import { readLastSeen, writeLastSeen } from './last-seen.ts'
import type { Records } from './records.ts'
import { submitAsInstallation } from './set-up.ts'

/** After the disk refused, what is due is tried again this much later, in milliseconds. */
const retryAfter = 5000
/** The clock is looked at this often, in milliseconds; every command looks at it too. */
const lookEvery = 10_000
/** It is noted this often that the server is there, in milliseconds. */
const noteEvery = 60_000
/** A server that was away for longer holds what fell due meanwhile, in milliseconds: an upgrade or a crash is shorter. */
const longAbsence = 2 * 60 * 60_000

export interface Deadlines {
  /** Ends all timers. */
  close(): void
}

/** Watches all groups. Nothing is kept but the record: the timers are set anew from it at each start and each event. */
export function openDeadlines(
  records: Records,
  clock: Clock,
  watched: ClockWatch,
  dataFolder: string,
  metrics: Pick<Metrics, 'clockMoved'>,
  log: Logger,
): Deadlines {
  const timers = new Map<GroupId, () => void>()
  /** Groups in which what was missed is not held yet: nothing is concluded before. */
  const starting = new Set(records.groups())
  let isClosed = false

  const watch = (groupId: GroupId, notBefore = 0) => {
    timers.get(groupId)?.()
    timers.delete(groupId)
    const state = records.stateOf(groupId)
    const next = state && nextDeadline(state)
    if (next === undefined || isClosed || starting.has(groupId)) return
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

  let moved = 0
  let notedAt = Number.NEGATIVE_INFINITY
  let stopLooking: () => void = () => undefined
  /** Notes that the server is there; by a clock that was just moved, and holds nothing yet, as if it were not. */
  const note = () =>
    writeLastSeen(dataFolder, new Date(clock.now().getTime() - (watched.moved() - moved)))
  const look = () => {
    if (isClosed) return
    const now = watched.moved()
    if (now !== moved) {
      log.warn({ event: 'clock-moved', seconds: Math.round((now - moved) / 1000) })
      metrics.clockMoved(now)
      moved = now
      // Before any command the record holds what the clock would bring about too early.
      for (const groupId of timers.keys()) void conclude(groupId)
    }
    if (clock.monotonic() - notedAt >= noteEvery) {
      notedAt = clock.monotonic()
      note()
    }
    stopLooking = clock.at(new Date(clock.now().getTime() + lookEvery), look)
  }

  /** Holds what fell due in a long absence; of a restored backup, which nobody has served, all that did since its last event. */
  const holdWhatWasMissed = async (groupId: GroupId, lastSeen: Date | undefined) => {
    const now = clock.now()
    const from = lastSeen ?? records.lastEventAt(groupId)
    const absence = now.getTime() - from.getTime()
    if (lastSeen && absence >= 0 && absence <= longAbsence) return
    const held = await submitAsInstallation(records, groupId, {
      type: 'hold-deadlines',
      from: from.toISOString(),
      to: now.toISOString(),
      // Nobody was away for less than no time: the clock was set back meanwhile.
      why: absence < 0 ? 'clock' : 'away',
    })
    if (held.ok) log.warn({ event: 'deadlines-held', groupId, from: from.toISOString() })
  }

  const start = async (groupId: GroupId, lastSeen: Date | undefined) => {
    try {
      await holdWhatWasMissed(groupId, lastSeen)
    } catch (cause) {
      log.error({ event: 'deadline-not-recorded', groupId, cause: String(cause) })
      clock.at(new Date(clock.now().getTime() + retryAfter), () => void start(groupId, lastSeen))
      return
    }
    starting.delete(groupId)
    watch(groupId)
  }

  const lastSeen = readLastSeen(dataFolder)
  records.onRecorded((groupId) => watch(groupId))
  for (const groupId of records.groups()) void start(groupId, lastSeen)
  look()
  return {
    close() {
      isClosed = true
      stopLooking()
      for (const end of timers.values()) end()
      timers.clear()
      note()
    },
  }
}

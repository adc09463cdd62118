/** One installation: the store, the records, the words and the sign-ins of a data folder, put together. */
import { mkdirSync } from 'node:fs'
import type { Logger } from 'pino'
import { type Clock, systemClock } from './clock.ts'
import { watchClock } from './clock-watch.ts'
import { type Identity, openIdentity } from './identity/identity.ts'
import { type Metrics, openMetrics } from './metrics.ts'
import { openDeadlines } from './record/deadlines.ts'
import { openRecords, type Records } from './record/records.ts'
import { wordsRights } from './record/words-rights.ts'
import { openStore } from './store/lmdb-store.ts'
import type { Store } from './store/store.ts'
import { openTextRooms } from './sync/text-rooms.ts'
import type { TextRooms, TextRoomsLimits } from './sync/text-rooms-door.ts'

export interface Installation {
  readonly store: Store
  readonly records: Records
  readonly rooms: TextRooms
  readonly identity: Identity
  /** Figures for Prometheus. */
  readonly metrics: Metrics
  /** Writes what was accepted, tells clients to come back, and lets go of the folder. */
  close(): Promise<void>
}

/** Opens the installation of a data folder, which is made when it does not exist. */
export async function openInstallation(
  dataFolder: string,
  limits: TextRoomsLimits,
  log: Logger,
  clock: Clock = systemClock,
): Promise<Installation> {
  mkdirSync(dataFolder, { recursive: true })
  const store = await openStore(dataFolder, {
    onCut: (damagedLog, place) => log.warn({ event: 'damaged-record-cut', log: damagedLog, place }),
    onWritable(writable, cause) {
      if (writable) log.info({ event: 'disk-accepts-again' })
      else log.error({ event: 'disk-refuses', cause: String(cause) })
    },
  })
  const watched = watchClock(clock)
  const records: Records = openRecords(
    store,
    () => rooms,
    watched,
    (groupId, memberId) => identity.signsIn(groupId, memberId),
  )
  const identity: Identity = await openIdentity(
    dataFolder,
    records,
    () => watched.unmoved(),
    () => clock.now().getTime(),
  )
  const rights = wordsRights(
    () => records,
    () => identity,
  )
  const metrics = openMetrics(() => rooms.figures())
  const rooms = openTextRooms(
    store,
    rights,
    limits,
    {
      onWritten: metrics.written,
      onRefused(textId, why) {
        metrics.refused(why)
        log.info({ event: 'words-refused', textId, why })
      },
      onClosed: metrics.closed,
      onStoreRefused: (cause) => log.error({ event: 'store-refused', cause: String(cause) }),
      onLoadFailed: (textId, cause) =>
        log.error({ event: 'text-not-loaded', textId, cause: String(cause) }),
    },
    () => watched.now(),
  )
  const deadlines = openDeadlines(records, clock, watched, dataFolder, metrics, log)
  return {
    store,
    records,
    rooms,
    identity,
    metrics,
    async close() {
      deadlines.close()
      await records.settled()
      await rooms.close()
      await store.close()
    },
  }
}

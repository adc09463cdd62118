/** One installation: the store, the records, the words and the sign-ins of a data folder, put together. */
import type { Logger } from 'pino'
import { noUpgrade, type Upgrading, upgradeFolder } from './administration/upgrade.ts'
import { type Clock, systemClock } from './clock.ts'
import { watchClock } from './clock-watch.ts'
import { type Identity, openIdentity } from './identity/identity.ts'
import { DamagedRegister, openRegister } from './identity/register.ts'
import { type Metrics, openMetrics } from './metrics.ts'
import { openDeadlines } from './record/deadlines.ts'
import { openRecords, type Records } from './record/records.ts'
import { wordsRights } from './record/words-rights.ts'
import { type DataFolder, type DataFolderFailure, takeDataFolder } from './store/data-folder.ts'
import { openStore } from './store/lmdb-store.ts'
import { tighten } from './store/modes.ts'
import { lastRelease } from './store/signature.ts'
import { DamagedLog, EarlierForm, StorageRefuses, type Store, UnknownForm } from './store/store.ts'
import { openTextRooms } from './sync/text-rooms.ts'
import type { TextRooms, TextRoomsLimits } from './sync/text-rooms-door.ts'
import { openTurns, type Turns } from './turns.ts'

export interface Installation {
  readonly store: Store
  readonly records: Records
  readonly rooms: TextRooms
  readonly identity: Identity
  /** Figures for Prometheus. */
  readonly metrics: Metrics
  /** The turns of the event loop in which long work is done. */
  readonly turns: Turns
  /** Writes what was accepted, tells clients to come back, and lets go of the folder. */
  close(): Promise<void>
}

/** What an administrator is told in one line; anything else is a fault of the program. */
const isExpected = (cause: unknown): cause is Error =>
  cause instanceof UnknownForm ||
  cause instanceof EarlierForm ||
  cause instanceof DamagedLog ||
  cause instanceof StorageRefuses ||
  cause instanceof DamagedRegister ||
  (cause instanceof Error && 'code' in cause)

/**
 * Takes a data folder, which is made when it does not exist, and opens its installation. A failure is one line for the
 * administrator; nothing in the folder is changed then.
 */
export async function openInstallation(
  dataFolder: string,
  limits: TextRoomsLimits,
  log: Logger,
  clock: Clock = systemClock,
  upgrading: Upgrading = noUpgrade,
): Promise<Installation | DataFolderFailure> {
  const folder = await takeDataFolder(dataFolder)
  if ('failure' in folder) return folder
  try {
    return await openIn(folder, limits, log, clock, upgrading)
  } catch (cause) {
    folder.release()
    if (!isExpected(cause)) throw cause
    return { failure: `The data folder ${dataFolder} cannot be opened: ${cause.message}` }
  }
}

async function openIn(
  folder: DataFolder,
  limits: TextRoomsLimits,
  log: Logger,
  clock: Clock,
  upgrading: Upgrading,
): Promise<Installation> {
  const register = await openRegister(folder.path, () => lastRelease(folder.path))
  await upgradeFolder(folder.path, upgrading, clock.now())
  const store = await openStore(folder.path, {
    isThere: () => folder.isThere(),
    onSetApart: ({ file, bytes }) => log.warn({ event: 'damaged-bytes-set-apart', file, bytes }),
    onWritable(writable, cause) {
      if (writable) log.info({ event: 'disk-accepts-again' })
      else log.error({ event: 'disk-refuses', cause: String(cause) })
    },
  })
  const { closed, open } = await tighten(folder.path)
  if (closed > 0) log.info({ event: 'data-folder-closed-to-others', files: closed })
  if (open.length > 0) log.warn({ event: 'data-folder-open-to-others', files: open })
  const watched = watchClock(clock)
  const turns = openTurns()
  const records: Records = openRecords(
    store,
    () => rooms,
    watched,
    (groupId, memberId) => identity.signsIn(groupId, memberId),
    turns,
  )
  const identity: Identity = await openIdentity(
    register,
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
  const deadlines = openDeadlines(records, clock, watched, folder.path, metrics, log)
  return {
    store,
    records,
    rooms,
    identity,
    metrics,
    turns,
    async close() {
      deadlines.close()
      await records.settled()
      await rooms.close()
      await store.close()
      folder.release()
    },
  }
}

/** What a store says of itself: its epoch, the form that it has as a whole, and the release that wrote in it last. */
import { randomBytes } from 'node:crypto'
import { release } from '../release.ts'
import { openTables, type Tables } from './lmdb-tables.ts'

/**
 * Which tables and files there are, and what is in them. 1: release 0.1, which names no form. 2: events and records of texts bear
 * a version, snapshots a checksum. 3: every text has records of flows.
 */
export const storeForm = '3'

/** A fresh epoch: 16 characters that no other store has. */
export const newEpoch = (): string => randomBytes(12).toString('hex').slice(0, 16)

/** A store in which nobody has written anything is of today's form. */
export const formOf = ({ meta }: Tables): string =>
  meta.get('form') ?? (meta.get('epoch') === undefined ? storeForm : '1')

/** The release that wrote last; undefined for 0.1. */
export const writtenBy = ({ meta }: Tables): string | undefined => meta.get('release')

export const isSignedBy = (tables: Tables, epoch: string): boolean =>
  tables.meta.get('epoch') === epoch && writtenBy(tables) === release

/** Signs the store as this release; called within a transaction. */
export function sign({ meta }: Tables, epoch: string): void {
  meta.putSync('epoch', epoch)
  meta.putSync('form', storeForm)
  meta.putSync('release', release)
}

/** Gives a restored store a new epoch, so that clients' local copies from before never merge back into it. */
export async function renewEpoch(dataFolder: string): Promise<void> {
  const { root, meta } = openTables(dataFolder)
  root.transactionSync(() => meta.putSync('epoch', newEpoch()))
  await root.close()
}

/** The release that wrote last in a data folder; undefined for 0.1. */
export async function lastRelease(dataFolder: string): Promise<string | undefined> {
  const tables = openTables(dataFolder)
  const last = writtenBy(tables)
  await tables.root.close()
  return last
}

/** Free space is asked for before it is used: a disk that fills up in the middle of a transaction can end the process inside lmdb. */
import { statfsSync } from 'node:fs'
import { StorageRefuses } from './store.ts'

/** A write needs this much free disk beside its own bytes: pages are copied before they are changed. */
const spareBytes = 1024 * 1024

/** Throws `StorageRefuses` when so many bytes may not find room. */
export function demandSpace(folder: string, bytes: number): void {
  let free: number
  try {
    const { bavail, bsize } = statfsSync(folder)
    free = bavail * bsize
  } catch (cause) {
    throw new StorageRefuses('The disk cannot be asked.', { cause })
  }
  if (free < spareBytes + 2 * bytes) throw new StorageRefuses('The disk is full.')
}

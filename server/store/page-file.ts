/**
 * Whether lmdb's file has all its pages, and lmdb can read each. lmdb reads through a memory map: a page that is missing at the end,
 * or whose head is damaged, would end the process without a word.
 */
import { spawnSync } from 'node:child_process'
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { program } from '../programs.ts'

/** Places in a page, in bytes: lmdb's own header takes the first 24. */
const place = { magic: 24, pageSize: 48, end: 160 } as const
const magic = 0xbeefc0de
const pageSizes = [512, 1024, 2048, 4096, 8192, 16384, 32768, 65536]

/** The size of a page, as one of the two first pages tells it. */
function pageSizeAt(descriptor: number, offset: number): number | undefined {
  const page = Buffer.alloc(place.end)
  if (readSync(descriptor, page, 0, place.end, offset) < place.end) return undefined
  const pageSize = page.readUInt32LE(place.pageSize)
  const isFirst = page.readUInt32LE(place.magic) === magic && pageSizes.includes(pageSize)
  return isFirst ? pageSize : undefined
}

/**
 * What the two first pages say: `new` when lmdb has written nothing in the file yet, `begun` when both can be read and the file has
 * whole pages. Reads nothing else, and changes nothing.
 */
export function firstPagesOf(dataFolder: string): 'new' | 'begun' | 'damaged' {
  const descriptor = openSync(join(dataFolder, 'log', 'data.mdb'), 'r')
  try {
    const { size } = fstatSync(descriptor)
    if (size === 0) return 'new'
    const pageSize = pageSizeAt(descriptor, 0)
    if (pageSize === undefined || pageSizeAt(descriptor, pageSize) === undefined) return 'damaged'
    // lmdb writes whole pages.
    return size % pageSize > 0 ? 'damaged' : 'begun'
  } finally {
    closeSync(descriptor)
  }
}

/** Reads the whole store in a process of its own, which a missing or damaged page may end. */
function survivesReading(dataFolder: string): boolean {
  const { file, isSource } = program('page-walk')
  const loader = isSource ? ['--import', import.meta.resolve('tsx')] : []
  // From within: a process that outlives this one makes no folder anew that was taken away.
  const { status, error } = spawnSync(process.execPath, [...loader, file, '.'], { cwd: dataFolder })
  if (error) throw error
  return status === 0
}

/**
 * Whether a store that has begun can be read to its end. Which pages it uses only lmdb knows: pages at the end may be missing in a
 * sound file. Needs a folder that may be written to, and takes as long as reading it.
 */
export const isReadable = (dataFolder: string): boolean =>
  firstPagesOf(dataFolder) === 'begun' && survivesReading(dataFolder)

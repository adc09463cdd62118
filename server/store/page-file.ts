/**
 * Whether lmdb's file has all its pages. lmdb reads through a memory map: a page that is missing at the end would end the process
 * without a word. The two first pages tell, in turns, how many there are.
 */
import { spawnSync } from 'node:child_process'
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { program } from './programs.ts'

/** Places in a page, in bytes: lmdb's own header takes the first 24. */
const place = { magic: 24, pageSize: 48, lastPage: 144, transaction: 152, end: 160 } as const
const magic = 0xbeefc0de
const pageSizes = [512, 1024, 2048, 4096, 8192, 16384, 32768, 65536]

interface Meta {
  readonly pageSize: number
  readonly lastPage: bigint
  readonly transaction: bigint
}

function metaAt(descriptor: number, offset: number): Meta | undefined {
  const page = Buffer.alloc(place.end)
  if (readSync(descriptor, page, 0, place.end, offset) < place.end) return undefined
  const pageSize = page.readUInt32LE(place.pageSize)
  if (page.readUInt32LE(place.magic) !== magic || !pageSizes.includes(pageSize)) return undefined
  return {
    pageSize,
    lastPage: page.readBigUInt64LE(place.lastPage),
    transaction: page.readBigUInt64LE(place.transaction),
  }
}

type Pages = 'new' | 'whole' | 'short' | 'damaged'

function lookAtPages(path: string): Pages {
  const descriptor = openSync(path, 'r')
  try {
    const { size } = fstatSync(descriptor)
    if (size === 0) return 'new'
    const first = metaAt(descriptor, 0)
    const second = first && metaAt(descriptor, first.pageSize)
    if (!first || !second) return 'damaged'
    const { lastPage, pageSize } = second.transaction > first.transaction ? second : first
    // lmdb writes whole pages.
    if (size % pageSize > 0) return 'damaged'
    return BigInt(size) < (lastPage + 1n) * BigInt(pageSize) ? 'short' : 'whole'
  } finally {
    closeSync(descriptor)
  }
}

/** Reads the whole store in a process of its own, which a missing page may end. */
function survivesReading(dataFolder: string): boolean {
  const { file, isSource } = program('page-walk')
  const loader = isSource ? ['--import', 'tsx'] : []
  return spawnSync(process.execPath, [...loader, file, dataFolder]).status === 0
}

/**
 * `new` when lmdb has written nothing in it yet. Pages at the end that no tree uses any more may be missing in a sound file, so
 * that a short one is tried.
 */
export function stateOfPages(dataFolder: string): 'new' | 'whole' | 'damaged' {
  const pages = lookAtPages(join(dataFolder, 'log', 'data.mdb'))
  if (pages !== 'short') return pages
  return survivesReading(dataFolder) ? 'whole' : 'damaged'
}

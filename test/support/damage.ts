/** Damages what a stopped installation has on disk, as a bad disk would. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { open } from 'lmdb'

/** Turns over a byte of the record at this place (from 1) of a text's log. Gives back what is there then. */
export async function damageRecord(
  dataFolder: string,
  textId: string,
  place: number,
): Promise<Buffer> {
  const root = open({ path: join(dataFolder, 'log'), maxDbs: 8, overlappingSync: false })
  const texts = root.openDB<Buffer, [string, number]>({ name: 'texts', encoding: 'binary' })
  const bytes = Buffer.from(texts.get([textId, place]) ?? [])
  if (bytes.length === 0) throw new Error(`${textId} has no record ${place}`)
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 0xff
  texts.putSync([textId, place], bytes)
  await root.close()
  return bytes
}

const pageSize = 4096
/** lmdb's own head of a page, in bytes. */
const pageHeader = 24

/** Empties the heads of all pages of the logs' file in which these bytes stand; what they hold stays. */
export function beheadPagesOf(dataFile: string, bytes: Uint8Array): void {
  const file = readFileSync(dataFile)
  let found = 0
  for (let start = 2 * pageSize; start < file.length; start += pageSize) {
    const page = file.subarray(start, start + pageSize)
    if (page.indexOf(bytes) < 0) continue
    page.fill(0, 0, pageHeader)
    found += 1
  }
  if (found === 0) throw new Error('no page has these bytes')
  writeFileSync(dataFile, file)
}

/** Empties a page of the logs' file behind its head, in which these bytes stand at least twice, somewhere in the middle of such pages. */
export function hidePageOf(dataFile: string, bytes: Uint8Array): void {
  const file = readFileSync(dataFile)
  const pages: Buffer[] = []
  for (let start = 2 * pageSize; start < file.length; start += pageSize) {
    const page = file.subarray(start, start + pageSize)
    if (page.indexOf(bytes) !== page.lastIndexOf(bytes)) pages.push(page)
  }
  const middle = pages[Math.floor(pages.length / 2)]
  if (!middle) throw new Error('no page has these bytes twice')
  middle.fill(0, pageHeader)
  writeFileSync(dataFile, file)
}

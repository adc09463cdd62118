/** Damages what a stopped installation has on disk, as a bad disk would. */
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

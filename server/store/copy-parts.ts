/** Copying the files of a data folder that no store has open. */
import { createReadStream, createWriteStream, existsSync } from 'node:fs'
import { mkdir, readdir, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { privateFile, privateFolder } from './durable-files.ts'
import { parts } from './placing.ts'
import { demandSpace } from './space.ts'

/** lmdb's table of readers is no data. */
const isData = (name: string): boolean => name !== 'lock.mdb'

/** The files of a part, by their paths in the data folder. */
async function filesOf(dataFolder: string, part: string): Promise<string[]> {
  const path = join(dataFolder, part)
  if (!existsSync(path)) return []
  if (!(await stat(path)).isDirectory()) return [part]
  const names = await readdir(path)
  return names.filter(isData).map((name) => join(part, name))
}

/**
 * Copies what belongs in a backup to another folder of the same disk or another. `hear` is told how many bytes of how many are
 * copied. Throws `StorageRefuses` before anything is copied when there is no room.
 */
export async function copyParts(
  dataFolder: string,
  to: string,
  hear: (done: number, of: number) => void = () => undefined,
): Promise<void> {
  const files = (await Promise.all(parts.map((part) => filesOf(dataFolder, part)))).flat()
  const sizes = await Promise.all(
    files.map(async (file) => (await stat(join(dataFolder, file))).size),
  )
  const bytes = sizes.reduce((sum, size) => sum + size, 0)
  demandSpace(to, bytes / 2)
  let done = 0
  for (const file of files) {
    const target = join(to, file)
    await mkdir(dirname(target), { recursive: true, mode: privateFolder })
    const count = new Transform({
      transform(chunk: Buffer, _encoding, pass) {
        done += chunk.length
        hear(done, bytes)
        pass(null, chunk)
      },
    })
    await pipeline(
      createReadStream(join(dataFolder, file), { highWaterMark: 4 * 1024 * 1024 }),
      count,
      createWriteStream(target, { mode: privateFile }),
    )
  }
}

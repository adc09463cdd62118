/** What stands in a data folder, byte for byte, to compare with what stood there before. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** A digest of each file by its name, but for lmdb's table of readers, which every opening writes anew, and what is left out by name. */
export const contentOf = (
  folder: string,
  isLeftOut: (name: string) => boolean = () => false,
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => !name.endsWith('lock.mdb') && !isLeftOut(name))
      .filter((name) => statSync(join(folder, name)).isFile())
      .map((name) => {
        const bytes = readFileSync(join(folder, name))
        return [name, createHash('sha256').update(bytes).digest('hex')]
      }),
  )

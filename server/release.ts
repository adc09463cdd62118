/** The name of the release that runs: the version in the package's own description. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const Package = z.object({ version: z.string() })

/** The package lies above the sources, and further above what is built from them. */
const descriptionOf = (folder: string): string => {
  const file = join(folder, 'package.json')
  return existsSync(file) ? file : descriptionOf(join(folder, '..'))
}

/** For example `0.2.0`. */
export const release = Package.parse(
  JSON.parse(readFileSync(descriptionOf(import.meta.dirname), 'utf8')),
).version

/** The worked example's sign-in links are kept in the data folder, so that every start can print them again. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { GroupId } from '#shared/domain/ids'
import { writeDurably } from '../store/durable-files.ts'

const ExampleLinks = z.array(
  z.object({
    title: z.string(),
    path: z.string(),
    /** The example's group; release 0.1 did not write it down. */
    groupId: GroupId.optional(),
  }),
)
export type ExampleLinks = z.infer<typeof ExampleLinks>

const fileOf = (dataFolder: string): string => join(dataFolder, 'example-links.json')

/** The links of the example in this data folder; none when it holds no example, or they cannot be read. */
export function readExampleLinks(dataFolder: string, groups: readonly GroupId[]): ExampleLinks {
  const file = fileOf(dataFolder)
  if (!existsSync(file)) return []
  let given: unknown
  try {
    given = JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    // Links are a convenience: a damaged file keeps nobody from the installation.
    return []
  }
  const links = ExampleLinks.safeParse(given)
  if (!links.success) return []
  return links.data.filter(({ groupId }) => groupId === undefined || groups.includes(groupId))
}

/** Keeps the links; only the owner of the data folder may read them. */
export const writeExampleLinks = (dataFolder: string, links: ExampleLinks): Promise<void> =>
  writeDurably(fileOf(dataFolder), `${JSON.stringify(links, null, 2)}\n`)

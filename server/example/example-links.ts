/** The worked example's sign-in links are kept in the data folder, so that every start can print them again. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const ExampleLinks = z.array(z.object({ title: z.string(), path: z.string() }))
export type ExampleLinks = z.infer<typeof ExampleLinks>

const fileOf = (dataFolder: string): string => join(dataFolder, 'example-links.json')

/** The links of the example in this data folder; none when it holds no example. */
export function readExampleLinks(dataFolder: string): ExampleLinks {
  const file = fileOf(dataFolder)
  if (!existsSync(file)) return []
  const links = ExampleLinks.safeParse(JSON.parse(readFileSync(file, 'utf8')))
  return links.success ? links.data : []
}

/** Keeps the links; only the owner of the data folder may read them. */
export function writeExampleLinks(dataFolder: string, links: ExampleLinks): void {
  writeFileSync(fileOf(dataFolder), `${JSON.stringify(links, null, 2)}\n`, { mode: 0o600 })
}

/** Data folders that releases of Adref have left behind: packed as they were when their server stopped. */
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { z } from 'zod'

/** The worked example after a day of work, a group that somebody set up and worked in, and a negotiation. */
export const usedFolders = ['0.1-example-used', '0.1-own-group', '0.2-negotiation'] as const
export type UsedFolder = (typeof usedFolders)[number]

const run = promisify(execFile)

const Updates = z.array(
  z.base64().transform((bytes) => new Uint8Array(Buffer.from(bytes, 'base64'))),
)

const LoggedText = z.object({
  textId: z.string(),
  /** Its words as the server reads them. */
  words: z.string(),
  /** The updates of its log, oldest first: those of the tree, and those of flows since it moved. */
  tree: Updates,
  flows: Updates,
})
export type LoggedText = z.output<typeof LoggedText>

/**
 * Unpacks all folders and reads all of their texts by today's server, in a process of its own: tests with a DOM cannot open a store.
 */
export async function readUsedFolders(): Promise<ReadonlyMap<UsedFolder, readonly LoggedText[]>> {
  const temporary = mkdtempSync(join(tmpdir(), 'adref-'))
  const here = join(process.cwd(), 'test')
  const folders = await Promise.all(
    usedFolders.map(async (name) => {
      const into = join(temporary, name)
      mkdirSync(into)
      await run('tar', ['-xzf', join(here, 'data', 'folders', `${name}.tar.gz`), '-C', into])
      return join(into, readdirSync(into)[0] ?? '')
    }),
  )
  const args = ['--import', 'tsx', join(here, 'support', 'print-texts.ts'), ...folders]
  const { stdout } = await run(process.execPath, args, { maxBuffer: 64 * 1024 * 1024 })
  rmSync(temporary, { recursive: true, force: true })
  const read = z.array(z.array(LoggedText)).parse(JSON.parse(stdout))
  return new Map(usedFolders.map((name, place) => [name, read[place] ?? []]))
}

/** Data folders that releases of Adref have left behind: packed as they were when their server stopped. */
import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { z } from 'zod'

/** The worked example after a day of work, and a group that somebody set up and worked in. */
export const usedFolders = ['0.1-example-used', '0.1-own-group'] as const
export type UsedFolder = (typeof usedFolders)[number]

const run = promisify(execFile)

const LoggedText = z.object({
  textId: z.string(),
  /** Its words as the server reads them. */
  words: z.string(),
  /** All updates of its log, oldest first. */
  updates: z.array(z.base64().transform((bytes) => new Uint8Array(Buffer.from(bytes, 'base64')))),
})
export type LoggedText = z.output<typeof LoggedText>

/** Unpacks a folder and reads all of its texts by today's server, in a process of its own: tests with a DOM cannot open a store. */
export async function readUsedFolder(name: UsedFolder): Promise<readonly LoggedText[]> {
  const temporary = mkdtempSync(join(tmpdir(), 'adref-'))
  const here = join(process.cwd(), 'test')
  await run('tar', ['-xzf', join(here, 'data', 'folders', `${name}.tar.gz`), '-C', temporary])
  const [inside = ''] = readdirSync(temporary)
  const script = join(here, 'support', 'print-texts.ts')
  const { stdout } = await run(
    process.execPath,
    ['--import', 'tsx', script, join(temporary, inside)],
    {
      maxBuffer: 64 * 1024 * 1024,
    },
  )
  rmSync(temporary, { recursive: true, force: true })
  return z.array(LoggedText).parse(JSON.parse(stdout))
}

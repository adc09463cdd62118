/**
 * How a whole copy comes into the place of what a data folder holds, in one moment. The copy is made beside it, in the folder; one
 * rename decides that it is to be put in place, and whoever opens the folder next finishes that. What was there is kept in it.
 */
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { privateFolder, renameDurably, syncAll, writeDurably } from './durable-files.ts'

/** What a backup has of a data folder. */
export const parts = ['log', 'register.json', 'example-links.json', 'quarantine'] as const
/** All that an installation keeps in its data folder: when it was there last is true of the folder alone. */
export const allParts = [...parts, 'last-seen'] as const

/** Where a copy is made. Nothing but a copy is ever in it. */
const stagedFolder = 'restoring'
/** The same folder when it is whole. */
export const placedFolder = 'restored'
const planFile = 'plan.json'

const Plan = z.object({
  /** The folder, in the data folder, that keeps what was there. */
  keptAs: z.string().min(1),
  /** The parts that the copy has. */
  brought: z.array(z.enum(parts)),
})

/** Where the logs are, in a data folder or a backup. */
export const dataFileOf = (folder: string): string => join(folder, 'log', 'data.mdb')

/** Whether a folder has nothing but what a start or a restore leaves that never came to anything. */
export async function isUnused(folder: string): Promise<boolean> {
  if (!existsSync(folder)) return true
  const names = await readdir(folder)
  if (names.some((name) => name !== 'log' && name !== stagedFolder)) return false
  const file = dataFileOf(folder)
  return !existsSync(file) || (await stat(file)).size === 0
}

/** Makes an empty folder for a copy. */
export async function stage(dataFolder: string): Promise<string> {
  const staged = join(dataFolder, stagedFolder)
  await rm(staged, { recursive: true, force: true })
  await mkdir(staged, { mode: privateFolder })
  return staged
}

/** Gives up a copy. */
export async function unstage(dataFolder: string): Promise<void> {
  await rm(join(dataFolder, stagedFolder), { recursive: true, force: true })
}

/** Puts what was staged in place. Resolves when it is there for good. */
export async function place(dataFolder: string, keptAs: string): Promise<void> {
  const staged = join(dataFolder, stagedFolder)
  const brought = parts.filter((part) => existsSync(join(staged, part)))
  await writeDurably(join(staged, planFile), JSON.stringify({ keptAs, brought }))
  await syncAll(staged)
  await renameDurably(staged, join(dataFolder, placedFolder))
  await finishPlacing(dataFolder)
}

/** Finishes what an interrupted process had decided, and clears away what it had not. To be called with the folder's lock. */
export async function finishPlacing(dataFolder: string): Promise<void> {
  await unstage(dataFolder)
  const placed = join(dataFolder, placedFolder)
  if (!existsSync(placed)) return
  const plan = join(placed, planFile)
  if (existsSync(plan)) {
    const { keptAs, brought } = Plan.parse(JSON.parse(await readFile(plan, 'utf8')))
    const kept = join(dataFolder, keptAs)
    await mkdir(kept, { recursive: true, mode: privateFolder })
    for (const part of allParts) {
      const own = join(dataFolder, part)
      const fresh = join(placed, part)
      // A part that was brought, and is not in the copy any more, is in its place already.
      if (brought.some((each) => each === part) && !existsSync(fresh)) continue
      if (existsSync(own)) await rename(own, join(kept, part))
      if (existsSync(fresh)) await rename(fresh, own)
    }
    await syncAll(kept)
    if (await isUnused(kept)) await rm(kept, { recursive: true })
    await rm(plan)
  }
  await rm(placed, { recursive: true })
}

/** Restoring a backup in place of a data folder that no process uses: at any moment all of the one or all of the other is there. */
import { existsSync } from 'node:fs'
import { cp, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fold } from '#shared/record/evolve'
import { openRegister, type Register } from '../identity/register.ts'
import { lockDataFolder } from '../store/data-folder.ts'
import { privateFolder } from '../store/durable-files.ts'
import { tighten } from '../store/modes.ts'
import { lookThrough } from '../store/opening.ts'
import { firstPagesOf, isReadable } from '../store/page-file.ts'
import { dataFileOf, isUnused, parts, place, stage, unstage } from '../store/placing.ts'
import { readFolder } from '../store/read-folder.ts'
import { lastRelease, renewEpoch } from '../store/signature.ts'
import { cannot, done, type OperationAnswer } from './operations.ts'
import { linesAboutLinks, type People } from './returned-links.ts'

async function readPeople(folder: string): Promise<People & { readonly register: Register }> {
  const register = await openRegister(folder, () => lastRelease(folder))
  const groups = await readFolder(folder, ({ tables, journal, logs }) => {
    const { tails } = lookThrough(tables, journal, { everywhere: true })
    return logs.groupIds().map((id) => {
      const damaged = tails.find(({ owner }) => owner === id)
      return [id, fold(logs.readEvents(id, damaged && { before: damaged.place }))] as const
    })
  })
  return { groups: new Map(groups), links: register.data.personalLinks, register }
}

/** Copies a backup to where it is made ready: with an epoch of its own and without anybody's session. */
async function makeReady(backup: string, staged: string): Promise<People> {
  await mkdir(join(staged, 'log'), { mode: privateFolder })
  for (const name of ['data.mdb', 'journal'])
    if (existsSync(join(backup, 'log', name)))
      await cp(join(backup, 'log', name), join(staged, 'log', name))
  for (const part of parts)
    if (part !== 'log' && existsSync(join(backup, part)))
      await cp(join(backup, part), join(staged, part), { recursive: true })
  if (!isReadable(staged)) throw new Error('It is damaged.')
  const people = await readPeople(staged)
  // Local copies of words from after the backup shall not merge back, and whoever was signed in may have lost the seat since.
  await renewEpoch(staged)
  await people.register.change((draft) => {
    draft.sessions = {}
  })
  await tighten(staged)
  return people
}

const reasonOf = (cause: unknown): string =>
  cause instanceof Error ? cause.message : String(cause)

/** Puts a backup in place of a data folder. What was there is kept in the folder. */
export async function restore(
  backup: string,
  dataFolder: string,
  force: boolean,
  now: Date,
): Promise<OperationAnswer> {
  if (!existsSync(dataFileOf(backup)))
    return cannot(`${backup} holds no backup, or one that was interrupted while it was made.`)
  if (firstPagesOf(backup) !== 'begun') return cannot(`The backup in ${backup} is damaged.`)
  const wasUnused = await isUnused(dataFolder)
  if (!wasUnused && !force)
    return cannot(`${dataFolder} is not empty. Add --force to put the backup in its place.`)
  const folder = await lockDataFolder(dataFolder)
  if ('failure' in folder) return cannot(folder.failure)
  try {
    const lines: string[] = []
    let before: People | undefined
    if (!wasUnused)
      try {
        if (isReadable(dataFolder)) before = await readPeople(dataFolder)
      } catch (cause) {
        lines.push(`What was there could not be read: ${reasonOf(cause)}`)
      }
    const staged = await stage(dataFolder)
    const restored = await makeReady(backup, staged)
    folder.lockAlso(dataFileOf(staged))
    const keptAs = `before-restore-${now.toISOString().replace(/[:.]/g, '-')}`
    await place(dataFolder, keptAs)
    if (existsSync(join(dataFolder, keptAs)))
      lines.push(`What was there is now in ${join(dataFolder, keptAs)}`)
    lines.push(`Restored ${backup} to ${dataFolder}`, ...linesAboutLinks(before, restored, now))
    return done(...lines)
  } catch (cause) {
    await unstage(dataFolder).catch(() => undefined)
    return cannot(`${backup} was not restored: ${reasonOf(cause)}`)
  } finally {
    folder.release()
  }
}

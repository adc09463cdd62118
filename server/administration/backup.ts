/** Backing up a data folder while it is in use, and restoring one that is not. */
import { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, renameSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { registerFile } from '../identity/register.ts'
import { renewEpoch } from '../store/lmdb-store.ts'
import type { Store } from '../store/store.ts'
import { cannot, done, type OperationAnswer } from './operations.ts'

const isEmpty = (folder: string): boolean => !existsSync(folder) || readdirSync(folder).length === 0

/** Copies both logs, as they are at one moment, and the register into an empty folder. */
export async function backUp(
  store: Store,
  dataFolder: string,
  folder: string,
): Promise<OperationAnswer> {
  const target = resolve(folder)
  if (!isEmpty(target)) return cannot(`${target} is not empty.`)
  mkdirSync(target, { recursive: true })
  await store.backup(target)
  const register = join(dataFolder, registerFile)
  if (existsSync(register)) copyFileSync(register, join(target, registerFile))
  return done(`Backed up to ${target}`)
}

/**
 * Puts a backup in place of a data folder that no server uses. What was there is kept beside it. The restored store gets a
 * new epoch, so that local copies from after the backup do not merge back.
 */
export async function restore(
  folder: string,
  dataFolder: string,
  force: boolean,
  now: Date,
): Promise<OperationAnswer> {
  if (!existsSync(join(folder, 'log', 'data.mdb'))) return cannot(`${folder} holds no backup.`)
  const lines: string[] = []
  if (!isEmpty(dataFolder)) {
    if (!force)
      return cannot(`${dataFolder} is not empty. Add --force to put the backup in its place.`)
    const kept = `${dataFolder}.before-restore-${now.toISOString().replace(/[:.]/g, '-')}`
    renameSync(dataFolder, kept)
    lines.push(`What was there is now in ${kept}`)
  }
  cpSync(folder, dataFolder, { recursive: true })
  await renewEpoch(dataFolder)
  return done(...lines, `Restored ${folder} to ${dataFolder}`)
}

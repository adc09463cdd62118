/** Backing up a data folder, in use or not. */
import { existsSync } from 'node:fs'
import { chmod, cp, mkdir, readdir, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { copyParts } from '../store/copy-parts.ts'
import { privateFolder, renameDurably, syncAll } from '../store/durable-files.ts'
import { tighten } from '../store/modes.ts'
import { parts } from '../store/placing.ts'
import type { Store } from '../store/store.ts'
import { cannot, done, type OperationAnswer } from './operations.ts'

/** Nothing is in it, or it is not there. */
async function isEmpty(folder: string): Promise<boolean> {
  return !existsSync(folder) || (await readdir(folder)).length === 0
}

/** Copies what a running server uses into a folder that nobody looks at yet. */
async function copyOpen(unfinished: string, store: Store, dataFolder: string): Promise<void> {
  // What is beside the logs is copied first: a link that is made meanwhile is missing, rather than one that ended valid again.
  for (const part of parts)
    if (part !== 'log' && existsSync(join(dataFolder, part)))
      await cp(join(dataFolder, part), join(unfinished, part), { recursive: true })
  await store.backup(unfinished)
}

/**
 * Copies both logs, as they are at one moment, and what lies beside them into an empty folder. The logs come to their place last,
 * when all is on disk: what an interrupted backup leaves behind is none, and cannot be restored.
 */
async function backUpBy(
  folder: string,
  copy: (unfinished: string) => Promise<void>,
): Promise<OperationAnswer> {
  const target = resolve(folder)
  const unfinished = join(target, 'unfinished')
  try {
    if (!(await isEmpty(target))) return cannot(`${target} is not empty.`)
    await mkdir(target, { recursive: true, mode: privateFolder })
    await mkdir(unfinished, { mode: privateFolder })
  } catch (cause) {
    return cannot(`No backup can be made in ${target}: ${String(cause)}.`)
  }
  try {
    await copy(unfinished)
    await tighten(unfinished)
    await syncAll(unfinished)
    await chmod(target, privateFolder)
    for (const part of parts.toReversed())
      if (existsSync(join(unfinished, part)))
        await renameDurably(join(unfinished, part), join(target, part))
    await rm(unfinished, { recursive: true })
  } catch (cause) {
    await rm(unfinished, { recursive: true, force: true })
    return cannot(`The backup was not made: ${String(cause)}. What is in ${target} is none.`)
  }
  return done(`Backed up to ${target}`)
}

/** Backs up the folder that a store has open. */
export const backUp = (
  store: Store,
  dataFolder: string,
  folder: string,
): Promise<OperationAnswer> =>
  backUpBy(folder, (unfinished) => copyOpen(unfinished, store, dataFolder))

/** Backs up a folder that no store has open, in whatever form it is. To be called with its lock. */
export const backUpFiles = (dataFolder: string, folder: string): Promise<OperationAnswer> =>
  backUpBy(folder, (unfinished) => copyParts(dataFolder, unfinished))

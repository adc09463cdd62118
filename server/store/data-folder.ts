/**
 * One process has a data folder. The lock is the operating system's, on the file that holds the logs: nobody can delete it without
 * the data, it is the same through every path and in every container, and it ends with the process, however that ends.
 */
import {
  closeSync,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { tryLock } from 'fs-native-extensions'
import { privateFile, privateFolder } from './durable-files.ts'
import { firstPagesOf, isReadable } from './page-file.ts'
import { dataFileOf, finishPlacing, placedFolder } from './placing.ts'
import { demandSpace } from './space.ts'

/** A data folder that this process has for itself. */
export interface DataFolder {
  readonly path: string
  /** Whether the file that is locked is still the one in the folder. */
  isThere(): boolean
  /** Locks one more data file, which is to be moved into the folder. */
  lockAlso(dataFile: string): void
  release(): void
}

export type DataFolderFailure = { readonly failure: string }

/** Far behind every byte of the file, so that no write of lmdb's comes near it, on any system. */
const lockedByte = 2 ** 52

/** An open file that this process has locked; undefined when another has it, or has just moved it. */
function lockFile(path: string, flags: string): number | undefined {
  const descriptor = openSync(path, flags, privateFile)
  if (tryLock(descriptor, lockedByte, 1)) return descriptor
  closeSync(descriptor)
  return undefined
}

const isSameFile = (descriptor: number, path: string): boolean => {
  const now = statSync(path, { throwIfNoEntry: false })
  const locked = fstatSync(descriptor)
  return now?.ino === locked.ino && now.dev === locked.dev
}

/** Files that are there only when the logs were there before them. */
const traces = ['register.json', join('log', 'journal')]

const reasonOf = (cause: unknown): string =>
  cause instanceof Error ? cause.message : String(cause)

/** Locks every data file of the folder; undefined when another process has one, or moves them about. */
function lockDataFiles(path: string): number[] | undefined {
  const own = dataFileOf(path)
  // A restore that is under way has both files, and moves the one to the other's place.
  const files = [dataFileOf(join(path, placedFolder)), own].filter((file) => existsSync(file))
  if (files.length === 0) {
    mkdirSync(dirname(own), { recursive: true, mode: privateFolder })
    files.push(own)
  }
  const locked: number[] = []
  for (const file of files) {
    const descriptor = lockFile(file, existsSync(file) ? 'r+' : 'a+')
    if (descriptor !== undefined) locked.push(descriptor)
    if (descriptor !== undefined && isSameFile(descriptor, file)) continue
    for (const each of locked) closeSync(each)
    return undefined
  }
  return locked
}

/**
 * Locks a data folder, which is made when it does not exist, and finishes a restore that was interrupted. A failure is one line
 * for the administrator.
 */
export async function lockDataFolder(path: string): Promise<DataFolder | DataFolderFailure> {
  let locked: number[] = []
  const release = () => {
    for (const descriptor of locked.splice(0)) closeSync(descriptor)
  }
  try {
    const files = lockDataFiles(path)
    if (!files)
      return {
        failure: `Another server uses the data folder ${path}, or the command line does: stop it first.`,
      }
    locked = files
    await finishPlacing(path)
  } catch (cause) {
    release()
    return { failure: `The data folder ${path} cannot be used: ${reasonOf(cause)}` }
  }
  return {
    path,
    isThere: () => locked.some((descriptor) => isSameFile(descriptor, dataFileOf(path))),
    lockAlso(dataFile) {
      const descriptor = lockFile(dataFile, 'r+')
      if (descriptor === undefined) throw new Error(`${dataFile} is in use.`)
      locked.push(descriptor)
    },
    release,
  }
}

/** Locks a data folder in which lmdb may open its file: all of it is there, or nothing was ever in it. */
export async function takeDataFolder(path: string): Promise<DataFolder | DataFolderFailure> {
  const wasUsed = traces.some((trace) => existsSync(join(path, trace)))
  const dataFiles = [path, join(path, placedFolder)].map(dataFileOf)
  if (wasUsed && !dataFiles.some((file) => existsSync(file)))
    return { failure: `log/data.mdb is missing in the data folder ${path}: restore a backup.` }
  const folder = await lockDataFolder(path)
  if ('failure' in folder) return folder
  try {
    const pages = firstPagesOf(path)
    const isDamaged = pages === 'damaged' || (pages === 'new' && wasUsed)
    if (!isDamaged) {
      if (pages === 'new') demandSpace(path, firstBytes)
      fillReaderTable(join(path, 'log', 'lock.mdb'))
      if (pages === 'new' || isReadable(path)) return folder
    }
    folder.release()
    return { failure: `log/data.mdb in the data folder ${path} is damaged: restore a backup.` }
  } catch (cause) {
    folder.release()
    return { failure: `The data folder ${path} cannot be used: ${reasonOf(cause)}` }
  }
}

/** The journal and the first pages of the logs. */
const firstBytes = 1024 * 1024
const readerTableBytes = 16 * 1024

/**
 * lmdb writes its table of readers through a memory map: where the file has no blocks yet and the disk is full, that would end the
 * process without a word. Throws what the disk says instead.
 */
function fillReaderTable(path: string): void {
  const found = statSync(path, { throwIfNoEntry: false })
  const isFilled = found !== undefined && found.size > 0 && found.blocks * 512 >= found.size
  if (!isFilled) writeFileSync(path, Buffer.alloc(readerTableBytes), { mode: privateFile })
}

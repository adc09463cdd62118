/** Nobody but their owner reads a data folder or a backup, whatever the umask was when they were made. */
import type { Dirent } from 'node:fs'
import { chmod, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { privateFile, privateFolder } from './durable-files.ts'
import { allParts } from './placing.ts'

export interface Tightened {
  /** How many files and folders others could read or write. */
  readonly closed: number
  /** Those that could not be closed: they belong to somebody else, or their disk knows no owners. */
  readonly open: readonly string[]
}

const isOpen = (mode: number): boolean => (mode & 0o077) !== 0

/** Takes from others what rights they have to a folder and to the parts of an installation in it. */
export async function tighten(folder: string): Promise<Tightened> {
  // Windows keeps no such rights.
  if (process.platform === 'win32') return { closed: 0, open: [] }
  let closed = 0
  const open: string[] = []
  const close = async (path: string, mode: number) => {
    if (!isOpen((await stat(path)).mode)) return
    await chmod(path, mode).catch(() => undefined)
    if (isOpen((await stat(path)).mode)) open.push(path)
    else closed += 1
  }
  const closeEntry = async (within: string, entry: Dirent): Promise<void> => {
    const path = join(within, entry.name)
    if (entry.isFile()) await close(path, privateFile)
    if (!entry.isDirectory()) return
    await close(path, privateFolder)
    for (const inner of await readdir(path, { withFileTypes: true })) await closeEntry(path, inner)
  }
  await close(folder, privateFolder)
  const known: readonly string[] = allParts
  for (const entry of await readdir(folder, { withFileTypes: true }))
    if (known.includes(entry.name)) await closeEntry(folder, entry)
  return { closed, open }
}

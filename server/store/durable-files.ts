/** Files and folders that survive a power cut, and that nobody but their owner can read. */
import { open, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** Nobody but their owner reads the files of a data folder and of its backups. */
export const privateFile = 0o600
/** The same for folders. */
export const privateFolder = 0o700

/** Waits until a file, or the names in a folder, are on disk. */
async function syncPath(path: string, isFolder: boolean): Promise<void> {
  const isWindows = process.platform === 'win32'
  // Windows opens no folder, and needs no sync of one.
  if (isFolder && isWindows) return
  const file = await open(path, isWindows ? 'r+' : 'r')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Waits until a folder and all that is in it are on disk. */
export async function syncAll(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) await syncAll(path)
    else if (entry.isFile()) await syncPath(path, false)
  }
  await syncPath(folder, true)
}

/** Renames within one disk; resolves when both folders have it on disk. */
export async function renameDurably(from: string, to: string): Promise<void> {
  await rename(from, to)
  await syncPath(dirname(to), true)
  if (dirname(from) !== dirname(to)) await syncPath(dirname(from), true)
}

/** Puts a file whole in its place or, when the disk refuses, leaves what was there. */
export async function writeDurably(path: string, content: string | Uint8Array): Promise<void> {
  const temporary = `${path}.new`
  try {
    await writeFile(temporary, content, { mode: privateFile, flush: true })
    await renameDurably(temporary, path)
  } catch (cause) {
    await rm(temporary, { force: true })
    throw cause
  }
}

/** A disk that can be filled: a small tmpfs, for tests of what happens when nothing more can be written. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface SmallDisk {
  readonly folder: string
  fill(): void
  /** Makes room again. */
  free(): void
  remove(): void
}

/** A tmpfs of so many megabytes; undefined, with a line that says so, where none may be mounted. */
export function smallDisk(megabytes: number): SmallDisk | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'adref-disk-'))
  const removeFolder = () => rmSync(folder, { recursive: true, force: true })
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder], {
      stdio: 'ignore',
    })
  } catch {
    removeFolder()
    console.log('No tmpfs can be mounted here: the full-disk test needs a privileged machine.')
    return undefined
  }
  const ballast = join(folder, 'ballast')
  return {
    folder,
    fill() {
      try {
        writeFileSync(ballast, Buffer.alloc(2 * megabytes * 1024 * 1024))
      } catch {
        // The disk is full now, which is the point.
      }
    },
    free: () => rmSync(ballast, { force: true }),
    remove() {
      execFileSync('umount', ['-l', folder])
      removeFolder()
    },
  }
}

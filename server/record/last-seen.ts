/** When this data folder was served last, as a line in a file beside the logs: a start can then tell how long the server was away. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const fileIn = (dataFolder: string): string => join(dataFolder, 'last-seen')

/** Undefined in a folder that was never served: a new one, or a restored backup. */
export function readLastSeen(dataFolder: string): Date | undefined {
  let line: string
  try {
    line = readFileSync(fileIn(dataFolder), 'utf8')
  } catch {
    return undefined // Never written.
  }
  const time = new Date(line.trim())
  return Number.isNaN(time.getTime()) ? undefined : time
}

export function writeLastSeen(dataFolder: string, now: Date): void {
  try {
    writeFileSync(fileIn(dataFolder), `${now.toISOString()}\n`, { mode: 0o600 })
  } catch {
    // A full disk: the next start takes the server to have been away since the line before.
  }
}

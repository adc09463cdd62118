/** The programs that run beside the server's own: built, each is a file beside the others; sources run by the loader of the sources. */
import { join } from 'node:path'

/** Where their sources are. */
const folders = { 'log-worker': 'store', 'page-walk': 'store', 'branch-worker': 'sync' } as const
export type Program = keyof typeof folders

export interface ProgramFile {
  readonly file: string
  /** Whether it is TypeScript, to be started by tsx. */
  readonly isSource: boolean
}

/** Where a program is that is started on a thread or as a process. */
export function program(name: Program): ProgramFile {
  const isSource = import.meta.url.endsWith('.ts')
  const file = isSource ? join(folders[name], `${name}.ts`) : `${name}.js`
  return { file: join(import.meta.dirname, file), isSource }
}

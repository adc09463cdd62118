/** The programs that run beside the server's own: built, each is a file beside the others; sources run by the loader of the sources. */
import { join } from 'node:path'

export interface Program {
  readonly file: string
  /** Whether it is TypeScript, to be started by tsx. */
  readonly isSource: boolean
}

/** Where a program is that is started on a thread or as a process. */
export const program = (name: 'log-worker' | 'page-walk'): Program => {
  const isSource = import.meta.url.endsWith('.ts')
  return { file: join(import.meta.dirname, `${name}.${isSource ? 'ts' : 'js'}`), isSource }
}

/** The built server, as `npm run build` leaves it; never an older one than its sources. */
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { program as sourceProgram } from '#server/programs'

const folder = join(process.cwd(), 'dist', 'server')

const changed = (file: string): number => statSync(file).mtimeMs
const newestIn = (sources: string): number =>
  Math.max(
    ...readdirSync(sources, { recursive: true, encoding: 'utf8' }).map((name) =>
      changed(join(sources, name)),
    ),
  )

let isCurrent = false
function demandCurrent(): void {
  if (isCurrent) return
  const main = join(folder, 'main.js')
  if (!existsSync(main) || changed(main) < Math.max(newestIn('server'), newestIn('shared')))
    throw new Error('The built server is missing or older than its sources: npm run build')
  isCurrent = true
}

/** A file of the built server to start as a process: `main.js`, `cli/adref.js`. */
export function built(name: string): string {
  demandCurrent()
  return join(folder, name)
}

/**
 * In tests this stands in place of the one in `server/programs.ts`: a server in the test's own process starts the built programs beside it, which are
 * there in a fraction of the time that TypeScript takes.
 */
export const program: typeof sourceProgram = (name) => ({
  file: built(`${name}.js`),
  isSource: false,
})

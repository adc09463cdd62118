/** Run by `npm start`: builds server and client when they are missing or older than their sources. */
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

const sources = [
  'shared',
  'server',
  'client',
  'package-lock.json',
  'vite.config.ts',
  'tsconfig.base.json',
]
const built = ['dist/server/main.js', 'dist/client/index.html']

/** Newest change, in milliseconds, of a file or of all files below a folder. */
function newest(path) {
  if (!statSync(path).isDirectory()) return statSync(path).mtimeMs
  return Math.max(
    0,
    ...readdirSync(path, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => statSync(join(entry.parentPath, entry.name)).mtimeMs),
  )
}

const oldestBuilt = Math.min(
  ...built.map((file) => (existsSync(file) ? statSync(file).mtimeMs : 0)),
)
if (Math.max(...sources.map(newest)) > oldestBuilt) {
  console.log('Building Adref (once after each change of its sources) …')
  execFileSync('npm', ['run', '--silent', 'build'], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
}

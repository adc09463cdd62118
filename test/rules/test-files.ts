/** The files of tests, read from the disk. */
import { readdirSync, readFileSync } from 'node:fs'
import type { TestFile } from './rules-in-titles.ts'

export const testFiles = (): TestFile[] =>
  readdirSync('test', { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(?:test|spec)\.tsx?$/.test(file))
    .map((file) => `test/${file.replaceAll('\\', '/')}`)
    .toSorted()
    .map((path) => ({ path, source: readFileSync(path, 'utf8') }))

/** docs/rules.md and the tests name the same rules. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const ids = (text: string): string[] =>
  [...text.matchAll(/\b(?:ROOM|UI|REC|TXT|SYNC|API|OPS|EX|CMT|CHAIR)-\d+\b/g)].map(([id]) => id)

test('[OPS-13] every numbered rule has its test, and every test its rule', () => {
  const rules = new Set(ids(readFileSync('docs/rules.md', 'utf8')))
  const tested = new Set(
    readdirSync('test', { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(?:test|spec)\.ts$/.test(file))
      .flatMap((file) => {
        const named = readFileSync(join('test', file), 'utf8').matchAll(/\[([A-Z]+-\d+)\] /g)
        return ids([...named].map(([, id]) => id).join(' '))
      }),
  )
  expect([...tested].toSorted()).toEqual([...rules].toSorted())
})

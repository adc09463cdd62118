/** Writes docs/rules.md from the titles of the tests. */
import { writeFileSync } from 'node:fs'
import { rulesIn, rulesPage } from './rules-in-titles.ts'
import { testFiles } from './test-files.ts'

writeFileSync('docs/rules.md', rulesPage(rulesIn(testFiles())))

/** The pages of rules and promises say what the tests say. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { rulesIn, rulesPage } from './rules/rules-in-titles.ts'
import { testFiles } from './rules/test-files.ts'

const files = testFiles()
const rules = rulesIn(files)

test('[OPS-13] docs/rules.md lists each rule as the titles of its tests state it', () => {
  // When this fails: npm run rules
  expect(readFileSync('docs/rules.md', 'utf8')).toBe(rulesPage(rules))
})

test('[OPS-200] one number is one behaviour: its tests stand in one file, none has another’s title, and none is left out', () => {
  expect(rules.filter((rule) => rule.files.length > 1)).toEqual([])
  const titles = files.flatMap(({ source }) =>
    [...source.matchAll(/\b(?:test|it)\(\s*(['"`])((?:\\.|(?!\1).)+)\1/g)].map(
      ([, , title]) => title,
    ),
  )
  expect(titles.filter((title, at) => titles.indexOf(title) < at)).toEqual([])
  const leftOut = /\b(?:test|it|describe)\.(?:only|todo|fixme|fails)\b|\b(?:it|describe)\.skip\b/
  expect(files.filter(({ source }) => leftOut.test(source)).map(({ path }) => path)).toEqual([])
})

test('[OPS-205] a file of tests that puts others in the place of modules, or loads them anew, says so in its name: it is run apart, since workers keep modules', () => {
  const replaces = /\bvi\.(?:mock|doMock|resetModules)\(/
  const unlike = files.filter(
    ({ path, source }) => replaces.test(source) !== path.includes('.mocked.test.'),
  )
  expect(unlike.map(({ path }) => path)).toEqual([])
})

test('[OPS-201] docs/promises.md makes forty promises, each with the rules that show it', () => {
  const promises = readFileSync('docs/promises.md', 'utf8').match(/^\d+\. .+$/gm) ?? []
  expect(promises.map((promise) => Number.parseInt(promise, 10))).toEqual(
    Array.from({ length: 40 }, (_, at) => at + 1),
  )
  const known = new Set(rules.map(({ id }) => id))
  for (const promise of promises) {
    const shownBy = /\(([A-Z]+-\d+(?:, [A-Z]+-\d+)*)\)$/.exec(promise)?.[1]?.split(', ') ?? []
    if (shownBy.length === 0 || shownBy.some((id) => !known.has(id)))
      throw new Error(`No test shows: ${promise}`)
  }
})

test('[OPS-202] a title is read in any quotes; it may state several rules, and leaves out the single case, which stands at the end', () => {
  // Written with ‹ for [, so that these are no rules of this file.
  const source = [
    `test('‹UI-1] it\\'s kept', () => {})`,
    'test.each([1])(`‹UI-2] at no width: ${width} px`, () => {})',
    `test("‹UI-3] one thing; ‹UI-4] another", () => {})`,
    '// ‹UI-5] is no title',
  ].join('\n')
  const read = rulesIn([{ path: 'a', source: source.replaceAll('‹', '[') }])
  expect(read.map(({ id, sentences }) => [id, ...sentences])).toEqual([
    ['UI-1', "It's kept."],
    ['UI-2', 'At no width.'],
    ['UI-3', 'One thing.'],
    ['UI-4', 'Another.'],
  ])
  const early = "test.each(['one'])('‹UI-6] what %s does is bounded', () => {})"
  expect(() => rulesIn([{ path: 'a', source: early.replace('‹', '[') }])).toThrow(
    '“what %s does is bounded”',
  )
})

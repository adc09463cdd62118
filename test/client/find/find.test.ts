// @vitest-environment jsdom
/** Words that are found in a text, and others put in their place. */
import fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import { flowOf, wordsFlow } from '#shared/flow/flow-doc'
import { readFlow } from '#shared/flow/read-flow'
import { contentToHtml } from '#shared/text/content-to-html'
import { flatWords } from '#shared/text/flat-words'
import { matchesIn, type Sought } from '../../../client/find/matches.ts'
import { replaceMatches } from '../../../client/find/replace.ts'
import { placeOf } from '../../../client/flow/selected-place.ts'
import { actOn } from '../../../client/flow/table-commands.ts'
import { type Desk, endDesks, oneDesk, press, select } from '../flow/desk.ts'

afterEach(endDesks)

const plainly = (words: string): Sought => ({ words, isCaseSensitive: false, isWholeWords: false })
const flat = (desk: Desk): string => flatWords(readFlow(desk.draft.flow))
const found = (desk: Desk, sought: Sought, amended: { start: number; end: number }[] = []) =>
  matchesIn(desk.doc, wordsFlow, sought, amended)

/** Replaces what nothing guards, as one act. */
function replaceFree(desk: Desk, sought: Sought, words: string): void {
  let made = 0
  const free = found(desk, sought).filter(({ guard }) => guard === undefined)
  actOn(desk.doc, desk.undo, placeOf(desk.editor.state, flowOf(desk.doc)), () =>
    replaceMatches(desk.doc, free, words, () => `new${++made}`),
  )
}

test('[UI-660] words are found whatever their case or marks, whole where that is asked, in every script, and without the vowels of Arabic', () => {
  const desk = oneDesk(['The Fund funds the fund.', 'تقرر الجمعيّة', 'форум форума'])
  select(desk, 'The Fund')
  desk.editor.commands.toggleBold()
  const count = (words: string, more: Partial<Sought> = {}) =>
    found(desk, { ...plainly(words), ...more }).length
  expect(count('fund')).toBe(3)
  expect(count('fund', { isWholeWords: true })).toBe(2)
  expect(count('Fund', { isCaseSensitive: true })).toBe(1)
  expect(count('e fund f')).toBe(1)
  expect(count('الجمعية')).toBe(1)
  expect(count('форум', { isWholeWords: true })).toBe(1)
  expect([count(''), count(' '), count('fundx')]).toEqual([0, 0, 0])
})

test('[UI-661] what is in a bracket or in words that an amendment changes is found and says so; replacing all leaves it alone, keeps marks, and is one step of undo', () => {
  const desk = oneDesk([''])
  press(desk, 'A fund, [the fund] and [no] fund.')
  desk.editor.commands.setTextSelection({ from: 1, to: 7 })
  desk.editor.commands.toggleItalic()
  const before = flat(desk)
  expect(found(desk, plainly('fund')).map(({ guard }) => guard)).toEqual([
    undefined,
    'bracket',
    undefined,
  ])
  const [parted] = found(desk, plainly('no fund'))
  expect(parted).toMatchObject({ guard: 'bracket', isParted: true })
  const [first] = found(desk, plainly('fund'))
  const amended = first ? [{ start: first.start, end: first.end }] : []
  expect(found(desk, plainly('fund'), amended)[0]?.guard).toBe('amendment')
  replaceFree(desk, plainly('fund'), 'trust fund')
  expect(flat(desk)).toBe('A trust fund, [the fund] and [no] trust fund.')
  const html = contentToHtml({ words: readFlow(desk.draft.flow), tasks: [], provisions: [] })
  expect(html).toContain('<em>A trust fund</em>')
  desk.editor.commands.undo()
  expect(flat(desk)).toBe(before)
})

test('[UI-662] replacing all is what replacing in the plain text is', () => {
  const words = fc
    .array(fc.constantFrom('a', 'b', 'ab', ' ', 'é'), { maxLength: 12 })
    .map((all) => all.join(''))
  fc.assert(
    fc.property(
      fc.array(words, { minLength: 1, maxLength: 3 }),
      fc.constantFrom('a', 'ab', 'b a'),
      fc.constantFrom('', 'x', 'aa'),
      (lines, sought, put) => {
        const desk = oneDesk(lines)
        replaceFree(desk, plainly(sought), put)
        expect(flat(desk)).toBe(lines.map((line) => line.replaceAll(sought, put)).join('\n'))
        endDesks()
      },
    ),
  )
})

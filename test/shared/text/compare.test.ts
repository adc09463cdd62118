/** Two lines compared by whole words, in every script. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { TextContent } from '#shared/domain/content'
import { compareWords } from '#shared/text/compare'
import { compareTexts } from '#shared/text/text-comparison'

const sentences = [
  'Генеральная Ассамблея постановляет созвать форум ежегодно в Женеве',
  'تقرر الجمعية العامة عقد المنتدى سنوياً في جنيف',
  'האספה הכללית מחליטה לכנס את הפורום מדי שנה',
  'Η Γενική Συνέλευση αποφασίζει να συγκαλεί το φόρουμ',
  'महासभा प्रतिवर्ष मंच का आयोजन करने का निर्णय लेती है',
  'สมัชชาใหญ่ตัดสินใจจัดการประชุมทุกปี',
  '大会决定每年在日内瓦举行论坛',
  '総会は毎年フォーラムを開催することを決定する',
  "L'assemblée générale décide d'organiser le forum 👩‍👩‍👧 chaque année",
]
const segmenter = (granularity: 'word' | 'grapheme') => new Intl.Segmenter('en', { granularity })
const partsOf = (text: string, granularity: 'word' | 'grapheme'): string[] =>
  [...segmenter(granularity).segment(text)].map(({ segment }) => segment)

/** Where parts of a text begin and end. */
function bordersOf(text: string, granularity: 'word' | 'grapheme'): Set<number> {
  const borders = new Set([0])
  let at = 0
  for (const part of partsOf(text, granularity)) borders.add((at += part.length))
  // Spaces are told one by one.
  for (const { index } of text.matchAll(/\s/g)) borders.add(index).add(index + 1)
  return borders
}

test('[TXT-540] in every script whole words are struck and put, none in splinters and none inside of a letter with its signs, and both lines can be read from the comparison', () => {
  const edit = fc.record({ at: fc.nat(40), word: fc.nat(40), isPut: fc.boolean() })
  fc.assert(
    fc.property(fc.constantFrom(...sentences), fc.array(edit, { maxLength: 4 }), (from, edits) => {
      const words = partsOf(from, 'word')
      const to = [...words]
      for (const { at, word, isPut } of edits)
        to.splice(
          at % (to.length + 1),
          isPut ? 0 : 1,
          ...(isPut ? [words[word % words.length] ?? ''] : []),
        )
      const after = to.join('')
      const { pieces } = compareWords(from, after)
      for (const [text, gone] of [
        [from, 'inserted'],
        [after, 'deleted'],
      ] as const) {
        const own = pieces.filter(({ kind }) => kind !== gone)
        expect(own.map((piece) => piece.words).join('')).toBe(text)
        const [wordBorders, letterBorders] = [bordersOf(text, 'word'), bordersOf(text, 'grapheme')]
        let at = 0
        for (const piece of own) {
          at += piece.words.length
          expect(wordBorders).toContain(at)
          expect(letterBorders).toContain(at)
        }
      }
    }),
  )
})

test('[TXT-541] a Russian sentence of which three words are others shows just these', () => {
  const { pieces } = compareWords(
    'Генеральная Ассамблея постановляет созвать форум ежегодно в Женеве.',
    'Генеральная Ассамблея просит созывать форум каждый год в Женеве.',
  )
  expect(
    pieces.filter(({ kind }) => kind !== 'unchanged').map(({ words }) => words.trim()),
  ).toEqual(['постановляет созвать', 'просит созывать', 'ежегодно', 'каждый год'])
})

const text = (...lines: string[]): TextContent => ({
  words: lines.map((words) => ({
    type: 'paragraph',
    blockId: '',
    inlines: [{ type: 'words', words, marks: [] }],
  })),
  tasks: [],
  provisions: [],
})
/** Each row's points of the one alternative, by form. */
const formsIn = (majority: TextContent, alternative: TextContent) =>
  compareTexts(majority, [alternative]).flatMap(({ alternatives: [passage] }) =>
    (passage?.parts ?? []).flatMap((part) => (part.kind === 'point' ? [part.form ?? 'words'] : [])),
  )

test('[TXT-542] a paragraph that was parted, joined to another or moved is told as that, and other words as words', () => {
  const [one, two, three] = [
    'The Forum meets each year in spring.',
    'It reports to the Commission on Science.',
    'Donors publish their pledges by June.',
  ]
  expect(formsIn(text(`${one} ${two}`, three), text(one, two, three))).toEqual(['split', 'split'])
  expect(formsIn(text(one, two, three), text(one, `${two} ${three}`))).toEqual(['join', 'join'])
  expect(formsIn(text(one, two, three), text(three, one, two))).toEqual(['move', 'move'])
  expect(formsIn(text(one, two), text(one, 'Nothing of this is so at all.'))).toEqual([
    'words',
    'words',
  ])
  expect(formsIn(text('a', 'b'), text('b', 'a')), 'a letter says nothing').not.toContain('move')
})

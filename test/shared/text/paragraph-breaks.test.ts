/** A paragraph that was split or joined reads as that. */
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { amendmentChanges } from '#shared/text/amendment-changes'
import { changesBetween } from '#shared/text/changes'
import type { ComparedPiece } from '#shared/text/compare'
import { readContent } from '#shared/text/read-content'
import { paragraph, textsOf } from '../../support/negotiated.ts'

const signs = { same: '', inserted: '+', deleted: '-' }
const read = (pieces: readonly ComparedPiece[]): string =>
  pieces.map(({ kind, words }) => (kind === 'same' ? words : `[${signs[kind]}${words}]`)).join('')

/** A base of these paragraphs, and an amendment to it. */
function openBoth(...paragraphs: string[]): [base: Y.Doc, amendment: Y.Doc] {
  const [base, amendment] = [new Y.Doc(), new Y.Doc()]
  for (const [index, words] of paragraphs.entries()) paragraph(base, index, words)
  Y.applyUpdate(amendment, Y.encodeStateAsUpdate(base))
  return [base, amendment]
}
const readBoth = (base: Y.Doc, amendment: Y.Doc) => [
  changesBetween(readContent(base), readContent(amendment)).map(({ pieces }) => read(pieces)),
  amendmentChanges(base, amendment).map(({ pieces }) => read(pieces)),
]
const sentence = 'The budget is published by the office each year.'

describe('changes of paragraphs', () => {
  test.each([
    [12, 'The budget is [+¶]published by the office each year.'],
    [33, 'The budget is published by the office [+¶]each year.'],
  ])(
    '[TXT-83] on a card, a paragraph that is split keeps its words, with a sign where it was split: at %i',
    (at, shown) => {
      const [base, amendment] = openBoth(sentence)
      const text = textsOf(amendment)[0]
      const place = sentence.lastIndexOf(' ', at + 4) + 1
      text?.delete(place, sentence.length - place)
      paragraph(amendment, 1, sentence.slice(place))
      const [card, part] = readBoth(base, amendment)
      expect(card).toEqual([shown])
      expect(part?.map((pieces) => pieces.replaceAll('…', ''))).toEqual([shown])
    },
  )

  test('[TXT-84] paragraphs that are joined keep their words, and what was written while one was split is shown as written', () => {
    const [base, amendment] = openBoth('The budget is published.', 'It is audited each year.')
    const words = amendment.getXmlFragment('words')
    words.delete(1, 1)
    textsOf(amendment)[0]?.insert(24, ' It is audited each year.')
    for (const shown of readBoth(base, amendment))
      expect(shown).toEqual(['The budget is published.[-¶] It is audited each year.'])

    const [other, amended] = openBoth(sentence)
    textsOf(amended)[0]?.delete(14, sentence.length - 14)
    paragraph(amended, 1, 'published by the Secretariat each year.')
    const [card] = readBoth(other, amended)
    expect(card).toEqual(['The budget is [+¶]published by the [-office][+Secretariat] each year.'])
  })

  test('[TXT-84] what is written where a paragraph is split, even within a word, stands beside the break', () => {
    const [base, amendment] = openBoth(sentence)
    textsOf(amendment)[0]?.delete(17, sentence.length - 17)
    paragraph(amendment, 1, `It also says: ${sentence.slice(17)}`)
    const [card] = readBoth(base, amendment)
    expect(card).toEqual([
      'The budget is [-published ][+pub][+¶][+It also says: lished ]by the office each year.',
    ])
  })

  test('[TXT-84] a paragraph that is struck beside another that is put is no paragraph that was moved', () => {
    const [base, amendment] = openBoth('The budget is published.', 'It is audited each year.')
    amendment.getXmlFragment('words').delete(1, 1)
    paragraph(amendment, 0, 'Nobody pays for it any more.')
    const [card] = readBoth(base, amendment)
    expect(card).toEqual(['[+Nobody pays for it any more.]', '[-It is audited each year.]'])
  })
})

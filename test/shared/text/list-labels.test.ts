/** Numbers and labels of lists: the same in every form of a text. */
import { describe, expect, test } from 'vitest'
import type { Block } from '#shared/domain/content'
import { seenBlocks } from '#shared/text/block-looks'
import { contentToHtml } from '#shared/text/content-to-html'
import { contentToPlain } from '#shared/text/content-to-plain'
import { itemLabels, numberLabel } from '#shared/text/list-labels'

type List = Extract<Block, { type: 'list' }>
const words = (text: string, label?: string): Block => ({
  type: 'paragraph',
  blockId: '',
  ...(label !== undefined && { label }),
  inlines: [{ type: 'words', words: text, marks: [] }],
})
const list = (style: List['style'], items: Block[], start?: number): List => ({
  type: 'list',
  style,
  ...(start !== undefined && { start }),
  items: items.map((item) => ({ blocks: [item] })),
})
const plain = (blocks: Block[]): string =>
  contentToPlain({ words: blocks, tasks: [], provisions: [] }).trimEnd()

describe('labels of items', () => {
  test('[TXT-460] letters go on behind z and Roman digits behind twelve, as on screen; what no letter counts is a number', () => {
    const labels = (style: List['style'], numbers: number[]) =>
      numbers.map((number) => numberLabel(style, number))
    expect(labels('letter', [1, 26, 27, 52, 53, 702, 703])).toEqual(
      ['a', 'z', 'aa', 'az', 'ba', 'zz', 'aaa'].map((each) => `(${each})`),
    )
    expect(labels('roman', [4, 13, 14, 49, 1999])).toEqual(
      ['iv', 'xiii', 'xiv', 'xlix', 'mcmxcix'].map((each) => `(${each})`),
    )
    expect(labels('upper-letter', [3, 28])).toEqual(['C.', 'AB.'])
    expect(labels('upper-roman', [9, 40])).toEqual(['IX.', 'XL.'])
    expect(labels('letter', [0, -2, 4000])).toEqual(['(0)', '(-2)', '(4000)'])
    expect(labels('number', [7])).toEqual(['7.'])
    expect(labels('bullet', [7])).toEqual(['•'])
  })

  test('[TXT-461] a list counts from its start, and an item with a label of its own is not counted, in the plain form, in HTML and in the comparison', () => {
    const blocks = [
      list('number', [words('meets'), words('meets again', '7 bis.'), words('ends')], 7),
    ]
    expect(itemLabels(blocks[0] ?? list('bullet', [])).map(({ label }) => label)).toEqual([
      '7.',
      '7 bis.',
      '8.',
    ])
    expect(plain(blocks)).toBe('7. meets\n\n7 bis. meets again\n\n8. ends')
    expect(contentToHtml({ words: blocks, tasks: [], provisions: [] })).toBe(
      '<ol start="7"><li><p>meets</p></li>' +
        '<li style="list-style-type:none"><p data-label="7 bis."><span data-label-words>7 bis. </span>meets again</p></li>' +
        '<li value="8"><p>ends</p></li></ol>',
    )
    expect(seenBlocks(blocks).map(({ look }) => look.marker)).toEqual(['7.', '7 bis.', '8.'])
  })

  test('[TXT-462] a paragraph and a heading say their label, marks that change what words say are said in plain text, and a chosen direction in HTML', () => {
    const blocks: Block[] = [
      { type: 'heading', level: 1, blockId: '', label: 'Article 1', inlines: [] },
      {
        type: 'paragraph',
        blockId: '',
        direction: 'rtl',
        inlines: [
          { type: 'words', words: 'km', marks: [] },
          { type: 'words', words: '2', marks: [{ type: 'superscript' }] },
          { type: 'words', words: 'x', marks: [] },
          { type: 'words', words: 'n+1', marks: [{ type: 'subscript' }] },
          { type: 'words', words: 'gone', marks: [{ type: 'strike' }] },
        ],
      },
    ]
    expect(plain(blocks)).toBe('Article 1 \n\nkm^2x_(n+1)~~gone~~')
    expect(contentToHtml({ words: blocks, tasks: [], provisions: [] })).toBe(
      '<h1 data-label="Article 1"><span data-label-words>Article 1 </span></h1>\n' +
        '<p dir="rtl">km<sup>2</sup>x<sub>n+1</sub><s>gone</s></p>',
    )
  })
})

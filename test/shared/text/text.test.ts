import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { countBrackets } from '#shared/brackets/brackets'
import type { Block, Inline, Mark, TextContent } from '#shared/domain/content'
import { flowOf, newFlowDoc } from '#shared/flow/flow-doc'
import { readText } from '#shared/flow/read-text'
import { compareWordsOf } from '#shared/text/compare'
import { contentToHtml } from '#shared/text/content-to-html'
import { contentToPlain } from '#shared/text/content-to-plain'
import { flatWords } from '#shared/text/flat-words'
import { joinRuns } from '#shared/text/marks'
import { missingParts } from '#shared/text/missing-parts'

const word = fc.stringMatching(/^[a-z<>&"' \u00e9\u05d0\u4e2d]{1,12}$/)
const anyInline: fc.Arbitrary<Inline> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant('words' as const),
      words: word,
      marks: fc.constantFrom<Mark[]>(
        [],
        [{ type: 'bold' }],
        [{ type: 'italic' }, { type: 'link', href: 'https://example.org/?a=1&b=2' }],
      ),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ type: 'line-break' as const }) },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('bracket' as const),
      edge: fc.constantFrom('open' as const, 'close' as const),
      bracketId: fc.constantFrom('b1', 'b2'),
      sponsors: fc.constantFrom('', 'BR, IN'),
    }),
  },
)
const inlines = fc.array(anyInline, { maxLength: 5 }).map(joinRuns)
const anyBlock: fc.Arbitrary<Block> = fc.letrec<{ block: Block }>((tie) => ({
  block: fc.oneof(
    { maxDepth: 2 },
    fc.record({ type: fc.constant('paragraph' as const), blockId: fc.uuid(), inlines }),
    fc.record({
      type: fc.constant('heading' as const),
      blockId: fc.uuid(),
      level: fc.constantFrom(1 as const, 2 as const, 3 as const),
      inlines,
    }),
    fc.record({
      type: fc.constant('list' as const),
      style: fc.constantFrom(
        'bullet' as const,
        'number' as const,
        'letter' as const,
        'roman' as const,
      ),
      items: fc.array(
        fc.record({ blocks: fc.array(tie('block'), { minLength: 1, maxLength: 2 }) }),
        { minLength: 1, maxLength: 3 },
      ),
    }),
  ),
})).block
const anyContent: fc.Arbitrary<TextContent> = fc.record({
  words: fc.array(anyBlock, { maxLength: 5 }),
  tasks: fc.array(
    fc.record({
      rowId: fc.uuid(),
      what: inlines,
      responsibleBody: inlines,
      implementation: inlines,
      timeline: inlines,
    }),
    { maxLength: 2 },
  ),
  provisions: fc.array(
    fc.record({
      rowId: fc.uuid(),
      indicator: inlines,
      baseline: inlines,
      target: inlines,
      meansOfVerification: inlines,
      responsibleBody: inlines,
      frequency: inlines,
    }),
    { maxLength: 2 },
  ),
})

const paragraphs = (...lines: string[]): TextContent => ({
  words: lines.map((words, index) => ({
    type: 'paragraph',
    blockId: `p${index}`,
    inlines: [{ type: 'words', words, marks: [] }],
  })),
  tasks: [],
  provisions: [],
})
describe('reading', () => {
  test('[TXT-2] the readers take any document, and keep the words beside what they do not know', () => {
    const doc = newFlowDoc(1, { gc: false })
    const flow = flowOf(doc)
    flow.insert(0, 'kept')
    flow.insertEmbed(2, { marquee: 'x' })
    flow.insertEmbed(0, { block: 7 })
    flow.format(0, flow.length, { blink: {} })
    doc.getMap('blocks').set('p1.kind', 'marquee')
    doc.getMap('rows').set('r1.table', 7)
    doc.getMap('rows').set('r2.table', 'tasks')
    const content = readText(doc)
    expect(flatWords(content.words).replaceAll(/\W/g, '')).toContain('kept')
    expect(content.tasks).toMatchObject([{ rowId: 'r2', what: [] }])
  })

  test('[TXT-3] HTML lets no markup of the words through', () => {
    fc.assert(
      fc.property(anyContent, (content) => {
        const html = contentToHtml(content)
        const tags = [...html.matchAll(/<\/?([a-z0-9]+)/g)].map(([, tag]) => tag)
        const known = [
          'p',
          'h1',
          'h2',
          'h3',
          'ul',
          'ol',
          'li',
          'strong',
          'em',
          'u',
          'a',
          'br',
          'b',
          'bdi',
          'table',
          'caption',
          'thead',
          'tbody',
          'tr',
          'th',
          'td',
        ]
        for (const tag of tags) expect(known).toContain(tag)
      }),
    )
    const evil = paragraphs('<script>alert(1)</script>')
    expect(contentToHtml(evil)).toContain('&lt;script&gt;')
    const link: TextContent = {
      ...evil,
      words: [
        {
          type: 'paragraph',
          blockId: '',
          inlines: [
            { type: 'words', words: 'x', marks: [{ type: 'link', href: 'javascript:alert(1)' }] },
          ],
        },
      ],
    }
    expect(contentToHtml(link)).not.toContain('javascript')
  })

  test('[TXT-4] plain text letters sub-paragraphs and labels tasks', () => {
    const content: TextContent = {
      ...paragraphs('It decides:'),
      tasks: [
        {
          rowId: 'r',
          what: [{ type: 'words', words: 'Publish', marks: [] }],
          responsibleBody: [],
          implementation: [],
          timeline: [],
        },
      ],
    }
    content.words.push({
      type: 'list',
      style: 'letter',
      items: [{ blocks: paragraphs('first').words }, { blocks: paragraphs('second').words }],
    })
    expect(contentToPlain(content)).toBe(
      'It decides:\n\n(a) first\n\n(b) second\n\nTask 1\nTask: Publish\nResponsible body: \nImplementation: \nTimeline: \n',
    )
  })
})

describe('what is counted', () => {
  test('[TXT-6] brackets count by pair, in cells too, and so do those that were only typed', () => {
    const edge = { type: 'bracket', bracketId: 'a', sponsors: '' } as const
    const pair: Inline[] = [
      { ...edge, edge: 'open' },
      { type: 'words', words: 'yearly', marks: [] },
      { ...edge, edge: 'close' },
    ]
    const content = paragraphs('[typed]')
    content.tasks.push({
      rowId: 'r',
      what: pair,
      responsibleBody: [],
      implementation: [],
      timeline: [],
    })
    expect(countBrackets(content)).toBe(2)
  })

  test('[TXT-7] what a recommendation lacks is named row by row', () => {
    expect(missingParts(paragraphs('')).map(({ code }) => code)).toEqual([
      'no-words',
      'no-tasks',
      'no-provisions',
    ])
  })
})

describe('comparison', () => {
  test('[TXT-8] same and inserted words make the new text, same and deleted ones the old', () => {
    const lines = fc.array(fc.stringMatching(/^[a-c ]{1,20}$/), { minLength: 1, maxLength: 5 })
    fc.assert(
      fc.property(lines, lines, (from, to) => {
        const compared = compareWordsOf(paragraphs(...from).words, paragraphs(...to).words)
        const side = (kind: string) =>
          compared
            .map(({ pieces }) =>
              pieces
                .filter((piece) => piece.kind !== kind)
                .map(({ words }) => words)
                .join(''),
            )
            .join('')
        expect(side('deleted')).toBe(to.join(''))
        expect(side('inserted')).toBe(from.join(''))
      }),
    )
  })
})

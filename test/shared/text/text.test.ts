import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import type { Block, Inline, Mark, TextContent } from '#shared/domain/content'
import { countBrackets } from '#shared/text/brackets'
import { compareWordsOf } from '#shared/text/compare'
import { contentToHtml } from '#shared/text/content-to-html'
import { contentToPlain } from '#shared/text/content-to-plain'
import { flatWords } from '#shared/text/flat-words'
import { missingParts } from '#shared/text/missing-parts'
import { readContent } from '#shared/text/read-content'
import { joinRuns } from '#shared/text/read-inlines'
import { anchorWords, locateWords } from '#shared/text/words-anchor'
import { addRow, cellFragment, removeRow, writeContent } from '#shared/text/write-content'

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

const docOf = (content: TextContent): Y.Doc => {
  const doc = new Y.Doc()
  writeContent(doc, content)
  return doc
}
const paragraphs = (...lines: string[]): TextContent => ({
  words: lines.map((words, index) => ({
    type: 'paragraph',
    blockId: `p${index}`,
    inlines: [{ type: 'words', words, marks: [] }],
  })),
  tasks: [],
  provisions: [],
})
const textOf = (doc: Y.Doc, index: number): Y.XmlText => {
  const paragraph = doc.getXmlFragment('words').get(index)
  const text: unknown = paragraph instanceof Y.XmlElement ? paragraph.get(0) : undefined
  if (!(text instanceof Y.XmlText)) throw new Error('no text')
  return text
}

describe('reading and writing', () => {
  test('[TXT-1] what is written into an empty document is read back as it was', () => {
    fc.assert(
      fc.property(anyContent, (content) => {
        expect(readContent(docOf(content))).toEqual(content)
      }),
    )
  })

  test('[TXT-2] the readers take any document, and keep the words of what they do not know', () => {
    const doc = new Y.Doc()
    const odd = new Y.XmlElement('marquee')
    const paragraph = new Y.XmlElement('paragraph')
    paragraph.insert(0, [new Y.XmlText('kept')])
    odd.insert(0, [paragraph])
    const row = new Y.Map()
    row.set('what', 'not a fragment')
    doc
      .getXmlFragment('words')
      .insert(0, [
        odd,
        new Y.XmlText('loose'),
        new Y.XmlElement('orderedList'),
        new Y.XmlElement('table'),
      ])
    doc.getArray('tasks').insert(0, ['nonsense', row])
    const content = readContent(doc)
    expect(flatWords(content.words)).toContain('kept')
    expect(content.tasks).toMatchObject([{ rowId: '', what: [] }])
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

  test('[TXT-5] rows are added and removed, and a cell is live', () => {
    const doc = docOf(paragraphs('x'))
    addRow(doc, 'tasks', 'r1')
    addRow(doc, 'tasks', 'r2')
    expect(cellFragment(doc, 'tasks', 'r1', 'what')).toBeInstanceOf(Y.XmlFragment)
    removeRow(doc, 'tasks', 'r1')
    removeRow(doc, 'tasks', 'gone')
    expect(readContent(doc).tasks.map(({ rowId }) => rowId)).toEqual(['r2'])
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

describe('anchors', () => {
  test('[TXT-9] the anchored words are found after edits elsewhere, and typing at their edges does not widen them', () => {
    const doc = docOf(paragraphs('The Secretariat publishes the list.', 'It sends the list.'))
    const anchor = anchorWords(doc, 4, 15)
    if (!anchor) throw new Error('no anchor')
    const text = textOf(doc, 0)
    text.insert(0, 'Now ')
    text.insert(19, '’s office')
    text.insert(8, 'new ')
    const found = locateWords(doc, anchor)
    const flat = flatWords(readContent(doc).words)
    expect(found && flat.slice(found.start, found.end)).toBe('Secretariat')
  })

  test('[TXT-10] words that moved to another paragraph are found by their quote; words that are gone are not found', () => {
    const doc = docOf(paragraphs('The Secretariat publishes the list of donors.', 'Second.'))
    const anchor = anchorWords(doc, 30, 44)
    if (!anchor) throw new Error('no anchor')
    expect(anchor.quote).toBe('list of donors')
    textOf(doc, 0).delete(30, 14)
    expect(locateWords(doc, anchor)).toBeUndefined()
    textOf(doc, 1).insert(0, 'A list of donors. ')
    const found = locateWords(doc, anchor)
    expect(found && flatWords(readContent(doc).words).slice(found.start, found.end)).toBe(
      'list of donors',
    )
  })

  test('[TXT-11] two replicas that edit at once find the same words', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.boolean(), fc.nat(60), fc.stringMatching(/^[x-z]{1,3}$/)), {
          maxLength: 12,
        }),
        (edits) => {
          const left = docOf(paragraphs('Alpha beta gamma delta epsilon zeta.'))
          const right = new Y.Doc()
          Y.applyUpdate(right, Y.encodeStateAsUpdate(left))
          const anchor = anchorWords(left, 11, 22)
          if (!anchor) throw new Error('no anchor')
          for (const [isLeft, at, words] of edits) {
            const text = textOf(isLeft ? left : right, 0)
            const place = at % (text.length + 1)
            if (place <= 11 || place >= 40) text.insert(place, words)
          }
          Y.applyUpdate(left, Y.encodeStateAsUpdate(right))
          Y.applyUpdate(right, Y.encodeStateAsUpdate(left))
          const found = locateWords(left, anchor)
          expect(found).toEqual(locateWords(right, anchor))
          expect(
            found && flatWords(readContent(left).words).slice(found.start, found.end),
          ).toContain('gamma')
        },
      ),
    )
  })
})

// @vitest-environment jsdom
/** Pages of any structure, pasted: each word once and in its place, for the writer, in the API's forms, and where it is copied again. */
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { TextContent } from '#shared/domain/content'
import { readText } from '#shared/flow/read-text'
import { contentToHtml } from '#shared/text/content-to-html'
import { contentToPlain } from '#shared/text/content-to-plain'
import { cleanHtml } from '../../../client/intake/clean-html.ts'
import { runsOf } from '../../support/property-runs.ts'
import { clip, endDesks, oneDesk } from '../flow/desk.ts'

beforeEach(() => void vi.stubGlobal('ClipboardEvent', Event))
afterEach(endDesks)

/** Words are told apart by their numbers. */
const wordsIn = (said: string): string[] => said.match(/w\d+/g) ?? []

const around = fc.constantFrom(
  'strong',
  'em',
  'u',
  'sup',
  'sub',
  'code',
  'small',
  'mark',
  'span style="font-weight:700"',
  'span style="color:red"',
  'a href="https://un.org"',
  'font face="Arial"',
)
const element = (tag: string, inside: string): string => `<${tag}>${inside}</${tag.split(' ')[0]}>`
const { line, page } = fc.letrec<{ line: string; item: string; block: string; page: string }>(
  (tie) => ({
    line: fc
      .array(
        fc.oneof(
          { depthSize: 'small', withCrossShrink: true },
          fc.constantFrom('W', 'W', 'W ', 'W, W', ' W', 'W<br>W', 'W &amp; W'),
          fc.tuple(around, tie('line')).map(([tag, inside]) => element(tag, inside)),
        ),
        { minLength: 1, maxLength: 4 },
      )
      .map((parts) => parts.join(' ')),
    item: fc
      .tuple(tie('line'), fc.option(tie('block'), { freq: 3 }))
      .map(([words, below]) => `<li>${words}${below ?? ''}</li>`),
    block: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc
        .tuple(fc.constantFrom('p', 'h1', 'h2', 'h4', 'div', 'pre', 'address'), tie('line'))
        .map(([tag, words]) => element(tag, words)),
      fc
        .tuple(
          fc.constantFrom('ul', 'ol', 'ol type="a"', 'ol start="4"'),
          fc.array(tie('item'), { minLength: 1, maxLength: 3 }),
        )
        .map(([tag, items]) => element(tag, items.join('\n'))),
      fc
        .array(fc.array(tie('line'), { minLength: 1, maxLength: 3 }), {
          minLength: 1,
          maxLength: 3,
        })
        .map((rows) =>
          element(
            'table',
            rows
              .map((row) => `<tr>${row.map((words) => element('td', words)).join('')}</tr>`)
              .join(''),
          ),
        ),
      fc
        .tuple(
          fc.constantFrom('blockquote', 'section', 'div'),
          fc.array(tie('block'), { maxLength: 3 }),
        )
        .map(([tag, blocks]) => element(tag, blocks.join(''))),
      tie('line'),
    ),
    page: fc.array(tie('block'), { minLength: 1, maxLength: 5 }).map((blocks) => blocks.join('\n')),
  }),
)

test('[UI-518] a page of any structure that is pasted gives each of its words once, in their order, to the writer, in plain text, HTML and the record, and where it is copied again', () => {
  fc.assert(
    fc.property(page, line, (blocks, last) => {
      let next = 0
      const html = `${blocks}<p>${last}</p>`.replaceAll('W', () => `w${(next += 1)}`)
      const words = wordsIn(html)
      const desk = oneDesk([''])
      desk.editor.view.pasteHTML(cleanHtml(html).html)
      const content = readText(desk.doc)
      expect(wordsIn(contentToPlain(content))).toEqual(words)
      expect(wordsIn(contentToHtml(content))).toEqual(words)
      expect(wordsIn(desk.editor.view.dom.textContent ?? '')).toEqual(words)
      expect(TextContent.parse(JSON.parse(JSON.stringify(content)))).toEqual(content)
      desk.editor.commands.selectAll()
      const copied = clip(desk.editor.view, 'copy')
      const other = oneDesk([''])
      other.editor.view.pasteHTML(cleanHtml(copied).html)
      expect(wordsIn(contentToPlain(readText(other.doc)))).toEqual(words)
      endDesks()
    }),
    { numRuns: runsOf('everyAct') },
  )
})

// @vitest-environment jsdom
/** Square brackets in what is pasted: real brackets, nested and with options; what is odd stays words. */
import { getSchema } from '@tiptap/core'
import { Fragment, type Node, Slice } from '@tiptap/pm/model'
import fc from 'fast-check'
import { afterEach, expect, test, vi } from 'vitest'
import { bracketsOf, countBrackets } from '#shared/brackets/brackets'
import { isLiteralPair } from '#shared/brackets/literal'
import { readFlow } from '#shared/flow/read-flow'
import { flatWords } from '#shared/text/flat-words'
import { bracketAround } from '../../../client/editor/bracket-around.ts'
import { withImportedBrackets } from '../../../client/editor/bracket-import.ts'
import { flowSchema } from '../../../client/flow/flow-schema.ts'
import { cleanHtml } from '../../../client/intake/clean-html.ts'
import { endDesks, oneDesk, paste } from '../flow/desk.ts'

afterEach(endDesks)

function pasted(words: string, as: 'text' | 'html' = 'text') {
  const desk = oneDesk([''])
  const { editor, draft } = desk
  vi.stubGlobal('ClipboardEvent', Event)
  if (as === 'text') editor.view.pasteText(words)
  else paste(desk, cleanHtml(words).html)
  const content = { words: readFlow(draft.flow), tasks: [], provisions: [] }
  const count = countBrackets(content)
  return { editor, brackets: bracketsOf(content), flat: flatWords(content.words), count }
}

test('[UI-112] pasted words in square brackets are brackets of whoever pastes them, nested, across paragraphs', () => {
  const { brackets, flat } = pasted(
    'Report [each [calendar] year].\n\n[The group meets.\n\nIt reports.]',
  )
  expect(brackets).toMatchObject([
    { words: 'each [calendar] year', isWhole: true },
    { words: 'calendar', isWhole: true },
    { words: 'The group meets.\nIt reports.', isWhole: true },
  ])
  expect(new Set(brackets.map(({ bracketId }) => bracketId)).size).toBe(3)
  expect(flat).toBe('Report [each [calendar] year].\n[The group meets.\nIt reports.]')
})

test('[UI-112] pasted brackets that stand side by side are options of one choice, others are not', () => {
  const { brackets } = pasted('Meet [quarterly] [annually][monthly] and [here] or [there].')
  const [first, second, third, ...others] = brackets.map(({ optionOf }) => optionOf)
  expect(first).not.toBe('')
  expect([second, third]).toEqual([first, first])
  expect(others).toEqual(['', ''])
})

test('[UI-112] what Word brings in brackets becomes brackets, with its emphasis', () => {
  const { brackets } = pasted(
    `<p class="MsoNormal">We <b>act [at <span style="font-style:italic">once</span></b>] and [report]</p>`,
    'html',
  )
  expect(brackets.map(({ words }) => words)).toEqual(['at once', 'report'])
})

test('[UI-112] in pasted words, a square bracket without a partner or behind a backslash is a letter, and counts for none', () => {
  const { brackets, flat, count } = pasted('a] b [c [d] \\[e\\] [f')
  expect(brackets.map(({ words }) => words)).toEqual(['d'])
  expect(flat).toBe('a] b [c [d] [e] [f')
  expect(count).toBe(1)
})

test('[UI-173] brackets with nothing between stay characters when they are pasted', () => {
  const { brackets, flat } = pasted('Give [] or [ ] to [[ ]] and [\n\n].')
  expect(brackets).toEqual([])
  expect(flat).toBe('Give [] or [ ] to [[ ]] and [\n].')
})

test('[UI-113] whatever is pasted, its words are the same, and its balanced brackets around words are brackets', () => {
  const schema = getSchema(flowSchema)
  const piece = fc.constantFrom('[', ']', 'a', ' ', '\\', '.')
  fc.assert(
    fc.property(fc.array(fc.array(piece, { maxLength: 20 }), { maxLength: 4 }), (lines) => {
      const paragraphs = lines.map((pieces) => `x${pieces.join('')}x`)
      const nodes = paragraphs.map((line) => schema.node('block', null, schema.text(line)))
      const slice = new Slice(Fragment.from(nodes), 0, 0)
      const { content } = withImportedBrackets(slice)
      const open: number[] = []
      let pairs = 0
      const all = paragraphs.join('\n')
      Array.from(all).forEach((character, index) => {
        if (all[index - 1] === '\\') return
        if (character === '[') open.push(index)
        const start = character === ']' ? open.pop() : undefined
        const isBracket =
          start !== undefined &&
          /[^[\]\s]/.test(all.slice(start, index)) &&
          !isLiteralPair(all, start, index)
        if (isBracket) pairs += 1
      })
      const edges: Record<'open' | 'close', string[]> = { open: [], close: [] }
      const read = (leaf: Node): string => {
        const isOpen = leaf.attrs['edge'] === 'open'
        edges[isOpen ? 'open' : 'close'].push(String(leaf.attrs['bracketId']))
        return isOpen ? '[' : ']'
      }
      const said = content.textBetween(0, content.size, '\n', read)
      expect(said).toBe(paragraphs.join('\n').replaceAll(/\\(?=[[\]])/g, ''))
      expect(new Set(edges.open).size).toBe(pairs)
      expect(edges.close.toSorted()).toEqual(edges.open.toSorted())
    }),
  )
})

test('[TXT-520] numbers of references and omissions in brackets are letters; full-width brackets are brackets', () => {
  const { brackets, count } = pasted(
    'See [1], decision[2, 3] and […] [...]: [30] [40] per cent, by [2030] ［每年］ [1 of 2].',
  )
  expect(brackets.map(({ words }) => words)).toEqual(['30', '40', '2030', '每年', '1 of 2'])
  expect(count).toBe(5)
})

test('[UI-114] the bracket at the caret is the one whose edge it touches, else the innermost around it', () => {
  const { editor, brackets } = pasted('Report [each [calendar] year] now.')
  const [outer, inner] = brackets.map(({ bracketId }) => bracketId)
  const around = (offset: number) => bracketAround(editor.state.doc, offset + 1)?.bracketId
  const places = ['Re', 'Report ', 'Report [ea', 'Report [each [cal', 'Report [each [calendar] ye']
  expect(places.map(({ length }) => around(length))).toEqual([
    undefined,
    outer,
    outer,
    inner,
    outer,
  ])
  expect(around('Report [each [calendar] year] n'.length)).toBe(undefined)
})

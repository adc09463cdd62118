/** Square brackets as data: how they read, what lifting leaves, and whose the words are afterwards. */
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import {
  bracketsOf,
  cleanContent,
  countBrackets,
  liftedWords,
  liftOf,
  optionsOf,
} from '#shared/brackets/brackets'
import { liftBrackets } from '#shared/brackets/lift-brackets'
import type { Inline, TextContent } from '#shared/domain/content'
import { readText } from '#shared/flow/read-text'
import { contentToHtml } from '#shared/text/content-to-html'
import { contentToPlain } from '#shared/text/content-to-plain'
import { flatWords } from '#shared/text/flat-words'
import { typeBehind } from '../../support/flow-edits.ts'
import { flowDocOf, replicaOf } from '../../support/written-flow.ts'

/** Reads a short hand: `<a|BR:words>` is bracket `a`; `<a*g|words>` is an option of choice `g`. */
function line(text: string): Inline[] {
  const inlines: Inline[] = []
  const open: string[] = []
  for (const part of text.split(/(<[a-z](?:\*[a-z])?\|(?:[A-Z, ]+:)?|>)/)) {
    const [, id, optionOf, sponsors] = /^<([a-z])(?:\*([a-z]))?\|(?:([A-Z, ]+):)?$/.exec(part) ?? []
    if (id !== undefined) {
      open.push(id)
      inlines.push({
        type: 'bracket',
        edge: 'open',
        bracketId: id,
        sponsors: sponsors ?? '',
        ...(optionOf === undefined ? {} : { optionOf }),
      })
    } else if (part === '>')
      inlines.push({ type: 'bracket', edge: 'close', bracketId: open.pop() ?? '', sponsors: '' })
    else if (part !== '') inlines.push({ type: 'words', words: part, marks: [] })
  }
  return inlines
}
const content = (...lines: readonly (string | readonly Inline[])[]): TextContent => ({
  words: lines.map((each, index) => ({
    type: 'paragraph',
    blockId: `p${index}`,
    inlines: [...(typeof each === 'string' ? line(each) : each)],
  })),
  tasks: [],
  provisions: [],
})
const lifted = (
  text: TextContent,
  bracketId: string,
  how: 'keep' | 'drop' | 'choose',
): { readonly words: string; readonly doc: Y.Doc } => {
  const doc = flowDocOf(text)
  liftBrackets(doc, liftOf(text, bracketId, how))
  return { words: flatWords(readText(doc).words), doc }
}

describe('square brackets', () => {
  test('[REC-143] an empty bracket is not counted, and can be lifted where one is left', () => {
    const text = content('Give <a|> or <b|BR: > to <c|<d| >> and [ ] or [] or [[]] and <e| <f|x>>.')
    expect(countBrackets(text)).toBe(2)
    const empty = bracketsOf(text).filter(({ isEmpty }) => isEmpty)
    expect(empty.map(({ bracketId }) => bracketId)).toEqual(['a', 'b', 'c', 'd'])
    expect(lifted(content('Give <a|BR: > to CSTD.'), 'a', 'drop').words).toBe('Give to CSTD.')
  })

  test('[TXT-41] a bracket is read with its words, its sponsors and its options', () => {
    const text = content(
      'Report <a*x|BR:quarterly> <b*x|annually> to <c|IN, PT:CSTD <d|and ECOSOC>>.',
    )
    expect(countBrackets(text)).toBe(4)
    expect(bracketsOf(text).map(({ bracketId, words }) => [bracketId, words])).toEqual([
      ['a', 'quarterly'],
      ['b', 'annually'],
      ['c', 'CSTD [and ECOSOC]'],
      ['d', 'and ECOSOC'],
    ])
    expect(optionsOf(text, 'b').map(({ words }) => words)).toEqual(['quarterly', 'annually'])
    expect(optionsOf(text, 'c').map(({ words }) => words)).toEqual(['CSTD [and ECOSOC]'])
    expect(contentToPlain(text)).toBe(
      'Report [BR: quarterly] [annually] to [IN, PT: CSTD [and ECOSOC]].\n',
    )
    expect(contentToHtml(text)).toContain('[<bdi><b>IN, PT:</b></bdi> CSTD [and ECOSOC]]')
  })

  test('[TXT-42] an edge without its partner is shown, counted once, and is lifted without taking words with it', () => {
    const half: Inline = { type: 'bracket', edge: 'open', bracketId: 'h', sponsors: 'BR' }
    const text = content([half, { type: 'words', words: 'left alone', marks: [] }])
    expect(countBrackets(text)).toBe(1)
    expect(bracketsOf(text)).toMatchObject([{ bracketId: 'h', isWhole: false, words: '' }])
    expect(lifted(text, 'h', 'drop').words).toBe('left alone')
  })

  test('[TXT-43] keeping leaves the words, dropping leaves none, choosing leaves one option; the record tells the same', () => {
    const text = content(
      'Report <a*x|BR:quarterly> <b*x|annually> to <c|IN:CSTD <d|and ECOSOC>> and <e|PT:others>.',
    )
    const cases = [
      ['c', 'keep', 'Report [quarterly] [annually] to CSTD [and ECOSOC] and [others].'],
      ['d', 'drop', 'Report [quarterly] [annually] to [CSTD] and [others].'],
      ['c', 'drop', 'Report [quarterly] [annually] to and [others].'],
      ['e', 'drop', 'Report [quarterly] [annually] to [CSTD [and ECOSOC]] and.'],
      ['a', 'choose', 'Report quarterly to [CSTD [and ECOSOC]] and [others].'],
      ['b', 'choose', 'Report annually to [CSTD [and ECOSOC]] and [others].'],
    ] as const
    for (const [bracketId, how, words] of cases)
      expect(lifted(text, bracketId, how).words).toBe(words)
    expect(liftedWords(text, liftOf(text, 'b', 'choose'))).toEqual({
      before: '[BR: quarterly] [annually]',
      after: 'annually',
    })
    expect(liftedWords(text, liftOf(text, 'c', 'keep'))).toEqual({
      before: '[IN: CSTD [and ECOSOC]]',
      after: 'CSTD [and ECOSOC]',
    })
  })

  test('[TXT-44] a bracket over paragraphs goes with the paragraphs that it held, and never with half of another bracket', () => {
    const [open, close] = (['open', 'close'] as const).map(
      (edge): Inline => ({ type: 'bracket', edge, bracketId: 'a', sponsors: '' }),
    )
    const words = (text: string): Inline => ({ type: 'words', words: text, marks: [] })
    if (!open || !close) throw new Error('no edges')
    const over = content(
      [words('First '), open, words('part')],
      [words('middle')],
      [words('end'), close, words(' last')],
    )
    expect(lifted(over, 'a', 'drop').words).toBe('First\nlast')
    const other = (edge: 'open' | 'close'): Inline => ({
      type: 'bracket',
      edge,
      bracketId: 'b',
      sponsors: '',
    })
    const crossing = content([
      open,
      words('one '),
      other('open'),
      words('two'),
      close,
      words(' three'),
      other('close'),
    ])
    expect(lifted(crossing, 'a', 'drop').words).toBe('[three]')
  })

  test('[TXT-45] what somebody types beside a bracket, or in it, while it is lifted is not lost', () => {
    for (const how of ['keep', 'drop'] as const) {
      const text = content('We <a|will> act.')
      const doc = flowDocOf(text)
      const away = replicaOf(doc, 2)
      typeBehind(away, 'all ', 'We ')
      typeBehind(away, ' soon', 'will')
      typeBehind(away, ' now', ' act')
      liftBrackets(doc, liftOf(text, 'a', how))
      Y.applyUpdate(doc, Y.encodeStateAsUpdate(away))
      expect(countBrackets(readText(doc))).toBe(0)
      const left = flatWords(readText(doc).words)
      for (const words of ['We all ', ' soon', ' act now.'].map((each) => each.trim()))
        expect(left).toContain(words)
      expect(left.includes('will')).toBe(how === 'keep')
    }
  })

  /** Items of one list, a bracket over the second to the fourth. */
  const listed = (): TextContent => {
    const [first, second, third, fourth, last] = [
      ...['One', '<a|Two', 'Three'].map((each) => line(each)),
      [
        { type: 'words', words: 'Four', marks: [] },
        { type: 'bracket', edge: 'close', bracketId: 'a', sponsors: '' },
      ] as Inline[],
      line('Five'),
    ].map((inlines, at) => ({
      blocks: [{ type: 'paragraph' as const, blockId: `i${at}`, inlines }],
    }))
    const items = [first, second, third, fourth, last].flatMap((item) => (item ? [item] : []))
    return { words: [{ type: 'list', style: 'number', items }], tasks: [], provisions: [] }
  }

  test('[TXT-521] dropping a bracket over items leaves no empty ones, and what somebody types in them meanwhile is a paragraph', () => {
    const doc = flowDocOf(listed())
    const away = replicaOf(doc, 2)
    liftBrackets(doc, liftOf(listed(), 'a', 'drop'))
    expect(contentToPlain(readText(doc)).trim()).toBe('1. One\n\n2. Five')
    typeBehind(away, ' TYPED', 'Two')
    typeBehind(away, ' ALSO', 'Three')
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(away))
    const left = flatWords(readText(doc).words)
    for (const each of ['One', 'TYPED', 'ALSO', 'Five']) expect(left).toContain(each)
    expect(left).not.toMatch(/Two|Three|Four/)
  })

  test('[TXT-522] dropping the last words of a row takes the row out, and leaves one in which something else stands', () => {
    const cell = (text: string) => line(text)
    const task = (rowId: string, what: string, timeline: string) => ({
      rowId,
      what: cell(what),
      responsibleBody: [],
      implementation: [],
      timeline: cell(timeline),
    })
    const text: TextContent = {
      ...content('Words.'),
      tasks: [task('r1', '<a|Publish>', ''), task('r2', '<b|Report>', 'by June')],
    }
    const doc = flowDocOf(text)
    liftBrackets(doc, liftOf(text, 'a', 'drop'))
    liftBrackets(doc, liftOf(readText(doc), 'b', 'drop'))
    expect(readText(doc).tasks.map(({ rowId }) => rowId)).toEqual(['r2'])
  })

  test('[TXT-523] brackets with a stroke between them are one choice, and choosing one takes the stroke out; so are paragraphs in brackets that call themselves alternatives', () => {
    const text = content(
      'Meet <a|and>/<b|or> report.',
      '<c|Alt. 1 It is public.>',
      '<d|Alt. 2 It is not.>',
      '<e|Else.>',
    )
    const doc = flowDocOf(text)
    const read = readText(doc)
    expect(optionsOf(read, 'a').map(({ bracketId }) => bracketId)).toEqual(['a', 'b'])
    expect(optionsOf(read, 'd').map(({ bracketId }) => bracketId)).toEqual(['c', 'd'])
    expect(optionsOf(read, 'e').map(({ bracketId }) => bracketId)).toEqual(['e'])
    expect(liftedWords(read, liftOf(read, 'a', 'choose')).after).toBe('and')
    liftBrackets(doc, liftOf(read, 'b', 'choose'))
    liftBrackets(doc, liftOf(readText(doc), 'c', 'choose'))
    expect(flatWords(readText(doc).words)).toBe('Meet or report.\nAlt. 1 It is public.\n[Else.]')
  })

  test('[TXT-46] Arabic words keep their order, their brackets and the Latin code that names a sponsor', () => {
    const text = content('يقدم التقرير <a|BR:كل سنة> إلى اللجنة.')
    expect(contentToPlain(text)).toBe('يقدم التقرير [BR: كل سنة] إلى اللجنة.\n')
    expect(contentToHtml(text)).toContain('[<bdi><b>BR:</b></bdi> كل سنة]')
    expect(lifted(text, 'a', 'keep').words).toBe('يقدم التقرير كل سنة إلى اللجنة.')
    expect(lifted(text, 'a', 'drop').words).toBe('يقدم التقرير إلى اللجنة.')
  })

  test('[TXT-47] the clean view reads as if all brackets were lifted, of several options the first', () => {
    const text = content(
      'Report <a*x|BR:quarterly> <b*x|annually> to <c|IN:CSTD <d|and ECOSOC>>.',
      'يقدم <e|BR:كل سنة> إلى اللجنة.',
    )
    expect(flatWords(cleanContent(text).words)).toBe(
      'Report quarterly to CSTD and ECOSOC.\nيقدم كل سنة إلى اللجنة.',
    )
    const plainText = content('No  brackets here.')
    expect(cleanContent(plainText)).toEqual(plainText)
  })
})

/** A base and an amendment that two authors write in at random, each with letters of their own. */
import fc from 'fast-check'
import { expect } from 'vitest'
import * as Y from 'yjs'
import { updateFromBase } from '#shared/text/amended-words'
import { flatWords } from '#shared/text/flat-words'
import { readContent } from '#shared/text/read-content'

type Author = 'base' | 'amendment'
/** Each author writes with letters of their own, so that every letter tells whose it is. */
export const alphabets = { base: 'abcde', amendment: 'vwxyz' } as const
function wordOf(author: Author, n: number): string {
  const letters = alphabets[author]
  let word = ''
  for (let rest = n + 5; rest > 0; rest = Math.floor(rest / 5)) word += letters[rest % 5] ?? ''
  return word
}
export const wordsIn = (text: string): string[] => text.match(/[a-z]+/g) ?? []
export const wordsOf = (doc: Y.Doc): string[] => wordsIn(flatWords(readContent(doc).words))

export const blocksOf = (doc: Y.Doc): Y.XmlElement[] =>
  doc
    .getXmlFragment('words')
    .toArray()
    .filter((child) => child instanceof Y.XmlElement)
export const textsOf = (doc: Y.Doc): Y.XmlText[] =>
  blocksOf(doc).flatMap((block) => block.toArray().filter((child) => child instanceof Y.XmlText))

export function paragraph(doc: Y.Doc, index: number, words: string): void {
  const element = new Y.XmlElement('paragraph')
  doc.getXmlFragment('words').insert(index, [element])
  element.insert(0, [new Y.XmlText(words)])
}

const plain = (text: Y.XmlText): string => text.toJSON().replaceAll(/<[^>]*>/g, '')

export const step = fc.record({
  on: fc.constantFrom('base' as const, 'amendment' as const),
  act: fc.constantFrom(
    'put',
    'put',
    'put',
    'put-inside',
    'strike',
    'strike',
    'split',
    'add',
    'remove',
    'bold',
    'meet',
  ),
  at: fc.nat(1000),
})
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

export function act(doc: Y.Doc, { on, act: what, at }: Step, n: number): void {
  const texts = textsOf(doc)
  const text = texts[at % Math.max(1, texts.length)]
  doc.transact(() => {
    if (what === 'add') paragraph(doc, at % (blocksOf(doc).length + 1), `${wordOf(on, n)} `)
    if (!text) return
    const letters = plain(text)
    const words = [
      ...text
        .toJSON()
        .replaceAll(/<[^>]*>/g, ' '.repeat(0))
        .matchAll(/[a-z]+ ?/g),
    ]
    const word = words[at % Math.max(1, words.length)]
    if (what === 'put') text.insert(word ? word.index : 0, `${wordOf(on, n)} `, {})
    if (what === 'put-inside' && word) text.insert(word.index + 1, ` ${wordOf(on, n)} `, {})
    if (what === 'strike' && word) text.delete(word.index, word[0].length)
    if (what === 'bold' && word) text.format(word.index, word[0].length, { bold: {} })
    if (what === 'split' && word && on === 'base' && letters.length > 0) {
      // As an editor does it: what stands behind the place is struck and written again in a paragraph of its own.
      const tail = letters.slice(word.index)
      text.delete(word.index, tail.length)
      const block = text.parent
      const index = blocksOf(doc).findIndex((each) => each === block)
      paragraph(doc, index + 1, tail)
    }
    if (what === 'remove' && blocksOf(doc).length > 1)
      doc.getXmlFragment('words').delete(at % blocksOf(doc).length, 1)
  })
}

/** A base and an amendment after random work on both, the last of it brought over. */
export function negotiate(steps: readonly Step[]): {
  base: Y.Doc
  amendment: Y.Doc
  reader: Y.Doc
} {
  const [base, amendment, reader] = [new Y.Doc(), new Y.Doc(), new Y.Doc()]
  base.on('update', (update: Uint8Array) => Y.applyUpdate(reader, update))
  for (const n of [1, 2, 3])
    paragraph(
      base,
      n - 1,
      [1, 2, 3, 4].map((k) => `${wordOf('base', 9000 + n * 10 + k)} `).join(''),
    )
  Y.applyUpdate(amendment, Y.encodeStateAsUpdate(base))
  for (const [n, each] of steps.entries()) {
    if (each.act === 'meet') Y.applyUpdate(amendment, updateFromBase(base, amendment))
    else act(each.on === 'base' ? base : amendment, each, n)
  }
  Y.applyUpdate(amendment, updateFromBase(base, amendment))
  return { base, amendment, reader }
}

const lettersWithAuthors = (doc: Y.Doc): { letter: string; client: number }[] =>
  textsOf(doc).flatMap((text) => {
    const letters: { letter: string; client: number }[] = []
    for (const item of Y.getTypeChildren(text))
      if (!item.deleted && item.content instanceof Y.ContentString)
        for (const letter of item.content.str) letters.push({ letter, client: item.id.client })
    return letters
  })

export function expectAttribution(
  doc: Y.Doc,
  authorOf: (client: number) => string | undefined,
): void {
  for (const { letter, client } of lettersWithAuthors(doc)) {
    if (alphabets.base.includes(letter)) expect(authorOf(client)).toBe('base')
    if (alphabets.amendment.includes(letter)) expect(authorOf(client)).toBe('amendment')
  }
}

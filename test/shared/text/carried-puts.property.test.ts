/** Others split, join and list paragraphs of the base while a tabled amendment puts words in them. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { changeFor, updateFromBase, wordsWithoutPlace } from '#shared/text/amended-words'
import { carriedPuts } from '#shared/text/carried-puts'
import { carriedStrikes } from '#shared/text/carried-strikes'
import { contentToPlain } from '#shared/text/content-to-plain'
import { readContent } from '#shared/text/read-content'
import { openRewrites } from '#shared/text/rewrites'
import { paragraph, textsOf, wordsOf } from '../../support/negotiated.ts'

/** A base, whose changes are followed, and a tabled amendment to it. */
function openBoth(...paragraphs: readonly string[]) {
  const [base, amendment] = [new Y.Doc(), new Y.Doc()]
  const rewrites = openRewrites()
  base.on('update', (update: Uint8Array) => rewrites.take([update]))
  for (const [index, words] of paragraphs.entries()) paragraph(base, index, words)
  Y.applyUpdate(amendment, Y.encodeStateAsUpdate(base))
  const clients = new Map<number, number>()
  const clientFor = (client: number) => {
    const known = clients.get(client) ?? 1000 + clients.size
    clients.set(client, known)
    return known
  }
  const meet = () => {
    const since = rewrites.since(Y.encodeStateVector(amendment))
    const strikes = carriedStrikes(amendment, since)
    Y.applyUpdate(amendment, updateFromBase(base, amendment))
    if (strikes) Y.applyUpdate(amendment, strikes)
    const copy = new Y.Doc()
    Y.applyUpdate(copy, Y.encodeStateAsUpdate(amendment))
    const puts = carriedPuts(base, copy, since, clientFor)
    if (puts) Y.applyUpdate(amendment, puts)
  }
  return { base, amendment, meet }
}
const read = (doc: Y.Doc) => contentToPlain(readContent(doc)).trim().split('\n\n')

/** As an editor does it: what stands behind the place is struck and written again in a paragraph of its own. */
function split(doc: Y.Doc, nth: number, at: number): void {
  const text = textsOf(doc)[nth]
  const block = text?.parent
  if (!text || !(block instanceof Y.XmlElement)) return
  const tail = text.toJSON().slice(at)
  const index = doc.getXmlFragment('words').toArray().indexOf(block)
  doc.transact(() => {
    text.delete(at, tail.length)
    paragraph(doc, index + 1, tail)
  })
}

function join(doc: Y.Doc, nth: number): void {
  const [first, second] = textsOf(doc).slice(nth, nth + 2)
  const block = second?.parent
  if (!first || !second || !(block instanceof Y.XmlElement)) return
  const words = second.toJSON()
  const fragment = doc.getXmlFragment('words')
  doc.transact(() => {
    fragment.delete(fragment.toArray().indexOf(block), 1)
    first.insert(first.length, words)
  })
}

function list(doc: Y.Doc, nth: number): void {
  const text = textsOf(doc)[nth]
  const block = text?.parent
  if (!text || !(block instanceof Y.XmlElement)) return
  const fragment = doc.getXmlFragment('words')
  const index = fragment.toArray().indexOf(block)
  doc.transact(() => {
    const words = text.toJSON()
    fragment.delete(index, 1)
    const [all, item, line] = ['bulletList', 'listItem', 'paragraph'].map(
      (name) => new Y.XmlElement(name),
    )
    if (!all || !item || !line) return
    fragment.insert(index, [all])
    all.insert(0, [item])
    item.insert(0, [line])
    line.insert(0, [new Y.XmlText(words)])
  })
}

describe('words that a tabled amendment puts', () => {
  const sentence = 'The Forum meets each year. It reports to the Council.'

  test.each([
    ['split', (doc: Y.Doc) => split(doc, 0, 27)],
    ['made an item', (doc: Y.Doc) => list(doc, 0)],
  ])(
    '[TXT-103] what a tabled amendment puts stays beside its words, whatever others did to the paragraph: %s',
    (_, deed) => {
      const { base, amendment, meet } = openBoth(sentence)
      const text = textsOf(amendment)[0]
      text?.insert(sentence.length - 1, ' and the Assembly')
      text?.insert(25, ' in Geneva')
      text?.insert(0, 'Yearly: ')
      deed(base)
      meet()
      expect(wordsWithoutPlace(base, amendment)).toBe('')
      const lines = [
        'Yearly: The Forum meets each year in Geneva.',
        'It reports to the Council and the Assembly.',
      ]
      const now = read(amendment)
      expect(now.join(' ').replace('• ', '').replaceAll(/ +/g, ' ')).toBe(lines.join(' '))
      expect(now.length).toBe(read(base).length)
      // Once more changes nothing, and taken up it is what the base becomes.
      meet()
      expect(read(amendment)).toEqual(now)
      Y.applyUpdate(base, changeFor(base, amendment))
      expect(read(base)).toEqual(now)
    },
  )

  test('[TXT-103] what a tabled amendment puts goes with its words into the paragraph that others joined theirs to; where words are gone it is known', () => {
    const { base, amendment, meet } = openBoth('The Forum meets. ', 'It reports.', 'It is open.')
    textsOf(amendment)[1]?.insert(10, ' yearly')
    textsOf(amendment)[1]?.insert(0, 'Then: ')
    textsOf(amendment)[2]?.insert(10, ' to all')
    join(base, 0)
    base.getXmlFragment('words').delete(1, 1)
    meet()
    expect(read(amendment)[0]).toBe('The Forum meets. Then: It reports yearly.')
    expect(wordsWithoutPlace(base, amendment)).toBe('to all')
  })

  test('[TXT-104] however others split, join and list, every word that a tabled amendment put stands once and in its place, and nothing of the base is changed', () => {
    const deeds = fc.array(
      fc.record({
        on: fc.constantFrom('base' as const, 'base' as const, 'amendment' as const),
        act: fc.constantFrom('split', 'join', 'list', 'put'),
        at: fc.nat(1000),
        meets: fc.boolean(),
      }),
      { maxLength: 20 },
    )
    fc.assert(
      fc.property(deeds, (all) => {
        const { base, amendment, meet } = openBoth('aab bba cca', 'dda eeb', 'ccd dde aae bbe')
        const put: string[] = []
        for (const [n, { on, act, at, meets }] of all.entries()) {
          const doc = on === 'base' ? base : amendment
          const texts = textsOf(doc)
          const nth = at % Math.max(1, texts.length)
          const words = texts[nth]?.toJSON() ?? ''
          const spaces = [...words.matchAll(/ /g)].map(({ index }) => index)
          const place = spaces[at % Math.max(1, spaces.length)]
          if (on === 'amendment') {
            const word = `w${'xyz'.charAt(n % 3)}${'v'.repeat(n + 1)}`
            texts[nth]?.insert(place ?? words.length, ` ${word} `)
            if (texts[nth]) put.push(word)
          } else if (act === 'split' && place && place + 1 < words.length)
            split(base, nth, place + 1)
          else if (act === 'join') join(base, nth)
          else if (act === 'list') list(base, nth)
          if (meets) meet()
        }
        meet()
        expect(wordsWithoutPlace(base, amendment)).toBe('')
        const now =
          read(amendment)
            .join(' ')
            .match(/[a-z]+/g) ?? []
        expect(now.filter((word) => word.startsWith('w')).toSorted()).toEqual(put.toSorted())
        const letters = (words: readonly string[]) =>
          words.filter((word) => !word.startsWith('w')).join('')
        expect(letters(now)).toBe(
          letters(
            read(base)
              .join(' ')
              .match(/[a-z]+/g) ?? [],
          ),
        )
        Y.applyUpdate(base, changeFor(base, amendment))
        expect(readContent(base)).toEqual(readContent(amendment))
        expect(wordsOf(base).length).toBe(wordsOf(amendment).length)
      }),
    )
  })
})

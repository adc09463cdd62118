/** Two documents that change at once, and every outcome: all replicas agree, no word of the base is lost, words keep their author. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { changeFor, updateFromBase, wordsWithoutPlace } from '#shared/text/amended-words'
import { bracketChange } from '#shared/text/bracket-change'
import { flatWords, wordBlocks } from '#shared/text/flat-words'
import { readContent } from '#shared/text/read-content'
import {
  expectAttribution,
  negotiate,
  paragraph,
  step,
  textsOf,
  wordsIn,
  wordsOf,
} from '../../support/negotiated.ts'

const lettersOf = (doc: Y.Doc): string => flatWords(readContent(doc).words).replaceAll(/\s/g, '')

/** The letters of a bracketed text without the brackets of these sponsors. */
function readWithout(doc: Y.Doc, sponsors: string): string {
  let isLeftOut = false
  let read = ''
  for (const { inlines } of wordBlocks(readContent(doc).words))
    for (const inline of inlines) {
      if (inline.type === 'bracket')
        isLeftOut = inline.edge === 'open' && inline.sponsors === sponsors
      else if (inline.type === 'words' && !isLeftOut) read += inline.words
    }
  return read.replaceAll(/\s/g, '')
}

describe('an amendment beside its base', () => {
  test('[TXT-51] an amendment follows its base, and keeps its own words even where their paragraph is gone', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const { base, amendment } = negotiate(steps)
        // Once more changes nothing.
        const before = wordsOf(amendment)
        Y.applyUpdate(amendment, updateFromBase(base, amendment))
        expect(wordsOf(amendment)).toEqual(before)
        const lost = wordsIn(wordsWithoutPlace(base, amendment))
        const merged = new Y.Doc()
        Y.applyUpdate(merged, Y.encodeStateAsUpdate(base))
        Y.applyUpdate(merged, changeFor(base, amendment))
        const taken = wordsOf(merged).join('')
        for (const word of before)
          if (/^[v-z]+$/.test(word) && lost.length === 0) expect(taken).toContain(word)
      }),
    )
  })

  test('[TXT-52] taken up whole, every replica agrees, no word that others wrote meanwhile is lost, and words keep their author', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const { base, amendment, reader } = negotiate(steps)
        if (wordsWithoutPlace(base, amendment) !== '') return
        const stays = wordsOf(base).filter((word) => wordsOf(amendment).includes(word))
        const change = changeFor(base, amendment)
        Y.applyUpdate(base, change)
        Y.applyUpdate(amendment, updateFromBase(base, amendment))
        expect(readContent(reader)).toEqual(readContent(base))
        expect(readContent(amendment)).toEqual(readContent(base))
        for (const word of stays) expect(wordsOf(base)).toContain(word)
        expectAttribution(base, (client) => (client === amendment.clientID ? 'amendment' : 'base'))
      }),
    )
  })

  test('[TXT-53] bracketed, both wordings stand in the base and words keep their author', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const { base, amendment, reader } = negotiate(steps)
        if (wordsWithoutPlace(base, amendment) !== '') return
        const merged = new Y.Doc()
        Y.applyUpdate(merged, Y.encodeStateAsUpdate(base))
        const added = new Map<number, string>()
        let brackets = 0
        bracketChange(base, amendment, merged, {
          sponsors: 'BR',
          authorOf: (client) => (client === amendment.clientID ? 'amendment' : 'base'),
          clientFor(author) {
            const client = author === 'base' ? 101 : 102
            added.set(client, author ?? '')
            return client
          },
          newBracketId: () => `b${(brackets += 1)}`,
        })
        // Without what is proposed it reads as the base did; without what is struck, as the amendment.
        expect(readWithout(merged, 'BR')).toBe(lettersOf(base))
        expect(readWithout(merged, '')).toBe(lettersOf(amendment))
        const edges = flatWords(readContent(merged).words).replaceAll(/[^[\]]/g, '')
        expect(edges).toBe('[]'.repeat(brackets))
        expectAttribution(
          merged,
          (client) => added.get(client) ?? (client === amendment.clientID ? 'amendment' : 'base'),
        )
        // Somebody types in the base while it is bracketed: nothing of that is lost either.
        const text = textsOf(reader)[0]
        const late = new Y.Doc()
        Y.applyUpdate(late, Y.encodeStateAsUpdate(reader))
        if (text) textsOf(late)[0]?.insert(textsOf(late)[0]?.length ?? 0, ' mmm ', {})
        const typed = Y.encodeStateAsUpdate(late)
        Y.applyUpdate(base, Y.encodeStateAsUpdate(merged))
        Y.applyUpdate(base, typed)
        if (text) expect(wordsOf(base)).toContain('mmm')
        Y.applyUpdate(late, Y.encodeStateAsUpdate(base))
        expect(readContent(late)).toEqual(readContent(base))
        expect(readContent(reader)).toEqual(readContent(base))
      }),
    )
  })

  test('[TXT-54] a change inside a word brackets the whole word, and both wordings read as people write them', () => {
    const base = new Y.Doc()
    paragraph(base, 0, 'The budget is published quarterly by the office.')
    const amendment = new Y.Doc()
    Y.applyUpdate(amendment, Y.encodeStateAsUpdate(base))
    const text = textsOf(amendment)[0]
    text?.delete(24, 7)
    text?.insert(24, 'annual')
    text?.insert(text.toJSON().indexOf('.'), ' of UN DESA')
    const merged = new Y.Doc()
    Y.applyUpdate(merged, Y.encodeStateAsUpdate(base))
    bracketChange(base, amendment, merged, {
      sponsors: 'BR, IN',
      authorOf: () => null,
      clientFor: () => 7,
      newBracketId: () => crypto.randomUUID(),
    })
    expect(flatWords(readContent(merged).words)).toBe(
      'The budget is published [quarterly][annually] by the office [of UN DESA].',
    )
  })

  /** What others do to the second paragraph, as an editor does it: struck, and written again elsewhere. */
  const deeds: Record<string, { act: (base: Y.Doc) => void; keepsPlace: boolean }> = {
    split: {
      keepsPlace: true,
      act(base) {
        const text = textsOf(base)[1]
        text?.delete(4, 6)
        paragraph(base, 2, 'second')
      },
    },
    merged: {
      keepsPlace: false,
      act(base) {
        textsOf(base)[0]?.insert(5, 'the second')
        base.getXmlFragment('words').delete(1, 1)
      },
    },
    moved: {
      keepsPlace: false,
      act(base) {
        base.getXmlFragment('words').delete(1, 1)
        paragraph(base, 0, 'the second')
      },
    },
    'turned into a list': {
      keepsPlace: false,
      act(base) {
        base.getXmlFragment('words').delete(1, 1)
        const list = new Y.XmlElement('bulletList')
        const item = new Y.XmlElement('listItem')
        base.getXmlFragment('words').insert(1, [list])
        list.insert(0, [item])
        const element = new Y.XmlElement('paragraph')
        item.insert(0, [element])
        element.insert(0, [new Y.XmlText('the second')])
      },
    },
    deleted: { keepsPlace: false, act: (base) => base.getXmlFragment('words').delete(1, 1) },
  }
  for (const [name, { act: deed, keepsPlace }] of Object.entries(deeds))
    test(`[TXT-55] the words of an amendment are there and known, whatever others did to their paragraph: ${name}`, () => {
      const base = new Y.Doc()
      for (const [n, words] of ['first', 'the second', 'third'].entries()) paragraph(base, n, words)
      const amendment = new Y.Doc()
      Y.applyUpdate(amendment, Y.encodeStateAsUpdate(base))
      textsOf(amendment)[1]?.insert(10, ' xylyx')
      base.transact(() => deed(base))
      Y.applyUpdate(amendment, updateFromBase(base, amendment))
      expect(wordsOf(amendment)).toContain('xylyx')
      expect(wordsWithoutPlace(base, amendment)).toBe(keepsPlace ? '' : 'xylyx')
      // Moved by their author to a paragraph that is there, they have their place again.
      const stranded = textsOf(amendment).find((text) => text.toJSON().includes('xylyx'))
      if (keepsPlace || !stranded) return
      stranded.delete(0, stranded.length)
      textsOf(amendment).at(-1)?.insert(0, 'xylyx ')
      Y.applyUpdate(amendment, updateFromBase(base, amendment))
      expect(wordsWithoutPlace(base, amendment)).toBe('')
      Y.applyUpdate(base, changeFor(base, amendment))
      expect(wordsOf(base)).toContain('xylyx')
      expect(readContent(base)).toEqual(readContent(amendment))
    })
})

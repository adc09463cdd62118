/** The order of amendments, and a bridging proposal that is put into a text while others type in it. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { amendmentDistance, furthestFirst } from '#shared/text/amendment-distance'
import { countBrackets, liftOf, optionsOf } from '#shared/text/brackets'
import { bridgeWords, placeOfQuote } from '#shared/text/bridge-words'
import { flatWords } from '#shared/text/flat-words'
import { liftBrackets } from '#shared/text/lift-bracket'
import { putBridge } from '#shared/text/put-bridge'
import { readContent } from '#shared/text/read-content'
import { writeContent } from '#shared/text/write-content'
import { writersOf } from '#shared/text/writers-of'
import { contentWith } from '../../support/meeting.ts'
import { textsOf } from '../../support/negotiated.ts'

const line = fc
  .array(fc.constantFrom('alpha', 'beta', 'gamma', 'delta', 'two', '3'), { maxLength: 12 })
  .map((words) => words.join(' '))

test('[CHAIR-22] an amendment’s distance is the words put and struck: none when nothing changes, at most all of both, and what is put less what is struck is how much longer it gets', () => {
  expect(
    amendmentDistance(
      contentWith('Reports go out every year.'),
      contentWith('Reports go out each month.'),
    ),
  ).toEqual({ inserted: 2, deleted: 2, share: 4 / 5 })
  fc.assert(
    fc.property(line, line, (from, to) => {
      const there = amendmentDistance(contentWith(from), contentWith(to))
      expect(there.inserted + there.deleted > 0).toBe(from !== to)
      const count = (text: string) => text.split(' ').filter((word) => word !== '').length
      expect(there.deleted).toBeLessThanOrEqual(count(from))
      expect(count(from) - there.deleted + there.inserted).toBe(count(to))
    }),
  )
})

test('[CHAIR-23] amendments stand furthest first, equals in the order of tabling, those not yet measured last', () => {
  const measured = fc.record({
    name: fc.uuid(),
    share: fc.option(fc.constantFrom(0, 0.1, 0.5, 2), { nil: undefined }),
  })
  fc.assert(
    fc.property(fc.array(measured, { maxLength: 12 }), (amendments) => {
      const ordered = furthestFirst(amendments, ({ share }) =>
        share === undefined ? undefined : { inserted: 0, deleted: 0, share },
      )
      expect(new Set(ordered)).toEqual(new Set(amendments))
      expect(ordered).toHaveLength(amendments.length)
      ordered.slice(1).forEach((next, index) => {
        const before = ordered[index]
        const [a, b] = [before?.share ?? -1, next.share ?? -1]
        expect(a).toBeGreaterThanOrEqual(b)
        if (a === b && before)
          expect(amendments.indexOf(before)).toBeLessThan(amendments.indexOf(next))
      })
    }),
  )
})

test('[CHAIR-24] the nearest place of a quote is found whenever it stands in the text', () => {
  fc.assert(
    fc.property(line, line, line, fc.nat(200), (before, quote, after, meant) => {
      fc.pre(quote !== '')
      const flat = `${before}${quote}${after}`
      const place = placeOfQuote(flat, quote, meant)
      expect(place === undefined ? '' : flat.slice(place, place + quote.length)).toBe(quote)
      expect(Math.abs((place ?? 0) - meant)).toBeLessThanOrEqual(Math.abs(before.length - meant))
      expect(placeOfQuote(flat, `${flat}!`, meant)).toBeUndefined()
    }),
  )
  expect(
    bridgeWords([{ words: 'Pledges' }, { words: ' ' }, { words: ', and' }, { words: 'hosts.' }]),
  ).toBe('Pledges, and hosts.')
})

const place = { bridgeId: 'bridge', sponsors: 'Chair', putAt: '2012-01-13T09:00:00.000Z' }
const typing = fc.array(
  fc.record({ put: fc.constantFrom('x', ' yy', 'zzz '), at: fc.nat(100), strike: fc.boolean() }),
  { maxLength: 10 },
)

test('[CHAIR-25] of a bridging proposal put beside a paragraph in which somebody types, nothing typed is lost, all agree, and lifting leaves the wording', () => {
  fc.assert(
    fc.property(typing, fc.boolean(), (strokes, isAtEnd) => {
      const base = new Y.Doc()
      writeContent(base, contentWith('Reports go out.'))
      const typist = new Y.Doc()
      const server = new Y.Doc()
      for (const doc of [typist, server]) Y.applyUpdate(doc, Y.encodeStateAsUpdate(base))
      putBridge(server, { ...place, blockId: isAtEnd ? null : 'p', words: 'Statements follow.' })
      const words = [
        ...typist.getXmlFragment('words').createTreeWalker((node) => node instanceof Y.XmlText),
      ]
        .filter((node) => node instanceof Y.XmlText)
        .at(0)
      if (!words) throw new Error('no words')
      for (const { put, at, strike } of strokes) {
        if (strike && words.length > 1) words.delete(at % (words.length - 1), 1)
        else words.insert(at % (words.length + 1), put)
      }
      const typed = flatWords(readContent(typist).words)
      Y.applyUpdate(server, Y.encodeStateAsUpdate(typist))
      Y.applyUpdate(typist, Y.encodeStateAsUpdate(server))
      expect(readContent(server)).toEqual(readContent(typist))
      const both = isAtEnd ? `${typed}\n[Statements follow.]` : `[${typed}] [Statements follow.]`
      expect(flatWords(readContent(server).words)).toBe(both)
      expect(countBrackets(readContent(server))).toBe(isAtEnd ? 1 : 2)
      if (isAtEnd) return
      expect(optionsOf(readContent(server), 'bridge').length).toBe(2)
      liftBrackets(server, liftOf(readContent(server), 'bridge', 'choose'))
      expect(flatWords(readContent(server).words)).toBe('Statements follow.')
    }),
  )
})

test('[TXT-105] a bridging proposal of several paragraphs is one bracket, whoever types meanwhile; lifted, it leaves its paragraphs, or empty ones where it began and ended', () => {
  const said = bridgeWords([
    { words: 'Statements follow.' },
    { words: 'Hosts report', isNewParagraph: true },
    { words: ', too.' },
    { words: 'So do donors.', isNewParagraph: true },
  ])
  expect(said).toBe('Statements follow.\nHosts report, too.\nSo do donors.')
  const lifts = fc.constantFrom('choose' as const, 'drop' as const, 'keep' as const)
  fc.assert(
    fc.property(typing, fc.boolean(), lifts, (strokes, isAtEnd, how) => {
      const [base, typist, server] = [new Y.Doc(), new Y.Doc(), new Y.Doc()]
      const { words: blocks, ...others } = contentWith('Reports go out.')
      const after = { type: 'paragraph' as const, blockId: 'q', inlines: [] }
      const last = { type: 'words' as const, words: 'The end.', marks: [] }
      writeContent(base, { ...others, words: [...blocks, { ...after, inlines: [last] }] })
      for (const doc of [typist, server]) Y.applyUpdate(doc, Y.encodeStateAsUpdate(base))
      putBridge(server, { ...place, blockId: isAtEnd ? null : 'p', words: said })
      const [words] = textsOf(typist)
      for (const { put, at, strike } of strokes)
        if (strike && (words?.length ?? 0) > 1) words?.delete(at % ((words?.length ?? 2) - 1), 1)
        else words?.insert(at % ((words?.length ?? 0) + 1), put)
      const typed = words?.toJSON() ?? ''
      Y.applyUpdate(server, Y.encodeStateAsUpdate(typist))
      const bridge = ['[Statements follow.', 'Hosts report, too.', 'So do donors.]']
      const [first, ...more] = bridge
      const lines = () => flatWords(readContent(server).words).split('\n')
      expect(lines()).toEqual(
        isAtEnd
          ? [typed, 'The end.', ...bridge]
          : [`[${typed}] ${first ?? ''}`, ...more, 'The end.'],
      )
      expect(countBrackets(readContent(server))).toBe(isAtEnd ? 1 : 2)
      liftBrackets(server, liftOf(readContent(server), 'bridge', how))
      const kept = bridge.map((line) => line.replaceAll(/[[\]]/g, ''))
      const [head = '', ...tail] = kept
      const beside = { choose: head, drop: `[${typed}]`, keep: `[${typed}] ${head}` }[how]
      expect(lines()).toEqual(
        isAtEnd
          ? [typed, 'The end.', ...(how === 'drop' ? ['', ''] : kept)]
          : [beside, ...(how === 'drop' ? [''] : tail), 'The end.'],
      )
    }),
  )
})

test('[CHAIR-26] whose the words of a range are is told by who wrote them', () => {
  const base = new Y.Doc()
  writeContent(base, contentWith('Reports go out.'))
  const other = new Y.Doc()
  Y.applyUpdate(other, Y.encodeStateAsUpdate(base))
  const block = other.getXmlFragment('words').get(0)
  const words = block instanceof Y.XmlElement ? block.get(0) : undefined
  if (!(words instanceof Y.XmlText)) throw new Error('no words')
  words.insert(7, ' always')
  expect(writersOf(other, { start: 0, end: 7 })).toEqual([base.clientID])
  expect(writersOf(other, { start: 8, end: 14 })).toEqual([other.clientID])
  expect(writersOf(other, { start: 0, end: 22 })).toEqual([base.clientID, other.clientID])
  expect(writersOf(other, { start: 7, end: 7 })).toEqual([])
})

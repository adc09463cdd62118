/** A bridging proposal that is put into a text while others type in it. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { putBridge } from '#shared/acts/put-bridge'
import { countBrackets, liftOf, optionsOf } from '#shared/brackets/brackets'
import { liftBrackets } from '#shared/brackets/lift-brackets'
import { remove, type } from '#shared/flow/acts'
import { blocksOf } from '#shared/flow/blocks'
import { readText } from '#shared/flow/read-text'
import { bridgeWords, placeOfQuote } from '#shared/text/bridge-words'
import { flatWords } from '#shared/text/flat-words'
import { draftOf } from '../../support/flow-edits.ts'
import { contentWith } from '../../support/meeting.ts'
import { flowDocOf, newId, replicaOf } from '../../support/written-flow.ts'

const line = fc
  .array(fc.constantFrom('alpha', 'beta', 'gamma', 'delta', 'two', '3'), { maxLength: 12 })
  .map((words) => words.join(' '))

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

/** What somebody types in the first paragraph, or deletes of it, letter by letter. */
function typeIn(
  doc: Y.Doc,
  strokes: readonly { put: string; at: number; strike: boolean }[],
  isAnywhere = true,
): void {
  const draft = draftOf(doc)
  for (const { put, at, strike } of strokes) {
    const { from, to } = blocksOf(draft.flow)[0] ?? { from: 0, to: 0 }
    const length = to - from
    if (strike && length > 1) {
      const start = from + (at % (length - 1))
      remove(draft, start, start + 1)
    } else type(draft, from + (isAnywhere ? at % (length + 1) : 1 + (at % length)), put)
  }
}
/** A typist's and the server's documents, with the letters of the first under the higher or the lower client id. */
const replicas = (base: Y.Doc, isHigher: boolean): [typist: Y.Doc, server: Y.Doc] => [
  replicaOf(base, isHigher ? 9 : 2),
  replicaOf(base, 5),
]

test('[CHAIR-25] of a bridging proposal put beside a paragraph in which somebody types, nothing typed is lost, all agree, and lifting leaves the wording', () => {
  fc.assert(
    fc.property(typing, fc.boolean(), fc.boolean(), (strokes, isAtEnd, isHigher) => {
      const base = flowDocOf(contentWith('Reports go out.'))
      const [typist, server] = replicas(base, isHigher)
      putBridge(
        server,
        { ...place, blockId: isAtEnd ? null : 'p', words: 'Statements follow.' },
        newId,
      )
      typeIn(typist, strokes)
      const typed = flatWords(readText(typist).words)
      Y.applyUpdate(server, Y.encodeStateAsUpdate(typist))
      Y.applyUpdate(typist, Y.encodeStateAsUpdate(server))
      expect(readText(server)).toEqual(readText(typist))
      const read = flatWords(readText(server).words)
      // What is typed at the paragraph's very start or end meanwhile may stand before or behind the edge there.
      const both = isAtEnd ? `${typed}\n[Statements follow.]` : `${typed} Statements follow.`
      expect(isAtEnd ? read : read.replaceAll(/[[\]]/g, '')).toBe(both)
      expect(countBrackets(readText(server))).toBe(isAtEnd ? 1 : 2)
      if (isAtEnd) return
      expect(optionsOf(readText(server), 'bridge').length).toBe(2)
      liftBrackets(server, liftOf(readText(server), 'bridge', 'choose'))
      expect(flatWords(readText(server).words)).toContain('Statements follow.')
      expect(countBrackets(readText(server))).toBe(0)
    }),
  )
})

test('[TXT-105] a bridging proposal of several paragraphs is one bracket, whoever types meanwhile; lifted, it leaves its paragraphs, or none', () => {
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
      const { words: blocks, ...others } = contentWith('Reports go out.')
      const after = { type: 'paragraph' as const, blockId: 'q', inlines: [] }
      const last = { type: 'words' as const, words: 'The end.', marks: [] }
      const base = flowDocOf({ ...others, words: [...blocks, { ...after, inlines: [last] }] })
      const [typist, server] = replicas(base, true)
      putBridge(server, { ...place, blockId: isAtEnd ? null : 'p', words: said }, newId)
      // What is typed before the first letter stands before the bracket that comes there at once.
      typeIn(typist, strokes, false)
      const typed = flatWords(readText(typist).words).split('\n')[0] ?? ''
      Y.applyUpdate(server, Y.encodeStateAsUpdate(typist))
      const bridge = ['[Statements follow.', 'Hosts report, too.', 'So do donors.]']
      const [first, ...more] = bridge
      const lines = () => flatWords(readText(server).words).split('\n')
      expect(lines()).toEqual(
        isAtEnd
          ? [typed, 'The end.', ...bridge]
          : [`[${typed}] ${first ?? ''}`, ...more, 'The end.'],
      )
      expect(countBrackets(readText(server))).toBe(isAtEnd ? 1 : 2)
      liftBrackets(server, liftOf(readText(server), 'bridge', how))
      const kept = bridge.map((line) => line.replaceAll(/[[\]]/g, ''))
      const [head = '', ...tail] = kept
      const beside = { choose: head, drop: `[${typed}]`, keep: `[${typed}] ${head}` }[how]
      expect(lines()).toEqual(
        isAtEnd
          ? [typed, 'The end.', ...(how === 'drop' ? [] : kept)]
          : [beside, ...(how === 'drop' ? [] : tail), 'The end.'],
      )
    }),
  )
})

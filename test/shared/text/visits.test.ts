/** What reads a text looks at its pieces in proportion to its letters: counted where every walk over pieces looks whether one is struck. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { copyOf } from '#server/store/text-log'
import { admit, holdsNews } from '#server/sync/admission'
import { openExpected } from '#server/sync/content-bounds'
import { withTally } from '#server/sync/content-tally'
import { decodeUpdate } from '#server/sync/decoded-update'
import { MemberId, mintId } from '#shared/domain/ids'
import { bracketsOf, countBrackets, typedBrackets } from '#shared/text/brackets'
import { flatten } from '#shared/text/flat-document'
import { readContent } from '#shared/text/read-content'
import { holdsStrange } from '#shared/text/strange-content'
import { writersOf } from '#shared/text/writers-of'

const author = mintId(MemberId, 'm', new Uint8Array(24))
let visits = 0
const originals = [Y.Item.prototype, Y.GC.prototype].map((prototype) => ({
  prototype,
  deleted: Object.getOwnPropertyDescriptor(prototype, 'deleted') ?? {},
}))
beforeEach(() => {
  for (const { prototype, deleted } of originals)
    Object.defineProperty(prototype, 'deleted', {
      ...deleted,
      get(this: object): unknown {
        visits += 1
        return deleted.get?.call(this)
      },
    })
})
afterEach(() => {
  for (const { prototype, deleted } of originals)
    Object.defineProperty(prototype, 'deleted', deleted)
})

/** A text of so many paragraphs, each written in pieces, in part struck, formatted and bracketed, under several client ids. */
function textOf(paragraphs: number): Y.Doc {
  const doc = new Y.Doc()
  for (let each = 0; each < paragraphs; each += 1) {
    doc.clientID = 1 + (each % Math.ceil(paragraphs / 2))
    doc.transact(() => {
      const [paragraph, text] = [new Y.XmlElement('paragraph'), new Y.XmlText()]
      doc.getXmlFragment('words').push([paragraph])
      paragraph.insert(0, [text])
      for (let word = 0; word < 8; word += 1) text.insert(0, `word [${word}] `)
      text.format(3, 5, { bold: {} })
      text.delete(10, 4)
      const edges = (['open', 'close'] as const).map((edge) => {
        const node = new Y.XmlElement('bracket')
        for (const [name, value] of Object.entries({ edge, bracketId: `bracket ${each}` }))
          node.setAttribute(name, value)
        return node
      })
      paragraph.insert(0, edges.slice(0, 1))
      paragraph.insert(2, edges.slice(1))
    })
  }
  return doc
}
const boundTo = (doc: Y.Doc) =>
  new Map([...doc.store.clients.keys()].map((client) => [client, author]))

const readers: Record<string, (doc: Y.Doc) => unknown> = {
  'its content': readContent,
  'its flat words': flatten,
  'its brackets': (doc) => [bracketsOf(readContent(doc)), countBrackets(readContent(doc))],
  'the writers of all of it': (doc) => writersOf(doc, { start: 0, end: 10_000_000 }),
  'whether it is strange': holdsStrange,
  'its tally': (doc) => withTally({ doc }),
  'a copy of it': (doc) => copyOf(doc, boundTo(doc), ''),
  'whether its own state is news': (doc) => {
    const decoded = decodeUpdate(Y.encodeStateAsUpdate(doc))
    return decoded && holdsNews(doc, decoded)
  },
}
const visitsOf = (read: (doc: Y.Doc) => unknown, doc: Y.Doc): number => {
  visits = 0
  read(doc)
  return visits
}

const [short, long] = [textOf(60), textOf(120)]

describe('what reads a text', () => {
  test.each(Object.entries(readers))(
    '[TXT-220] twice the text is read with at most 2.2 times the visits of its pieces: %s',
    (_name, read) => {
      const once = visitsOf(read, short)
      expect(once).toBeGreaterThan(0)
      expect(visitsOf(read, long)).toBeLessThan(2.2 * once)
    },
  )

  test('[TXT-221] a key is admitted with as many visits in a long text as in a short one', () => {
    const visitsOfKey = (doc: Y.Doc) => {
      const { tally } = withTally({ doc })
      const bindings = boundTo(doc)
      const page = new Y.Doc()
      Y.applyUpdate(page, Y.encodeStateAsUpdate(doc))
      const before = Y.encodeStateVector(page)
      const last = page.getXmlFragment('words').get(59)
      const text = last instanceof Y.XmlElement ? last.get(1) : undefined
      if (!(text instanceof Y.XmlText)) throw new Error('no text')
      text.insert(0, 'x')
      const decoded = decodeUpdate(Y.diffUpdate(Y.encodeStateAsUpdate(page), before))
      if (!decoded) throw new Error('unreadable')
      decoded.ds.clients.clear()
      visits = 0
      const expected = openExpected()
      const facts = { doc, tally, bindings, expected, isClaimedElsewhere: () => false }
      expect(admit(facts, author, decoded)).toMatchObject({ admitted: true })
      return visits
    }
    expect(visitsOfKey(long)).toBeLessThanOrEqual(visitsOfKey(short) + 2)
  })

  test('[TXT-222] typed brackets in brackets are counted in one pass, and as before: none that is empty, all others', () => {
    const counted = Object.entries({
      '[a]': 1,
      '[ ]': 0,
      '[[ ] [ ]]': 0,
      '[[x] [ ]]': 2,
      '[ [': 2,
      '] [x': 1,
      '[ ] ]': 0,
    })
    for (const [words, count] of counted)
      expect([words, typedBrackets(words)]).toEqual([words, count])
    expect(typedBrackets(`${'['.repeat(400_000)}x${']'.repeat(400_000)}`)).toBe(400_000)
  })
})

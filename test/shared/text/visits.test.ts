/** What reads a text looks at its pieces in proportion to its letters: counted where every walk over pieces looks whether one is struck. */
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { copyOf } from '#server/store/text-log'
import { admit, holdsNews } from '#server/sync/admission'
import { openExpected } from '#server/sync/content-bounds'
import { withTally } from '#server/sync/content-tally'
import { decodeUpdate } from '#server/sync/decoded-update'
import { MemberId, mintId } from '#shared/domain/ids'
import { changeFor, updateFromBase, wordsWithoutPlace } from '#shared/text/amended-words'
import { openAttribution } from '#shared/text/attribution'
import { bracketChange } from '#shared/text/bracket-change'
import { bracketsOf, countBrackets, typedBrackets } from '#shared/text/brackets'
import { carriedStrikes } from '#shared/text/carried-strikes'
import { flatten } from '#shared/text/flat-document'
import { liftBrackets } from '#shared/text/lift-bracket'
import { closesOf, type Lift, type Piece, planLift } from '#shared/text/lift-plan'
import { readContent } from '#shared/text/read-content'
import { openRewrites } from '#shared/text/rewrites'
import { holdsStrange } from '#shared/text/strange-content'
import { newTextDoc } from '#shared/text/text-doc'
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

/** The log by which such a text came: a record for each paragraph, and for each splitting of one. */
function logOf(doc: Y.Doc) {
  const updates: Uint8Array[] = []
  const page = new Y.Doc()
  page.on('update', (update: Uint8Array) => updates.push(update))
  Y.applyUpdate(page, Y.encodeStateAsUpdate(doc))
  const fragment = page.getXmlFragment('words')
  for (let place = 0; place < fragment.length; place += 20) {
    const text = fragment.get(place)
    const words = text instanceof Y.XmlElement ? text.get(1) : undefined
    if (!(words instanceof Y.XmlText)) throw new Error('no words')
    page.clientID = 10_000 + place
    page.transact(() => {
      const moved = new Y.XmlText(words.toString().slice(20, 60))
      words.delete(20, 40)
      fragment.insert(place + 1, [new Y.XmlElement('paragraph')])
      const anew = fragment.get(place + 1)
      if (anew instanceof Y.XmlElement) anew.insert(0, [moved])
    })
  }
  return updates.map((update) => ({ author, at: '', updates: [update], clients: [] }))
}
/** A text with an amendment to it, in which each tenth paragraph was changed and one was put. */
function amended(base: Y.Doc): readonly [base: Y.Doc, amendment: Y.Doc] {
  const amendment = newTextDoc()
  Y.applyUpdate(amendment, Y.encodeStateAsUpdate(base))
  amendment.clientID = 20_000
  const fragment = amendment.getXmlFragment('words')
  amendment.transact(() => {
    for (let place = 0; place < fragment.length; place += 10) {
      const paragraph = fragment.get(place)
      const words = paragraph instanceof Y.XmlElement ? paragraph.get(1) : undefined
      if (!(words instanceof Y.XmlText)) throw new Error('no words')
      words.delete(12, 6)
      words.insert(12, 'amended')
    }
  })
  return [base, amendment]
}
const copyOfDoc = (doc: Y.Doc): Y.Doc => {
  const copy = newTextDoc()
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
  return copy
}

const readers: Record<string, (doc: Y.Doc) => unknown> = {
  'its content': readContent,
  'its flat words': flatten,
  'its brackets': (doc) => [bracketsOf(readContent(doc)), countBrackets(readContent(doc))],
  'the writers of all of it': (doc) => writersOf(doc, { start: 0, end: 10_000_000 }),
  'whether it is strange': holdsStrange,
  'its tally': (doc) => withTally({ doc }),
  'a copy of it': (doc) => copyOf(doc, boundTo(doc), ''),
  'who wrote what in it': (doc) => {
    const attribution = openAttribution<MemberId>()
    attribution.take(logOf(doc))
    return attribution.kept()
  },
  'what was written anew in it': (doc) => {
    const rewrites = openRewrites()
    rewrites.take(logOf(doc).flatMap(({ updates }) => updates))
    return rewrites.since(Uint8Array.of(0))
  },
  'an amendment to it, taken up': (doc) => {
    const [base, amendment] = amended(doc)
    return [wordsWithoutPlace(base, amendment), changeFor(base, amendment)]
  },
  'an amendment to it, brought up to it': (doc) => {
    const [base, amendment] = amended(doc)
    const update = updateFromBase(base, amendment)
    return [update, carriedStrikes(amendment, [])]
  },
  'an amendment to it, in brackets': (doc) => {
    const [base, amendment] = amended(doc)
    let brackets = 0
    bracketChange(base, amendment, copyOfDoc(base), {
      sponsors: 'BR',
      authorOf: () => author,
      clientFor: () => 30_000,
      newBracketId: () => `new ${(brackets += 1)}`,
    })
    return brackets
  },
  'its brackets, all dropped': (doc) => {
    const copy = copyOfDoc(doc)
    const drop = new Set(bracketsOf(readContent(copy)).map(({ bracketId }) => bracketId))
    liftBrackets(copy, { keep: new Set(), drop })
  },
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
      const facts = { doc, tally, bindings, expected, isClaimedByAnother: () => false }
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

  test('[TXT-242] brackets in brackets are dropped in as many steps as there are edges, in the record and in the text', () => {
    const nested = (depth: number): Piece[] =>
      Array.from({ length: 2 * depth }, (_, index) => ({
        place: 0,
        get edge(): 'open' | 'close' {
          visits += 1
          return index < depth ? 'open' : 'close'
        },
        bracketId: `${index < depth ? index : 2 * depth - 1 - index}`,
      }))
    const visitsOfPlan = (depth: number) => {
      const pieces = nested(depth)
      const drop = new Set(pieces.map(({ bracketId }) => bracketId))
      visits = 0
      expect(planLift(pieces, { keep: new Set(), drop }).every(Boolean)).toBe(true)
      return visits
    }
    expect(visitsOfPlan(2000)).toBeLessThan(2.2 * visitsOfPlan(1000))
    const visitsOfDropping = (depth: number) => {
      const doc = newTextDoc()
      const paragraph = new Y.XmlElement('paragraph')
      doc.getXmlFragment('words').push([paragraph])
      const edges = nested(depth).map(({ edge = '', bracketId }) => {
        const node = new Y.XmlElement('bracket')
        for (const [name, value] of Object.entries({ edge, bracketId }))
          node.setAttribute(name, value)
        return node
      })
      const words = new Y.XmlText('x')
      paragraph.insert(0, [...edges.slice(0, depth), words, ...edges.slice(depth)])
      const all = new Set(nested(depth).map(({ bracketId }) => bracketId))
      return visitsOf(() => liftBrackets(doc, { keep: new Set(), drop: all }), doc)
    }
    expect(visitsOfDropping(300)).toBeLessThan(2.2 * visitsOfDropping(150))
  })

  test('[TXT-243] what goes with a dropped bracket: all that stands in it, but the edges of brackets that reach out of it', () => {
    /** Each dropped stretch by itself. */
    const oneByOne = (pieces: readonly Piece[], { keep, drop }: Lift): boolean[] => {
      const goes = pieces.map(
        ({ edge, bracketId }) => edge !== undefined && (keep.has(bracketId) || drop.has(bracketId)),
      )
      for (const [start, end] of closesOf(pieces)) {
        if (!drop.has(pieces[start]?.bracketId ?? '')) continue
        for (let index = start + 1; index < end; index += 1) {
          const { edge, bracketId } = pieces[index] ?? { edge: undefined, bracketId: '' }
          const partners = pieces.filter(
            (other, place) =>
              place > start && place < end && other.edge && other.bracketId === bracketId,
          )
          if (edge === undefined || partners.length === 2) goes[index] = true
        }
      }
      return goes
    }
    fc.assert(
      fc.property(
        fc.shuffledSubarray(Array.from({ length: 18 }, (_, index) => index)),
        fc.subarray(['0', '1', '2', '3', '4', '5']),
        fc.subarray(['0', '1', '2', '3', '4', '5']),
        (order, kept, dropped) => {
          const seen = new Set<string>()
          const pieces = order.map((each): Piece => {
            const bracketId = `${each % 6}`
            if (each >= 12) return { place: 0, edge: undefined, bracketId: '' }
            const isOpen = !seen.has(bracketId)
            seen.add(bracketId)
            return { place: 0, edge: isOpen ? 'open' : 'close', bracketId }
          })
          const lift = { keep: new Set(kept), drop: new Set(dropped) }
          expect(planLift(pieces, lift)).toEqual(oneByOne(pieces, lift))
        },
      ),
    )
  })

  test('[TXT-244] a text that many client ids wrote is copied with as many looks at each as one that few wrote', () => {
    /** Who wrote under so many client ids; each look is counted. */
    class Looked extends Map<number, MemberId | null> {
      override [Symbol.iterator]() {
        visits += this.size
        return super[Symbol.iterator]()
      }
      override entries() {
        visits += this.size
        return super.entries()
      }
      override get(client: number) {
        visits += 1
        return super.get(client)
      }
    }
    const looksOf = (clients: number) => {
      const bindings = new Looked()
      for (let client = 0; client < clients; client += 1) bindings.set(client, author)
      return visitsOf(() => {
        const records = copyOf(new Y.Doc(), bindings, '')
        expect(records.map((record) => record.clients.length)).toEqual([0, clients])
      }, new Y.Doc())
    }
    expect(looksOf(6000)).toBeLessThan(2.2 * looksOf(3000))
  })
})

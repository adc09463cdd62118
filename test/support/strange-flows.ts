/** What no page writes into a document of flows, and more of what it may than one member writes. */
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import { flowBounds, mostClaims } from '#shared/flow/allowed-flow'
import { flowOf } from '#shared/flow/flow-doc'
import { putLetters } from '#shared/flow/put'

type Content = Y.Item['content']

/** Puts something between two letters, whether or not anybody can have seen them side by side. */
export function putBetween(
  doc: Y.Doc,
  origin: Y.ID | null,
  rightOrigin: Y.ID | null,
  content: Content,
  [parent, key]: [parent: Y.Text | Y.Map<unknown> | Y.XmlElement, key: string | null] = [
    flowOf(doc),
    null,
  ],
): void {
  doc.transact((transaction) => {
    const { store, clientID } = doc
    if (origin && origin.clock + 1 < Y.getState(store, origin.client))
      Y.getItemCleanStart(transaction, Y.createID(origin.client, origin.clock + 1))
    if (rightOrigin) Y.getItemCleanStart(transaction, rightOrigin)
    const [left, right] = [
      origin && Y.getItem(store, origin),
      rightOrigin && Y.getItem(store, rightOrigin),
    ]
    const id = Y.createID(clientID, Y.getState(store, clientID))
    const item = new Y.Item(id, left, origin, right, rightOrigin, null, key, content)
    Object.assign(item, { parent })
    item.integrate(transaction, 0)
    if (parent instanceof Y.Text) parent._searchMarker?.splice(0)
  })
}
/** All letters and edges that a flow has ever held, in order. */
export const idsIn = (doc: Y.Doc): Y.ID[] =>
  Y.getTypeChildren(flowOf(doc)).flatMap(({ id: { client, clock }, length }) =>
    Array.from({ length }, (_, offset) => Y.createID(client, clock + offset)),
  )
/** An update that deletes so many letters, and holds nothing else. */
export const deletionOf = ({ client, clock }: Y.ID, length: number): Uint8Array => {
  const encoder = encoding.createEncoder()
  for (const each of [0, 1, client, 1, clock, length]) encoding.writeVarUint(encoder, each)
  return encoding.toUint8Array(encoder)
}
/** An update of letters as they are told, whether or not they can be; one without an origin is a GC struct. */
export function structsOf(
  structs: readonly { readonly client: number; readonly clock: number; readonly origin?: Y.ID }[],
): Uint8Array {
  const encoder = encoding.createEncoder()
  const write = (...numbers: number[]) => {
    for (const each of numbers) encoding.writeVarUint(encoder, each)
  }
  write(structs.length)
  for (const { client, clock, origin } of structs) {
    write(1, client, clock)
    encoding.writeUint8(encoder, origin ? 0x84 : 0)
    if (origin) {
      write(origin.client, origin.clock)
      encoding.writeVarString(encoder, 'x')
    } else write(1)
  }
  write(0)
  return encoding.toUint8Array(encoder)
}
/** Made anew each time: Yjs' contents belong to one document. */
const first = (content: () => Content) => (doc: Y.Doc) =>
  putBetween(doc, null, idsIn(doc)[0] ?? null, content())
const embed = (value: object) => first(() => new Y.ContentEmbed(value))
const format = (name: string, value: unknown) =>
  first(() => Object.assign(new Y.ContentFormat(name, {}), { value }))
/** Its letters, edges left out. */
const wordsOf = (doc: Y.Doc): string => flowOf(doc).toJSON()
const underKey = (doc: Y.Doc, name: string, value: unknown) =>
  putBetween(doc, null, null, new Y.ContentAny([value]), [flowOf(doc), name])
const key = (root: string, name: string, value: unknown) => (doc: Y.Doc) =>
  doc.getMap(root).set(name, value)

/** Each changes a copy of a text with the paragraphs `p1`, `p2`, a row `r1` and somebody's smiling face in `p2`. */
export const strangeFlows: Record<string, (doc: Y.Doc) => void> = {
  'another root': (doc) => doc.getText('notes').insert(0, 'beside'),
  'the root of the tree': (doc) =>
    doc.getXmlFragment('words').insert(0, [new Y.XmlElement('paragraph')]),
  'a root that objects have': (doc) => doc.getMap('constructor').set('prototype', 'x'),
  'a cell of a column that no table has': (doc) => doc.getText('cell/r1/budget').insert(0, 'x'),
  'a cell without a row': (doc) => doc.getText('cell//what').insert(0, 'x'),
  'a key of the words': (doc) => underKey(doc, 'key', 1),
  'an attribute of the words': (doc) => flowOf(doc).setAttribute('dir', 'rtl'),
  'a key that objects have': (doc) => underKey(doc, '__proto__', {}),
  'letters in a map': (doc) => doc.getText('blocks').insert(0, 'x'),
  'something in a sequence of a map': (doc) => doc.getArray('blocks').insert(0, [1]),
  'a nested text': first(() => new Y.ContentType(new Y.Text())),
  'a nested map': first(() => new Y.ContentType(new Y.Map())),
  'an element': first(() => new Y.ContentType(new Y.XmlElement('script'))),
  'a hook': first(() => new Y.ContentType(new Y.XmlHook('hook'))),
  'something in a nested type': (doc) => {
    const map = new Y.Map()
    first(() => new Y.ContentType(map))(doc)
    map.set('key', 'x')
  },
  'a document in the words': first(() => new Y.ContentDoc(new Y.Doc())),
  'bytes in the words': first(() => new Y.ContentBinary(Uint8Array.of(1))),
  'numbers in the words': first(() => new Y.ContentAny([7, null, Number.NaN])),
  'JSON in the words': first(() => new Y.ContentJSON([{}])),
  'an embed of nothing': embed({}),
  'an embed that is not known': embed({ image: 'x' }),
  'an edge with more than an id': embed({ block: 'n1', kind: 'heading' }),
  'an edge with two ids': embed({ block: 'n1', end: 1 }),
  'an edge with a key that objects have': embed(JSON.parse('{"block":"n1","__proto__":{"a":1}}')),
  'an edge whose id is a map': embed({ block: { id: 'n1' } }),
  'an edge without an id': embed({ block: '' }),
  'an end of another kind': embed({ end: 2 }),
  'an endless id': embed({ open: 'x'.repeat(65) }),
  'an embed of megabytes': embed({ break: 'x'.repeat(1e6) }),
  'an id that is half a character': embed({ block: '\uD83D' }),
  'a second edge of a block that stands': embed({ block: 'p1' }),
  'two edges of a new block': (doc) => {
    embed({ block: 'n1' })(doc)
    embed({ block: 'n1' })(doc)
  },
  'a format that is not known': format('blink', {}),
  'a format that objects have': format('constructor', {}),
  'a format without a name': format('', {}),
  'a format of another shape': format('bold', 'very'),
  'a format that begins with true': format('bold', true),
  'a format with something in it': format('bold', { x: 'y'.repeat(100_000) }),
  'a link to a script': format('link', { href: 'javascript:alert(1)' }),
  'a link that lends its class': format('link', { href: 'https://x.org', class: 'overlay' }),
  'a link without end': format('link', { href: `https://x.org/${'y'.repeat(9999)}` }),
  'a link of half a character': format('link', { href: 'https://x.org/\uD83D' }),
  'looks that are not known': key('blocks', 'p1.colour', 'red'),
  'a key without a block': key('blocks', 'kind', 'heading'),
  'a key of an endless id': key('blocks', `${'x'.repeat(65)}.kind`, 'heading'),
  'an endless key': key('blocks', 'x'.repeat(1e6), 1),
  'a level that is none': key('blocks', 'p1.level', 2.5),
  'a depth beyond all lists': key('blocks', 'p1.depth', 1e308),
  'an endless number of a list': key('blocks', 'p1.start', 1e308),
  'looks that are no scalar': key('blocks', 'p1.kind', { heading: 1 }),
  'looks that are a type': (doc) => key('blocks', 'p1.kind', new Y.Map())(doc),
  'looks that are a document': (doc) => key('blocks', 'p1.kind', new Y.Doc())(doc),
  'looks that are bytes': key('blocks', 'p1.kind', Uint8Array.of(1)),
  'looks that are nothing': key('blocks', 'p1.kind', null),
  'looks that are undefined': key('blocks', 'p1.kind', undefined),
  'looks with a right neighbour': (doc) => {
    const blocks = doc.getMap('blocks')
    blocks.set('p1.depth', 1)
    const id = Y.createID(doc.clientID, Y.getState(doc.store, doc.clientID) - 1)
    putBetween(doc, null, id, new Y.ContentAny([2]), [blocks, 'p1.depth'])
  },
  'a row of a table that is no id': key('rows', 'r2.table', 7),
  'an order that is no text': key('rows', 'r1.order', 7),
  'a row deleted': (doc) => doc.getMap('rows').delete('r1.table'),
  'a row written and deleted': (doc) => {
    doc.getMap('rows').set('r1.table', 'tasks')
    doc.getMap('rows').delete('r1.table')
  },
  'a claim of no form': key('claims', '77-0', 'all'),
  'a claim of no length': key('claims', '77-0', '0:9-1'),
  'a claim of endless length': key('claims', '77-0', '300001:9-1'),
  'a claim that is no text': key('claims', '77-0', 5),
  'a claim of somebody else’s letters': key('claims', '9-1', '3:9-5'),
  'a claim of half a character': key('claims', '77-0', '3:9-5:\uD83D'),
  'a claim of a name that is none': key('claims', '77', '3:9-5'),
  'a sequence of claims': (doc) => doc.getArray('claims').insert(0, ['3:9-5']),
  'a copy that the page verified itself': key('copies', '77-0', '3:9-1:m'),
  'whose a bracket is': key('brackets', 'b1.sponsors', 'PT'),
  'whose a bracket is to be': key('brackets', 'known.sponsors', 'PT'),
  'what is known of a bracket deleted': (doc) => doc.getMap('brackets').delete('known.sponsors'),
  'what is known of copies deleted': (doc) => doc.getMap('copies').delete('9-5'),
  'letters between two that nobody saw side by side': (doc) => {
    const ids = idsIn(doc)
    putBetween(doc, ids[1] ?? null, ids[4] ?? null, new Y.ContentString('x'))
  },
  'letters behind what stands behind them': (doc) => {
    const ids = idsIn(doc)
    putBetween(doc, ids[4] ?? null, ids[1] ?? null, new Y.ContentString('x'))
  },
  'letters from the start to the middle': (doc) =>
    putBetween(doc, null, idsIn(doc)[4] ?? null, new Y.ContentString('x')),
  'letters between two roots': (doc) => {
    doc.getText('cell/r1/what').insert(0, 'cell')
    const cell = Y.createID(doc.clientID, Y.getState(doc.store, doc.clientID) - 1)
    putBetween(doc, cell, idsIn(doc)[0] ?? null, new Y.ContentString('x'))
  },
  'letters in the midst of a character': (doc) => {
    const at = wordsOf(doc).indexOf('😀')
    const index = idsIn(doc)[at + 3]
    if (index)
      putBetween(doc, index, Y.createID(index.client, index.clock + 1), new Y.ContentString('x'))
  },
  'half a character deleted': (doc) => {
    for (const item of Y.getTypeChildren(flowOf(doc))) {
      if (!(item.content instanceof Y.ContentString)) continue
      const at = item.content.str.indexOf('😀')
      if (at < 0) continue
      const { client, clock } = item.id
      doc.transact((transaction) => {
        Y.getItemCleanStart(transaction, Y.createID(client, clock + at + 1)).delete(transaction)
      })
      return
    }
  },
}

/** More of what may be than one member writes. */
export const flowFloods: Record<string, (doc: Y.Doc) => void> = {
  letters: (doc) => putLetters(flowOf(doc), 1, 'x'.repeat(flowBounds.letters.member + 1)),
  embeds: (doc) =>
    flowOf(doc).applyDelta(
      Array.from({ length: flowBounds.embeds.member + 1 }, (_, each) => ({
        insert: { break: `b${each}` },
      })),
    ),
  formats: (doc) =>
    flowOf(doc).applyDelta(
      Array.from({ length: flowBounds.formats.member / 2 + 1 }, () => [
        { insert: 'x', attributes: { bold: {} } },
        { insert: 'y' },
      ]).flat(),
    ),
  rows: (doc) =>
    doc.transact(() => {
      for (let each = 0; each <= flowBounds.rows.member; each += 1)
        key('rows', `row${each}.table`, 'tasks')(doc)
    }),
  claims: (doc) =>
    doc.transact(() => {
      for (let each = 0; each <= mostClaims; each += 1)
        key('claims', `${doc.clientID}-${each}`, '3:9-1')(doc)
    }),
}

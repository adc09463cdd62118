/** What no page writes: shapes that a text may not hold, and more of what it may than one member writes. */
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import { contentBounds } from '#shared/text/allowed-content'
import { addRow } from '#shared/text/write-content'
import { textIn } from './admitting-texts.ts'
import { putBetween } from './strange-flows.ts'

export const put = (
  above: { insert(index: number, children: never[]): void },
  ...children: unknown[]
) => above.insert(0, children as never[])
export const words = (doc: Y.Doc) => doc.getXmlFragment('words')
const node = (name: string, attributes: Record<string, unknown> = {}, ...children: unknown[]) => {
  const element = new Y.XmlElement(name)
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value as never)
  put(element, ...children)
  return element
}
const formatted = (...formats: Record<string, unknown>[]) => {
  const text = new Y.XmlText('formatted')
  for (const format of formats) text.format(0, 4, format)
  return text
}
export const cellWith = (attributes: Record<string, unknown>) =>
  node('table', {}, node('tableRow', {}, node('tableCell', attributes)))
export const inParagraph = (...children: unknown[]) => node('paragraph', {}, ...children)

/** Each changes a copy of the text as it is, with a paragraph of somebody else's in it. */
export const shapes: Record<string, (doc: Y.Doc) => void> = {
  'a string at the root': (doc) => put(words(doc), 'string'),
  'a number at the root': (doc) => put(words(doc), 7),
  'nothing at the root': (doc) => put(words(doc), null),
  'no number at the root': (doc) => put(words(doc), Number.NaN),
  'bytes at the root': (doc) => put(words(doc), Uint8Array.of(1)),
  'a document at the root': (doc) => put(words(doc), new Y.Doc()),
  'a map at the root': (doc) => put(words(doc), new Y.Map()),
  'an array at the root': (doc) => put(words(doc), new Y.Array()),
  'a hook at the root': (doc) => put(words(doc), new Y.XmlHook('hook')),
  'words at the root': (doc) => put(words(doc), new Y.XmlText('bare')),
  'a plain text at the root': (doc) => put(words(doc), new Y.Text('plain')),
  'letters at the root': (doc) => doc.getText('words').insert(0, 'letters'),
  'a key at the root': (doc) => doc.getMap('words').set('key', 1),
  'a key that objects have, at the root': (doc) => doc.getMap('words').set('__proto__', {}),
  'another root': (doc) => doc.getText('notes').insert(0, 'beside'),
  'a root that objects have': (doc) => doc.getMap('constructor').set('prototype', 'x'),
  'a node that is not known': (doc) => put(words(doc), node('script')),
  'a node that objects have': (doc) => put(words(doc), node('__proto__')),
  'a node without a name': (doc) => put(words(doc), node('')),
  'a paragraph in a paragraph': (doc) => put(words(doc), inParagraph(inParagraph())),
  "a paragraph in another's paragraph": (doc) => put(words(doc).get(0) as never, inParagraph()),
  'an item without a list': (doc) => put(words(doc), node('listItem')),
  'words in a list': (doc) => put(words(doc), node('bulletList', {}, new Y.XmlText('x'))),
  'words in words': (doc) => {
    const text = new Y.XmlText('a')
    put(words(doc), inParagraph(text))
    text.insertEmbed(0, new Y.XmlText('b'))
  },
  'something in an edge of a bracket': (doc) =>
    put(words(doc), inParagraph(node('bracket', {}, new Y.XmlText('x')))),
  'an embed': (doc) => {
    const text = new Y.XmlText('a')
    put(words(doc), inParagraph(text))
    text.insertEmbed(0, {})
  },
  'a format that is not known': (doc) => put(words(doc), inParagraph(formatted({ blink: {} }))),
  'a format that objects have': (doc) =>
    put(words(doc), inParagraph(formatted({ constructor: {} }))),
  'a format of another shape': (doc) => put(words(doc), inParagraph(formatted({ bold: 'very' }))),
  'a format with something in it': (doc) =>
    put(words(doc), inParagraph(formatted({ bold: { x: 'y'.repeat(100_000) } }))),
  'a link to a script': (doc) =>
    put(words(doc), inParagraph(formatted({ link: { href: 'javascript:alert(1)' } }))),
  'a link that lends its class': (doc) =>
    put(words(doc), inParagraph(formatted({ link: { href: 'https://x.org', class: 'overlay' } }))),
  'a link without end': (doc) =>
    put(
      words(doc),
      inParagraph(formatted({ link: { href: `https://x.org/${'y'.repeat(9999)}` } })),
    ),
  'an attribute that is not known': (doc) => put(words(doc), node('paragraph', { style: 'x' })),
  'an attribute that objects have': (doc) => put(words(doc), node('paragraph', { toString: 'x' })),
  'an attribute of words': (doc) => {
    const text = new Y.XmlText('x')
    text.setAttribute('id', 'x')
    put(words(doc), inParagraph(text))
  },
  'an endless attribute': (doc) => put(words(doc), node('paragraph', { id: 'x'.repeat(1e6) })),
  'an attribute that is a type': (doc) => put(words(doc), node('paragraph', { id: new Y.Map() })),
  'an attribute that is a document': (doc) =>
    put(words(doc), node('paragraph', { id: new Y.Doc() })),
  'a deep attribute': (doc) => put(words(doc), node('paragraph', { id: [[[[['x']]]]] })),
  'a level that is none': (doc) => put(words(doc), node('heading', { level: 2.5 })),
  'a span of 200 million': (doc) => put(words(doc), cellWith({ colspan: 200_000_000 })),
  'a span that is no number': (doc) => put(words(doc), cellWith({ rowspan: Number.NaN })),
  'a span below nothing': (doc) => put(words(doc), cellWith({ colspan: -1 })),
  'an endless number of a list': (doc) => put(words(doc), node('orderedList', { start: 1e308 })),
  '101 cells in a row': (doc) =>
    put(
      words(doc),
      node(
        'table',
        {},
        node('tableRow', {}, ...Array.from({ length: 101 }, () => node('tableCell'))),
      ),
    ),
  'something that is no row': (doc) => put(doc.getArray('tasks'), 'row'),
  'a row that is an array': (doc) => put(doc.getArray('tasks'), new Y.Array()),
  'a row with another cell': (doc) => {
    const row = new Y.Map()
    put(doc.getArray('tasks'), row)
    row.set('budget', new Y.XmlFragment())
  },
  'a cell that is a string': (doc) => {
    const row = new Y.Map()
    put(doc.getArray('tasks'), row)
    row.set('what', 'string')
  },
  "another cell in the place of somebody's": (doc) => {
    const row = doc.getArray('tasks').get(0)
    if (row instanceof Y.Map) row.set('what', new Y.XmlFragment())
  },
  'a letter behind and before the same one': (doc) => {
    const text = words(doc)
      .toArray()
      .map(textIn)
      .find((each) => each !== undefined)
    const first = text && Y.getTypeChildren(text)[0]
    if (first) putBetween(doc, first.id, first.id, new Y.ContentString('X'), [text, null])
  },
  'an attribute before another': (doc) => {
    const paragraph = inParagraph()
    put(words(doc), paragraph)
    paragraph.setAttribute('id', 'last')
    const last = Y.createID(doc.clientID, Y.getState(doc.store, doc.clientID) - 1)
    putBetween(doc, null, last, new Y.ContentAny(['first']), [paragraph, 'id'])
  },
  'another id for a row': (doc) => {
    const row = doc.getArray('tasks').get(0)
    if (row instanceof Y.Map) row.set('rowId', 'mine')
  },
}
/** More of what may be than one member writes. */
export const floods: Record<string, (doc: Y.Doc) => void> = {
  rows: (doc) => {
    for (let row = 0; row < 3000; row += 1) addRow(doc, 'tasks', `row ${row}`)
  },
  letters: (doc) =>
    put(words(doc), inParagraph(new Y.XmlText('x'.repeat(contentBounds.letters.member + 1)))),
  blocks: (doc) =>
    put(
      words(doc),
      ...Array.from({ length: contentBounds.blocks.member + 1 }, () => inParagraph()),
    ),
  formats: (doc) => {
    const text = new Y.XmlText('xy'.repeat(contentBounds.formats.member))
    put(words(doc), inParagraph(text))
    text.applyDelta(
      Array.from({ length: contentBounds.formats.member / 2 + 1 }, () => [
        { retain: 1, attributes: { bold: {} } },
        { retain: 1 },
      ]).flat(),
    )
  },
}
/** Letters, each under a client id of its own. */
export function manyIds(count: number): Uint8Array {
  const base = new Y.Doc()
  put(words(base), inParagraph(new Y.XmlText('x')))
  const state = Y.encodeStateAsUpdate(base)
  const updates = [state]
  for (let each = 0; each < count; each += 1) {
    const doc = new Y.Doc()
    doc.clientID = 5000 + each
    Y.applyUpdate(doc, state)
    const text = (words(doc).get(0) as Y.XmlElement).get(0) as Y.XmlText
    const before = Y.encodeStateVector(doc)
    text.insert(1, 'y')
    updates.push(Y.encodeStateAsUpdate(doc, before))
  }
  return Y.mergeUpdates(updates)
}

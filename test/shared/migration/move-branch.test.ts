/** Amendments that were kept in the tree beside their base, as branches of the flows that the base moved to. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { text, words } from '#server/example/write-words'
import { changesIn, deletedBy } from '#shared/amendment/branch'
import { locateLetters } from '#shared/anchors/words-anchor'
import { copiesTable } from '#shared/copies/table'
import type { Block, TextContent } from '#shared/domain/content'
import { flowOf } from '#shared/flow/flow-doc'
import { rangesOf } from '#shared/flow/ids'
import { readText } from '#shared/flow/read-text'
import { moveAnchors } from '#shared/migration/move-anchors'
import { moveBranch } from '#shared/migration/move-branch'
import { type MovedText, type Movers, moveText } from '#shared/migration/move-text'
import { flatten } from '#shared/tree/flat-document'
import { readContent } from '#shared/tree/read-content'
import { newTextDoc } from '#shared/tree/text-doc'
import { anchorWords } from '../../support/tree-anchors.ts'
import { writeContent } from '../../support/write-tree.ts'

let used = 5000
let made = 0
/** Every former client as somebody of their own. */
const movers: Movers<number> = {
  authorOf: (client) => client,
  newClient: () => (used += 1),
  ids: { newBlockId: () => `new${(made += 1)}`, newBreakId: () => `new${(made += 1)}` },
}

const content = text(
  words('The fund is ⟦BR|voluntary⟧.', ['in public;', 'in writing.'], 'It is reported on.'),
  [['Publish the report', 'UN DESA', 'On the website', 'By 1 May']],
  [],
)

/** A base, an amendment to it that somebody changed, and both moved. */
function moved(change: (doc: Y.Doc) => void, of: TextContent = content) {
  const base = newTextDoc()
  base.clientID = 7
  writeContent(base, of)
  const amendment = newTextDoc()
  Y.applyUpdate(amendment, Y.encodeStateAsUpdate(base))
  amendment.clientID = 8
  change(amendment)
  const flows = moveText(base, movers)
  return { base, amendment, text: flows, ...moveBranch(amendment, flows, movers) }
}

/** What was read, names of blocks and edges of choices aside. */
const read = (of: TextContent) =>
  JSON.parse(
    JSON.stringify(of, (key, value: unknown) =>
      ['blockId', 'optionOf', 'sponsors', 'putAt'].includes(key) ? undefined : value,
    ),
  ) as unknown

const textsOf = (doc: Y.Doc): Y.XmlText[] => flatten(doc).runs.map((run) => run.text)
const textWith = (doc: Y.Doc, said: string): Y.XmlText => {
  const found = textsOf(doc).find((each) => each.toString().includes(said))
  if (!found) throw new Error(`nothing says “${said}”`)
  return found
}
const deletedIn = ({ branch }: ReturnType<typeof moved>): number =>
  rangesOf(deletedBy(branch)).reduce((sum, { length }) => sum + length, 0)
const lettersBy = ({ branch, authors }: ReturnType<typeof moved>, author: number): string =>
  [...authors]
    .filter(([, each]) => each === author)
    .flatMap(([client]) => branch.doc.store.clients.get(client) ?? [])
    .map((item) =>
      item instanceof Y.Item && item.content instanceof Y.ContentString ? item.content.str : '',
    )
    .join('')

test('[TXT-381] an amendment changes in flows what it changed in the tree: its words are new and its author’s, all others keep their letters', () => {
  const all = moved((doc) => {
    textWith(doc, 'The fund').insert(4, 'voluntary ')
    textWith(doc, 'reported').delete(0, 3)
  })
  expect(read(readText(all.branch.doc))).toEqual(read(readContent(all.amendment)))
  expect(lettersBy(all, 8)).toBe('voluntary ')
  expect(lettersBy(all, 7)).toBe('')
  expect(deletedIn(all)).toBe(3)
  expect(changesIn(all.branch).changes).toHaveLength(2)
})

test('[TXT-382] an amendment that changed nothing changes nothing, and deletes no letter', () => {
  const all = moved(() => undefined)
  expect(deletedIn(all)).toBe(0)
  expect(all.authors.size).toBe(0)
  expect(changesIn(all.branch).changes).toEqual([])
})

test('[TXT-383] paragraphs, cells and rows that an amendment put or struck are put and struck in its branch', () => {
  const all = moved((doc) => {
    const fragment = doc.getXmlFragment('words')
    fragment.delete(fragment.length - 1, 1)
    const put = new Y.XmlElement('paragraph')
    put.insert(0, [new Y.XmlText('A new one.')])
    fragment.insert(0, [put])
    const row = doc.getArray<Y.Map<unknown>>('tasks').get(0)
    const cell = row.get('timeline')
    const line =
      cell instanceof Y.XmlFragment
        ? cell.toArray().find((each) => each instanceof Y.XmlText || each instanceof Y.XmlElement)
        : undefined
    const inside = line instanceof Y.XmlElement ? line.toArray()[0] : line
    if (!(inside instanceof Y.XmlText)) throw new Error('a cell holds words')
    inside.insert(0, 'At the latest ')
  })
  expect(read(readText(all.branch.doc))).toEqual(read(readContent(all.amendment)))
  expect(lettersBy(all, 8)).toContain('A new one.')
  expect(lettersBy(all, 8)).toContain('At the latest ')
  // The words of the paragraph, and its two edges.
  expect(deletedIn(all)).toBe('It is reported on.'.length + 2)
})

test('[TXT-384] whatever an amendment put and struck in its paragraphs, its branch reads the same and has touched nothing else', () => {
  const edit = fc.record({
    text: fc.nat(9),
    at: fc.nat(30),
    puts: fc.constantFrom('', 'x', 'new words '),
    deletes: fc.nat(4),
  })
  fc.assert(
    fc.property(fc.array(edit, { maxLength: 8 }), (edits) => {
      const all = moved((doc) => {
        for (const { text: which, at, puts, deletes } of edits) {
          const texts = textsOf(doc)
          const one = texts[which % texts.length]
          if (!one) continue
          const place = Math.min(at, one.length)
          if (deletes > 0) one.delete(place, Math.min(deletes, one.length - place))
          if (puts !== '') one.insert(place, puts)
        }
      })
      expect(read(readText(all.branch.doc))).toEqual(read(readContent(all.amendment)))
      const struck = [...all.base.store.clients.keys()].reduce((sum, client) => {
        const items = all.amendment.store.clients.get(client) ?? []
        return sum + items.reduce((more, item) => more + (item.deleted ? item.length : 0), 0)
      }, 0)
      expect(deletedIn(all)).toBe(struck)
    }),
  )
})

test('[TXT-385] a comment on words of the tree is on the same letters in the flow', () => {
  const base = newTextDoc()
  writeContent(base, content)
  const { flat } = flatten(base)
  const quotes = ['fund is', 'voluntary', 'in public;', 'reported']
  const anchors = quotes.flatMap((quote) => {
    const at = flat.indexOf(quote)
    return anchorWords(base, at, at + quote.length) ?? []
  })
  expect(anchors).toHaveLength(quotes.length)
  const flows: MovedText<number> = moveText(base, movers)
  const letters = moveAnchors(base, flows.ranges, anchors)
  const flow = flowOf(flows.doc)
  const said = flow
    .toDelta()
    .flatMap(({ insert }: { insert: unknown }) =>
      typeof insert === 'string' ? insert.split('') : [''],
    )
  const found = letters.map((each) => {
    const [range] = locateLetters(flow, copiesTable([]), each ? [each] : [])
    return range && said.slice(range.start, range.end).join('')
  })
  expect(found).toEqual(quotes)
})

test('[TXT-420] a paragraph that an amendment had cut and pasted elsewhere reads there in its branch, under the name that it bore', () => {
  const all = moved((doc) => {
    const fragment = doc.getXmlFragment('words')
    const last = fragment.get(fragment.length - 1)
    if (!(last instanceof Y.XmlElement)) throw new Error('no paragraph')
    const pasted = new Y.XmlElement('paragraph')
    pasted.setAttribute('id', String(last.getAttribute('id')))
    fragment.delete(fragment.length - 1, 1)
    fragment.insert(0, [pasted])
    pasted.insert(0, [new Y.XmlText('It is reported on.')])
  })
  expect(read(readText(all.branch.doc))).toEqual(read(readContent(all.amendment)))
  const [first] = readText(all.branch.doc).words
  const { words: before } = readText(all.text.doc)
  expect(first).toMatchObject({ type: 'paragraph' })
  const nameOf = (block: typeof first) => (block?.type === 'paragraph' ? block.blockId : undefined)
  expect(nameOf(first)).toBe(nameOf(before.at(-1)))
  expect(lettersBy(all, 8)).toBe('It is reported on.')
})

test('[TXT-421] a comment on words that the amendment itself had put is on the same letters in its branch', () => {
  const all = moved((doc) => textWith(doc, 'The fund').insert(4, 'voluntary '))
  const { flat } = flatten(all.amendment)
  const at = flat.indexOf('voluntary fund')
  const anchor = anchorWords(all.amendment, at, at + 'voluntary fund'.length)
  const [letters] = moveAnchors(
    all.amendment,
    [...all.text.ranges, ...all.ranges],
    anchor ? [anchor] : [],
  )
  const flow = flowOf(all.branch.doc)
  const [range] = locateLetters(flow, copiesTable([]), letters ? [letters] : [])
  expect(letters).toHaveLength(2)
  expect(range && range.end - range.start).toBe('voluntary fund'.length)
})

test('[TXT-427] rows and columns that an amendment had put into a table, or removed, are put and removed in its branch, and all other cells keep their letters', () => {
  const line = (words: string): Block => ({
    type: 'paragraph',
    blockId: '',
    inlines: [{ type: 'words', words, marks: [] }],
  })
  const rows = [
    ['Year', 'Amount'],
    ['First', 'One million'],
    ['Second', 'Two million'],
  ].map((cells, at) => cells.map((words) => ({ header: at === 0, blocks: [line(words)] })))
  const withTable: TextContent = { ...content, words: [line('Before.'), { type: 'table', rows }] }
  const elementsIn = (parent: Y.XmlFragment) =>
    parent.toArray().filter((child) => child instanceof Y.XmlElement)
  const cellOf = (words: string, kind = 'tableCell') => {
    const cell = new Y.XmlElement(kind)
    const paragraph = new Y.XmlElement('paragraph')
    cell.insert(0, [paragraph])
    paragraph.insert(0, [new Y.XmlText(words)])
    return cell
  }
  const all = moved((doc) => {
    const table = elementsIn(doc.getXmlFragment('words')).find((each) => each.nodeName === 'table')
    if (!table) throw new Error('no table')
    table.delete(1, 1)
    for (const [at, row] of elementsIn(table).entries())
      row.insert(1, [cellOf('New column', at === 0 ? 'tableHeader' : 'tableCell')])
    const row = new Y.XmlElement('tableRow')
    table.insert(1, [row])
    row.insert(
      0,
      ['Third', 'x', 'Three million'].map((each) => cellOf(each)),
    )
    textWith(doc, 'Two million').insert(0, 'About ')
  }, withTable)
  expect(read(readText(all.branch.doc))).toEqual(read(readContent(all.amendment)))
  expect(lettersBy(all, 7)).toBe('')
  expect(lettersBy(all, 8)).not.toContain('Second')
  for (const put of ['Third', 'New column', 'About ']) expect(lettersBy(all, 8)).toContain(put)
  // The row that went is flagged, and no letter of it deleted.
  expect(deletedIn(all)).toBe(0)
  expect(readText(all.text.doc).words).toHaveLength(2)
})

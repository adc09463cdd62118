/** Texts that were kept in the tree, as they are in flows: the same words, each under its author, each found by its old name. */
import { beforeAll, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import type { Block, Inline, TextContent } from '#shared/domain/content'
import { readText } from '#shared/flow/read-text'
import { moveText } from '#shared/migration/move-text'
import { readContent } from '#shared/text/read-content'
import { newTextDoc } from '#shared/text/text-doc'
import { type LoggedText, readUsedFolder, usedFolders } from '../../support/used-folders.ts'

/**
 * As both forms say it: a closing edge says nothing that its opening one does not, brackets side by side are options whether or not
 * that was noted, and blocks without a name have got one.
 */
function inline(each: Inline): Inline {
  if (each.type !== 'bracket') return each
  const { optionOf: _option, putAt, ...bracket } = each
  if (each.edge === 'close') return { ...bracket, sponsors: '' }
  return putAt === undefined ? bracket : { ...bracket, putAt }
}
function block(each: Block): unknown {
  switch (each.type) {
    case 'list':
      return { ...each, items: each.items.map(({ blocks }) => blocks.map(block)) }
    case 'table':
      return { ...each, rows: each.rows.map((row) => row.map((cell) => cell.blocks.map(block))) }
    default:
      return {
        ...each,
        blockId: each.blockId.startsWith('new') ? '' : each.blockId,
        inlines: each.inlines.map(inline),
      }
  }
}
const said = ({ words, tasks, provisions }: TextContent) => ({
  words: words.map(block),
  tasks,
  provisions,
})

const letterAt = (doc: Y.Doc, client: number, clock: number): string => {
  const { content, id } = Y.getItem(doc.store, Y.createID(client, clock))
  return content instanceof Y.ContentString ? content.str.charAt(clock - id.clock) : ''
}

const texts = new Map<string, readonly LoggedText[]>()
beforeAll(async () => {
  const read = await Promise.all(usedFolders.map(readUsedFolder))
  for (const [index, name] of usedFolders.entries()) texts.set(name, read[index] ?? [])
})

describe.each(usedFolders)('%s', (name) => {
  test('[TXT-380] every text of a former release reads in flows as it did in the tree; each letter is its author’s, and is found by its old name', () => {
    let moved = 0
    for (const { updates } of texts.get(name) ?? []) {
      const old = newTextDoc()
      for (const update of updates) Y.applyUpdate(old, update)
      let client = 1000
      let made = 0
      const { doc, ranges, authors } = moveText(old, {
        // Every former client as somebody of their own.
        authorOf: (former) => former,
        newClient: () => (client += 1),
        ids: { newBlockId: () => `new${(made += 1)}`, newBreakId: () => `new${(made += 1)}` },
      })
      const before = said(readContent(old))
      expect(said(readText(doc))).toEqual(before)
      let letters = 0
      for (const { copy, original, length } of ranges) {
        expect(authors.get(copy.client)).toBe(original.client)
        for (let at = 0; at < length; at += 1)
          expect(letterAt(doc, copy.client, copy.clock + at)).toBe(
            letterAt(old, original.client, original.clock + at),
          )
        letters += length
      }
      moved += letters
      const written = [...authors.keys()].flatMap((each) =>
        (doc.store.clients.get(each) ?? []).map((item) =>
          item instanceof Y.Item && item.content instanceof Y.ContentString ? item.length : 0,
        ),
      )
      expect(written.reduce((sum, each) => sum + each, 0)).toBe(letters)
    }
    expect(moved).toBeGreaterThan(100)
  })
})

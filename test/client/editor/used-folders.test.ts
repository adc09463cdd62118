// @vitest-environment jsdom
/** Texts that former releases wrote: each of them is let in by today's table, read, and shown by today's editor, which writes nothing into it. */
import { beforeAll, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { admit } from '#server/sync/admission'
import { openExpected } from '#server/sync/content-bounds'
import { withTally } from '#server/sync/content-tally'
import { decodeUpdate } from '#server/sync/decoded-update'
import { MemberId, mintId } from '#shared/domain/ids'
import { readText } from '#shared/flow/read-text'
import { moveText } from '#shared/migration/move-text'
import { holdsStrange } from '#shared/text/strange-content'
import { readContent } from '#shared/tree/read-content'
import { newTextDoc } from '#shared/tree/text-doc'
import { guardText } from '../../../client/live/text-guard.ts'
import { said } from '../../support/both-forms.ts'
import {
  type LoggedText,
  readUsedFolder,
  type UsedFolder,
  usedFolders,
} from '../../support/used-folders.ts'
import { openEditor } from './words-editor.ts'

const somebody = mintId(MemberId, 'm', new Uint8Array(24))
const texts = new Map<UsedFolder, readonly LoggedText[]>()
beforeAll(async () => {
  const read = await Promise.all(usedFolders.map(readUsedFolder))
  for (const [index, name] of usedFolders.entries()) texts.set(name, read[index] ?? [])
})

const letterAt = (doc: Y.Doc, client: number, clock: number): string => {
  const { content, id } = Y.getItem(doc.store, Y.createID(client, clock))
  return content instanceof Y.ContentString ? content.str.charAt(clock - id.clock) : ''
}

describe.each(usedFolders)('%s', (name) => {
  test('[TXT-240] everything that 0.1 wrote into a text is let in today, update by update and as one, and none of it is strange', async () => {
    const long = texts.get(name)?.filter(({ words }) => words.length > 50)
    expect(long?.length).toBeGreaterThan(0)
    const refused: string[] = []
    for (const { textId, updates } of texts.get(name) ?? []) {
      const { doc, tally } = withTally({ doc: new Y.Doc() })
      const letIn = (into: Y.Doc, of: typeof tally, update: Uint8Array, what: string) => {
        const decoded = decodeUpdate(update)
        const facts = {
          doc: into,
          tally: of,
          bindings: new Map(),
          expected: openExpected(),
          isClaimedByAnother: () => false,
        }
        const admission = decoded && admit(facts, somebody, decoded)
        if (!admission?.admitted) refused.push(`${textId} ${what}: ${admission?.why}`)
      }
      for (const [place, update] of updates.entries()) {
        letIn(doc, tally, update, `update ${place + 1}`)
        Y.applyUpdate(doc, update)
      }
      const empty = withTally({ doc: new Y.Doc() })
      letIn(empty.doc, empty.tally, Y.encodeStateAsUpdate(doc), 'as one')
      if (holdsStrange(doc)) refused.push(`${textId} is strange`)
    }
    expect(refused).toEqual([])
  })

  test('[TXT-241] every text of it is read, and shown by the editor letter by letter; opening it writes nothing', async () => {
    for (const { textId, words, updates } of texts.get(name) ?? []) {
      const doc = newTextDoc()
      for (const update of updates) Y.applyUpdate(doc, update)
      let writes = 0
      doc.on('update', () => {
        writes += 1
      })
      let isStrange = false
      guardText(doc, () => {
        isStrange = true
      })
      const editor = openEditor(doc)
      const shown = editor.state.doc.textBetween(0, editor.state.doc.content.size, '\n')
      const letters = (of: string) => of.replaceAll(/[\s[\]]/gu, '')
      expect([textId, letters(shown)]).toEqual([textId, letters(words)])
      expect([textId, writes, isStrange]).toEqual([textId, 0, false])
    }
  })

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

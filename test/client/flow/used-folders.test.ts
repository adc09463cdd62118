// @vitest-environment jsdom
/** Texts that former releases wrote, as they moved: read and shown letter by letter by today's editor, which writes nothing into them. */
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { flowRoot, isInstallations } from '#shared/flow/allowed-flow'
import { blocksOf } from '#shared/flow/blocks'
import { flowOf, newFlowDoc } from '#shared/flow/flow-doc'
import { flowNames } from '#shared/flow/moments'
import { putLetters } from '#shared/flow/put'
import { readText } from '#shared/flow/read-text'
import { tokensOf } from '#shared/flow/tokens'
import { moveText } from '#shared/migration/move-text'
import { flatWords } from '#shared/text/flat-words'
import { readContent } from '#shared/tree/read-content'
import { newTextDoc } from '#shared/tree/text-doc'
import { memberNamed, newsOf, openFlowServer } from '../../support/admitting-flows.ts'
import { said } from '../../support/both-forms.ts'
import {
  type LoggedText,
  readUsedFolders,
  type UsedFolder,
  usedFolders,
} from '../../support/used-folders.ts'
import { endDesks, openDesk } from './desk.ts'

afterEach(endDesks)

let texts: ReadonlyMap<UsedFolder, readonly LoggedText[]> = new Map()
beforeAll(async () => {
  texts = await readUsedFolders()
})

const letterAt = (doc: Y.Doc, client: number, clock: number): string => {
  const { content, id } = Y.getItem(doc.store, Y.createID(client, clock))
  return content instanceof Y.ContentString ? content.str.charAt(clock - id.clock) : ''
}

/** A text as a page of today has it. */
function pageOf({ flows }: LoggedText, client = 77): Y.Doc {
  const doc = newFlowDoc(client, { gc: false })
  for (const update of flows) Y.applyUpdate(doc, update)
  return doc
}

describe.each(usedFolders)('%s', (name) => {
  test('[TXT-240] what a former release wrote is nothing strange today: whoever types in any block or cell of it is let in', () => {
    const long = texts.get(name)?.filter(({ words }) => words.length > 50)
    expect(long?.length).toBeGreaterThan(0)
    for (const text of texts.get(name) ?? []) {
      const page = pageOf(text)
      for (const root of page.share.keys())
        expect(flowRoot(root) !== undefined || isInstallations(root), root).toBe(true)
      for (const flow of flowNames(page))
        for (const token of tokensOf(flowOf(page, flow)))
          if (token.type === 'embed') expect(token.embed).toBeDefined()
      const server = openFlowServer(page)
      let typed = 0
      for (const flow of flowNames(page))
        for (const { tokens } of blocksOf(flowOf(page, flow)).toReversed()) {
          putLetters(flowOf(page, flow), (tokens[0]?.index ?? -1) + 1, 'typed ')
          typed += 1
        }
      expect(typed).toBeGreaterThan(0)
      expect([text.textId, server.receive(memberNamed(1), newsOf(page, server))]).toEqual([
        text.textId,
        undefined,
      ])
      expect(readText(server.doc)).toEqual(readText(page))
    }
  })

  test('[TXT-241] every text of it is read, and shown by the editor letter by letter; opening it writes nothing', () => {
    for (const text of texts.get(name) ?? []) {
      const doc = pageOf(text)
      expect(flatWords(readText(doc).words)).toBe(text.words)
      let writes = 0
      doc.on('update', () => {
        writes += 1
      })
      const flow = flowOf(doc)
      const letters = tokensOf(flow)
        .map((token) => (token.type === 'letters' ? token.letters : ''))
        .join('')
      const { editor } = openDesk({ doc, draft: { flow, newBlockId: () => 'none' } })
      const { doc: shown } = editor.state
      expect([text.textId, shown.textBetween(0, shown.content.size)]).toEqual([
        text.textId,
        letters,
      ])
      expect([text.textId, writes]).toEqual([text.textId, 0])
      endDesks()
    }
  })

  test('[TXT-380] every text of a former release reads in flows as it did in the tree; each letter is its author’s, and is found by its old name', () => {
    let moved = 0
    for (const { tree } of texts.get(name) ?? []) {
      const old = newTextDoc()
      for (const update of tree) Y.applyUpdate(old, update)
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

/** The brackets of a day are counted from the log, the same before and after a restart. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import * as Y from 'yjs'
import { bracketCounter } from '#server/record/bracket-counts'
import { openStore } from '#server/store/lmdb-store'
import type { Store } from '#server/store/store'
import { TextId } from '#shared/domain/ids'
import { flowOf, newFlowDoc } from '#shared/flow/flow-doc'
import { deleteRange } from '#shared/flow/put'
import { addBracket } from '../support/brackets.ts'
import { typeParagraph } from '../support/served.ts'

let store: Store
const folder = mkdtempSync(join(tmpdir(), 'adref-counts-'))
afterEach(async () => {
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

test('[REC-121] a day’s counts of brackets are those of the texts’ logs, from their first words on, minute by minute, the same after a restart', async () => {
  store = await openStore(folder)
  const [old, fresh] = [TextId.parse('t_oldtext00'), TextId.parse('t_freshtext0')]
  const docs = new Map(
    [old, fresh].map((textId) => [textId, newFlowDoc(textId.length, { gc: false })]),
  )
  let changes = 0
  const write = async (textId: TextId, at: string, change: (doc: Y.Doc) => void) => {
    const doc = docs.get(textId)
    if (!doc) throw new Error('no text')
    const before = Y.encodeStateVector(doc)
    change(doc)
    const update = Y.encodeStateAsUpdate(doc, before)
    const record = { author: null, at, updates: [update], clients: [doc.clientID] }
    await store.write({ texts: [{ textId, records: [record] }] })
    changes += 1
  }
  const begin = (doc: Y.Doc) => {
    typeParagraph(doc, '')
    addBracket(doc, 'first', 'yearly')
  }
  const put = (bracketId: string) => (doc: Y.Doc) => addBracket(doc, bracketId, 'in public')
  const since = '2012-01-13T09:00:00.000Z'
  await write(old, '2012-01-13T08:00:00.000Z', begin)
  await write(old, '2012-01-13T08:30:00.000Z', put('second'))
  await write(old, '2012-01-13T10:00:05.000Z', put('third'))
  await write(old, '2012-01-13T10:00:50.000Z', put('fourth'))
  await write(fresh, '2012-01-13T11:00:00.000Z', begin)

  const counter = bracketCounter(store, () => changes)
  const ofOld = {
    first: 2,
    moments: [
      { at: since, count: 2 },
      { at: '2012-01-13T10:00:50.000Z', count: 4 },
    ],
  }
  expect(await counter(old, since)).toEqual(ofOld)
  expect(await counter(fresh, since)).toEqual({
    first: 1,
    moments: [{ at: '2012-01-13T11:00:00.000Z', count: 1 }],
  })

  // Another change is added to what is known; a counter that knows nothing finds the same.
  await write(old, '2012-01-13T12:00:00.000Z', (doc) => {
    deleteRange(flowOf(doc), 1, flowOf(doc).length - 1)
  })
  const later = {
    first: 2,
    moments: [...ofOld.moments, { at: '2012-01-13T12:00:00.000Z', count: 0 }],
  }
  expect(await counter(old, since)).toEqual(later)
  expect(await bracketCounter(store, () => changes)(old, since)).toEqual(later)
  expect((await counter(old, null)).first).toBe(0)
})

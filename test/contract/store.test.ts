/** What every engine that keeps the two logs must do, run on the embedded store and on one in memory. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { openStore } from '#server/store/lmdb-store'
import { openMemoryStore } from '#server/store/memory-store'
import {
  type EventAppend,
  SequenceConflict,
  type Store,
  type TextRecord,
} from '#server/store/store'
import { rebuild } from '#server/store/text-log'
import type { KeptBranch } from '#shared/amendment/branch'
import { CommandId, GroupId, TextId } from '#shared/domain/ids'
import { clientsOfSession, flowOf, newFlowDoc } from '#shared/flow/flow-doc'
import { verifyChain } from '#shared/record/chain'
import type { RecordedEvent } from '#shared/record/event'
import { emptyContent } from '#shared/text/empty-content'
import { flatWords } from '#shared/text/flat-words'
import { aMeeting, member } from '../support/meeting.ts'
import { typeParagraph, wordsOf } from '../support/served.ts'

const folders: string[] = []
const opened: Store[] = []
afterEach(async () => {
  for (const store of opened.splice(0)) await store.close()
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

const engines: readonly (readonly [string, () => Promise<Store>])[] = [
  [
    'embedded',
    () => {
      const folder = mkdtempSync(join(tmpdir(), 'adref-'))
      folders.push(folder)
      return openStore(folder)
    },
  ],
  ['memory', async () => openMemoryStore()],
]

const groupId = GroupId.parse('g_contract0')
const [one, two] = ['t_contract1', 't_contract2'].map((id) => TextId.parse(id))
if (!one || !two) throw new Error('two texts are needed')

/** Some events, and the act that they are of. */
const act = (
  name: string,
  expectedSequence: number,
  events: readonly RecordedEvent[],
): EventAppend => ({
  groupId,
  expectedSequence,
  commandId: CommandId.parse(`cmd_${name.padEnd(8, '0')}`),
  actDigest: `digest of ${name}`,
  events,
})

/** What a hand types into a document, as a record with its client id. */
function typed(doc: Y.Doc, words: string, at: string, author = member('br')): TextRecord {
  const before = Y.encodeStateVector(doc)
  typeParagraph(doc, words)
  const update = Y.encodeStateAsUpdate(doc, before)
  return { author, at, updates: [update], clients: [...clientsOfSession(doc.clientID)] }
}
const newDoc = (): Y.Doc => newFlowDoc(new Y.Doc().clientID, { gc: false })
const wordsIn = (records: readonly TextRecord[]) => wordsOf(rebuild(records).doc)
const instant = (second: number) => `2026-01-01T00:00:0${second}.000Z`

describe.each(engines)('the %s store', (_name, open) => {
  const start = async () => {
    const store = await open()
    opened.push(store)
    return store
  }

  test('[OPS-290] every engine gives events back as they were written, by range and from either end, and the chain of what it keeps holds', async () => {
    const store = await start()
    const { events, state } = aMeeting()
    await store.write({ record: act('first', 0, events.slice(0, 3)) })
    await store.write({ record: act('second', 3, events.slice(3)) })
    expect(store.groupIds()).toEqual([groupId])
    expect(store.readEvents(groupId)).toEqual(events)
    expect(store.readEvents(groupId, { after: 2, before: 6 })).toEqual(events.slice(2, 5))
    expect(store.readEvents(groupId, { before: 6, limit: 2, newestFirst: true })).toEqual(
      events.slice(3, 5).toReversed(),
    )
    expect(store.readEvents(groupId, { after: events.length, limit: 5 })).toEqual([])
    expect(verifyChain(store.readKept(groupId))).toEqual({ ok: true, head: state.hash })
    expect(store.readKept(groupId, { after: 1, limit: 1 })).toHaveLength(1)
  })

  test('[OPS-291] every engine keeps which events an act caused, under its id', async () => {
    const store = await start()
    const { events } = aMeeting()
    await store.write({ record: act('first', 0, events.slice(0, 2)) })
    const { commandId, actDigest } = act('first', 0, [])
    expect(store.readCommand(groupId, commandId)).toEqual({
      actDigest,
      events: events.slice(0, 2),
    })
    expect(store.readCommand(groupId, CommandId.parse('cmd_unknown0'))).toBeUndefined()
  })

  test('[OPS-292] every engine writes the events and words of a batch or neither, and refuses who did not know the last event', async () => {
    const store = await start()
    const { events } = aMeeting()
    const doc = newDoc()
    await store.write({ record: act('first', 0, events.slice(0, 2)) })
    const late = {
      record: act('late', 1, events.slice(1, 3)),
      texts: [{ textId: one, records: [typed(doc, 'Never.', instant(0))] }],
    }
    await expect(store.write(late)).rejects.toBeInstanceOf(SequenceConflict)
    expect(store.readEvents(groupId)).toEqual(events.slice(0, 2))
    expect(store.hasText(one)).toBe(false)
    await store.write({ ...late, record: act('late', 2, events.slice(2, 4)) })
    expect(store.readEvents(groupId)).toEqual(events.slice(0, 4))
    expect(wordsIn(store.readTextHistory(one))).toBe('Never.')
  })

  test('[OPS-293] every engine gives a text’s records back in their order, also those that were written at once, each with its author', async () => {
    const store = await start()
    const doc = newDoc()
    const records = ['One.', 'Two.', 'Three.'].map((words, n) => typed(doc, words, instant(n)))
    await Promise.all(
      records.map((each) => store.write({ texts: [{ textId: one, records: [each] }] })),
    )
    expect(store.hasText(one)).toBe(true)
    expect(store.hasText(two)).toBe(false)
    expect(store.readTextHistory(one)).toEqual(records)
    expect(store.readText(one)).toEqual({ snapshot: [], tail: records })
    expect(store.readTextHistory(two)).toEqual([])
  })

  test('[OPS-294] every engine starts a text from its snapshot, kept or folded, with the words and client ids of its log, and loses nothing of the log', async () => {
    const store = await start()
    const doc = newDoc()
    const first = typed(doc, 'One.', instant(0))
    await store.write({ texts: [{ textId: one, records: [first] }] })
    for (const fold of ['kept', 'folded'] as const) {
      if (fold === 'kept') store.keepSnapshot(one, store.readTextHistory(one))
      else expect(await store.compact(one, instant(2))).toBeGreaterThan(0)
      const later = typed(doc, `After the ${fold}.`, instant(3), member('pt'))
      await store.write({ texts: [{ textId: one, records: [later] }] })
      const { snapshot, tail } = store.readText(one)
      expect(tail.at(-1)).toEqual(later)
      expect(wordsIn([...snapshot, ...tail])).toBe(wordsIn(store.readTextHistory(one)))
      expect(rebuild([...snapshot, ...tail]).bindings).toEqual(
        rebuild(store.readTextHistory(one)).bindings,
      )
    }
    expect(store.readTextHistory(one)).toHaveLength(3)
  })

  test('[OPS-295] every engine tells what a text said at a past moment, and what it took to work that out', async () => {
    const store = await start()
    const doc = newDoc()
    const records = ['One.', 'Two.'].map((words, n) => typed(doc, words, instant(n)))
    await store.write({ texts: [{ textId: one, records }] })
    const said = async (second: number) => {
      const { content, bytes } = await store.contentAt(one, instant(second))
      return { words: flatWords(content.words), isAny: bytes > 20 }
    }
    expect(await said(0)).toEqual({ words: 'One.', isAny: true })
    expect(await said(1)).toEqual({ words: 'One.\nTwo.', isAny: true })
    const before = await store.contentAt(one, '2025-01-01T00:00:00.000Z')
    expect(before.content).toEqual(emptyContent)
  })

  test('[REC-320] every engine tells who deleted which letters since an instant, and of two who deleted the same the first', async () => {
    const store = await start()
    const doc = newDoc()
    const [first, second] = [member('in'), member('pt')]
    const gone = typed(doc, 'One.', instant(0))
    const before = Y.encodeStateVector(doc)
    flowOf(doc).delete(1, 4)
    const updates = [Y.encodeStateAsUpdate(doc, before)]
    const records = [
      { author: first, at: instant(1), updates, clients: [] },
      { author: second, at: instant(2), updates, clients: [] },
    ]
    await store.write({ texts: [{ textId: one, records: [gone, ...records] }] })
    const since = async (at: string) => (await store.deletionsSince(one, at)).deletions
    const told = { length: 4, memberId: first, at: instant(1) }
    expect(await since(instant(0))).toMatchObject([told])
    expect(await since(instant(3))).toEqual([])
  })

  test('[OPS-335] every engine keeps what an amendment had deleted of its base, of which the last that was told holds, in its snapshot too', async () => {
    const store = await start()
    const doc = newDoc()
    const branch = (clock: number): KeptBranch => ({
      version: 1,
      known: [{ client: doc.clientID, clock }],
      baseDeleted: [],
      deleted: [{ client: doc.clientID, clock: 0, length: clock }],
    })
    const records = [1, 2].map((n) => ({ ...typed(doc, 'One.', instant(n)), branch: branch(n) }))
    const last = typed(doc, 'Two.', instant(3))
    await store.write({ texts: [{ textId: one, records: [...records, last] }] })
    expect(store.readTextHistory(one)).toEqual([...records, last])
    await store.compact(one, instant(4))
    const { snapshot, tail } = store.readText(one)
    expect(rebuild([...snapshot, ...tail]).branch).toEqual(branch(2))
  })
})

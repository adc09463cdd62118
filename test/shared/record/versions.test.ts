/** Data that changes its form: upgrades before the schemas, and nothing added to what was hashed. */
import { expect, test } from 'vitest'
import { z } from 'zod'
import { CommandId, CommentId, ThreadId } from '#shared/domain/ids'
import type { ThreadAnchor } from '#shared/domain/thread'
import type { IdRange } from '#shared/flow/ids'
import {
  canonicalJson,
  keepEvent,
  linkEvents,
  readKept,
  sha256Hex,
  verifyChain,
} from '#shared/record/chain'
import { RecordedEvent } from '#shared/record/event'
import { evolve } from '#shared/record/evolve'
import { readTextHead, textRecordVersion } from '#shared/record/versions/text-record-versions'
import { upgradeFrom } from '#shared/record/versions/upgrades'
import { aMeeting, recommendation, text, topicId } from '../../support/meeting.ts'

test('[REC-242] no schema fills in a field of an event: one that was absent when it was recorded stays absent', () => {
  const schema = JSON.stringify(z.toJSONSchema(RecordedEvent, { io: 'output' }))
  expect(schema).not.toContain('"default":')
  const meeting = aMeeting()
  const called = { type: 'call-for-positions', recommendationId: recommendation('one') } as const
  meeting.do(meeting.as('chair'), called)
  const kept = keepEvent(meeting.events.at(-1)!)
  expect(kept.hashed).not.toContain('until')
  const reading = readKept(kept)
  expect(reading.ok && Object.keys(reading.event.event)).toEqual(['type', 'recommendationId'])
})

test('[REC-243] the content of a decided text is read from its own version; one of a later version is told as that, and breaks no chain', () => {
  const meeting = aMeeting()
  const agreed = {
    type: 'resolve-recommendation',
    recommendationId: recommendation('one'),
    outcome: 'agree-ad-ref',
    alternativeTextId: null,
    note: '',
  } as const
  meeting.do(meeting.as('chair'), agreed)
  const place = meeting.events.findIndex(({ event }) => event.type === 'recommendation-resolved')
  const decided = keepEvent(meeting.events[place]!)
  expect(decided.hashed).toContain('"contentVersion":3')
  const before = meeting.events.slice(0, place).map(keepEvent)
  const as = (version: string) => {
    const hashed = decided.hashed.replace('"contentVersion":3,', version)
    return { ...decided, hashed, hash: sha256Hex(hashed) }
  }
  const ofBefore = as('')
  for (const each of [ofBefore, as('"contentVersion":1,')])
    expect(readKept(each)).toMatchObject({ ok: true })
  const later = as('"contentVersion":4,')
  expect(readKept(later)).toMatchObject({ ok: false, at: 'event.texts.contentVersion' })
  for (const each of [ofBefore, later]) expect(verifyChain([...before, each]).ok).toBe(true)
  const changed = decided.hashed.replace('Words.', 'Other words.')
  const forged = { ...decided, hashed: changed, hash: sha256Hex(changed) }
  expect(verifyChain([...before, forged])).toMatchObject({
    ok: false,
    why: 'a text that it decided does not match its digest',
  })
})

test('[REC-244] upgrades lead from version to version, each once; what no upgrade leads here from is not read', () => {
  const upgrades = { 1: (one: string) => `${one}2`, 2: (two: string) => `${two}3` }
  expect(upgradeFrom(1, 3, upgrades, '1')).toBe('123')
  expect(upgradeFrom(2, 3, upgrades, '2')).toBe('23')
  expect(upgradeFrom(3, 3, upgrades, '3')).toBe('3')
  expect(upgradeFrom(0, 3, upgrades, '0')).toBeUndefined()
  expect(upgradeFrom(4, 3, upgrades, '4')).toBeUndefined()
})

test('[REC-245] who wrote a record of a text is read from every version, and not where anything is unknown', () => {
  const head = { author: null, at: '2026-01-01T00:00:00.000Z', clients: [7] }
  for (const version of [1, 2])
    expect(readTextHead(version, head)).toEqual({ ...head, isOfTree: true })
  const branch = { version: 1, known: [{ client: 7, clock: 3 }], baseDeleted: [], deleted: [] }
  for (const each of [head, { ...head, branch }])
    expect(readTextHead(textRecordVersion, each)).toEqual(each)
  const later = { ...head, branch: { ...branch, version: 2 } }
  expect(readTextHead(textRecordVersion, later)).toBeUndefined()
  expect(readTextHead(textRecordVersion + 1, head)).toBeUndefined()
  expect(readTextHead(textRecordVersion, { ...head, map: [] })).toBeUndefined()
})

test('[TXT-422] a comment of before flows is read with its quote and without letters, also one that is sealed, whose seal still holds', () => {
  const meeting = aMeeting()
  const words = {
    start: 'AAA=',
    end: 'AAB=',
    quote: 'Words',
    prefix: '',
    suffix: '.',
    isOnly: true,
  }
  const ids = { recommendationId: recommendation('one'), textId: 't_majority00' }
  const act = {
    type: 'thread-opened',
    threadId: 'th_thread00',
    topicId: 'tp_topic000',
    anchor: { on: 'words', ...ids, words },
    commentId: 'c_comment0',
    body: 'Why?',
  }
  const read = { quote: 'Words', letters: [] }
  const last = keepEvent(meeting.events.at(-1)!)
  const keptAs = (event: object, internal?: unknown) => {
    const hashed = JSON.stringify({
      ...JSON.parse(last.hashed),
      sequence: meeting.events.length + 1,
      previousHash: last.hash,
      event,
    })
    return {
      version: 2,
      hashed,
      hash: sha256Hex(hashed),
      ...(internal !== undefined && { internal }),
    }
  }
  const open = readKept(keptAs(act))
  expect(open).toMatchObject({ ok: true, event: { event: { anchor: { words: read } } } })
  expect(open.ok && JSON.stringify(open.event.event)).not.toContain('AAA=')
  const by = { memberId: 'm_br000000', seatId: 's_br000000', role: 'delegate' }
  const internal = { delegationId: 'dl_br000000', by, salt: 'q8Zr3v_LmN0pT5wXyB2cDe', act }
  const seal = sha256Hex(canonicalJson(internal))
  const sealed = keptAs({ type: 'internal-act-sealed', seal }, internal)
  expect(readKept(sealed)).toMatchObject({
    ok: true,
    event: { event: { internal: { act: { anchor: { words: read } } } } },
  })
  expect(verifyChain([...meeting.events.map(keepEvent), sealed]).ok).toBe(true)
})

test('[TXT-423] letters that the installation tells of come into the threads that they are of, and into no other', () => {
  const meeting = aMeeting()
  const anchor: Extract<ThreadAnchor, { on: 'words' }> = {
    on: 'words',
    recommendationId: recommendation('one'),
    textId: text('majority'),
    words: { quote: 'Words', letters: [] },
  }
  const open = (name: string, on: ThreadAnchor) =>
    meeting.do(meeting.as('br'), {
      type: 'open-thread',
      threadId: ThreadId.parse(`th_${name}00`),
      topicId,
      anchor: on,
      commentId: CommentId.parse(`c_${name}000`),
      body: 'Why?',
    })
  open('thread', anchor)
  open('second', anchor)
  open('third0', { on: 'topic' })
  const threadId = ThreadId.parse('th_thread00')
  const letters: [IdRange] = [{ client: 7, clock: 3, length: 5 }]
  const topical = { threadId: ThreadId.parse('th_third000'), letters }
  const moved = {
    type: 'words-moved' as const,
    textIds: [text('majority')],
    anchors: [{ threadId, letters }, topical],
  }
  const [event] = linkEvents(meeting.state, [moved], {
    at: '2026-01-01T00:00:00.000Z',
    actor: { by: 'installation' },
    commandId: CommandId.parse('cmd_moved000'),
  })
  if (!event) throw new Error('no event')
  const { threads } = evolve(meeting.state, event)
  expect(threads).toEqual({
    ...meeting.state.threads,
    [threadId]: {
      ...meeting.state.threads[threadId],
      anchor: { ...anchor, words: { quote: 'Words', letters } },
    },
  })
  expect(readKept(keepEvent(event))).toEqual({ ok: true, event })
})

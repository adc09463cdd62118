/** Data that changes its form: upgrades before the schemas, and nothing added to what was hashed. */
import { expect, test } from 'vitest'
import { z } from 'zod'
import { keepEvent, readKept, sha256Hex, verifyChain } from '#shared/record/chain'
import { RecordedEvent } from '#shared/record/event'
import { readTextHead, textRecordVersion } from '#shared/record/versions/text-record-versions'
import { upgradeFrom } from '#shared/record/versions/upgrades'
import { aMeeting, recommendation } from '../../support/meeting.ts'

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
  expect(decided.hashed).toContain('"contentVersion":1')
  const before = meeting.events.slice(0, place).map(keepEvent)
  const as = (version: string) => {
    const hashed = decided.hashed.replace('"contentVersion":1,', version)
    return { ...decided, hashed, hash: sha256Hex(hashed) }
  }
  const ofBefore = as('')
  expect(readKept(ofBefore)).toMatchObject({ ok: true })
  const later = as('"contentVersion":2,')
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
  for (const version of [1, textRecordVersion]) expect(readTextHead(version, head)).toEqual(head)
  expect(readTextHead(textRecordVersion + 1, head)).toBeUndefined()
  expect(readTextHead(textRecordVersion, { ...head, map: [] })).toBeUndefined()
})

/** The hash chain of the record: of events as they are kept today, and of those of release 0.1. */
import { expect, test } from 'vitest'
import {
  canonicalJson,
  keepEvent,
  keptOfVersion1,
  linkEvents,
  readKept,
  sha256Hex,
  verifyChain,
} from '#shared/record/chain'
import { eventVersion } from '#shared/record/versions/event-versions'
import { aMeeting } from '../../support/meeting.ts'

test('[REC-17] a changed, removed or moved event is found', () => {
  const kept = aMeeting().events.map(keepEvent)
  expect(verifyChain(kept)).toMatchObject({ ok: true })
  const [first, second, ...rest] = kept
  if (!first || !second) throw new Error('no events')
  expect(verifyChain([first, ...rest])).toMatchObject({ ok: false, sequence: 2 })
  expect(verifyChain([second, first, ...rest])).toMatchObject({ ok: false, sequence: 1 })
  const forged = { ...second, hashed: second.hashed.replace('2012-', '2013-') }
  expect(verifyChain([first, forged, ...rest])).toMatchObject({ ok: false, sequence: 2 })
})

test('[REC-240] an event is kept as the very bytes that are hashed: a field or a kind that no schema knows breaks no chain, and is told by its type', () => {
  const { events, state } = aMeeting()
  const kept = events.map(keepEvent)
  expect(kept.map(readKept)).toEqual(events.map((event) => ({ ok: true, event })))
  const hashed = JSON.stringify({
    sequence: state.sequence + 1,
    at: '2012-01-13T10:00:00.000Z',
    actor: { by: 'installation' },
    commandId: 'cmd_later000',
    event: { type: 'lunch-called', dish: 'soup' },
    previousHash: state.hash,
  })
  const later = { version: 2, hashed, hash: sha256Hex(hashed) }
  expect(verifyChain([...kept, later])).toEqual({ ok: true, head: later.hash })
  expect(readKept(later)).toEqual({
    ok: false,
    version: 2,
    type: 'lunch-called',
    at: 'event.type',
  })
  const unknown = eventVersion + 1
  expect(readKept({ ...kept[0]!, version: unknown })).toMatchObject({ ok: false, version: unknown })
})

test('[REC-241] events of release 0.1 keep their own rule, a hash over their canonical JSON, in one chain with those of today', () => {
  const { events } = aMeeting()
  let previousHash = '0'.repeat(64)
  const old = events.slice(0, 5).map(({ sequence, at, actor, commandId, event }) => {
    const linked = { sequence, at, actor, commandId, event, previousHash }
    previousHash = sha256Hex(canonicalJson(linked))
    return { hash: previousHash, ...linked }
  })
  const kept = old.map(keptOfVersion1)
  expect(verifyChain(kept)).toEqual({ ok: true, head: previousHash })
  expect(kept.map(readKept)).toEqual(old.map((event) => ({ ok: true, event })))
  const [first] = old
  if (!first) throw new Error('no events')
  expect(verifyChain([keptOfVersion1({ ...first, at: '2013-01-01T00:00:00.000Z' })]).ok).toBe(false)
  const next = linkEvents({ sequence: 5, hash: previousHash }, [{ type: 'withheld' }], {
    at: first.at,
    actor: first.actor,
    commandId: first.commandId,
  })
  expect(verifyChain([...kept, ...next.map(keepEvent)]).ok).toBe(true)
})

test('[REC-18] canonical JSON does not depend on the order of keys, and SHA-256 is the standard one', () => {
  expect(canonicalJson({ b: 1, a: [{ d: null, c: 'é' }] })).toBe('{"a":[{"c":"é","d":null}],"b":1}')
  expect(sha256Hex('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
})

/** How a reader of the record names how far they are. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventPlace } from '#shared/protocol/event-place'
import { followStream } from '../support/record-stream.ts'
import { type Served, startServed, until } from '../support/served.ts'

let room: Served
beforeAll(async () => {
  room = await startServed()
})
afterAll(async () => room.close())

test('[API-262] who names a place in another form than the server’s, such as one of 0.1, is answered with the whole state; who has nothing, with what follows; what names no place is refused', async () => {
  const address = `${room.url}/api/groups/${room.groupId}/record/events`
  const headers = room.as('Brazil')
  const sequence = room.served.installation.records.stateOf(room.groupId)?.sequence ?? 0
  const last = `id: ${eventPlace(sequence)}\n`
  for (const place of [`${sequence - 1}`, `2-${sequence - 1}`, `4-${sequence - 1}`]) {
    const stream = followStream(address, { ...headers, 'Last-Event-ID': place })
    await until('the state came', () => stream.heard().includes(`${last}event: state`))
    expect(stream.heard()).not.toContain('event: recorded')
    await stream.end()
  }
  for (const place of ['0', eventPlace(0), eventPlace(sequence - 1)]) {
    const stream = followStream(`${address}?after=${place}`, headers)
    await until('all came', () => stream.heard().includes(`${last}event: recorded`))
    expect(stream.heard()).not.toContain('event: state')
    await stream.end()
  }
  for (const place of ['-1', '2-', 'last', '1e3', '2-1-1'])
    expect((await fetch(`${address}?after=${place}`, { headers })).status, place).toBe(400)
})

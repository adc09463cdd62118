/** Nobody but its delegation can tell an amendment that is not tabled from one that is not there. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import type { TextId } from '#shared/domain/ids'
import { closeCode } from '#shared/protocol/close-codes'
import { eventPlace } from '#shared/protocol/event-place'
import { replace } from '../support/amending.ts'
import { type Negotiation, newTextId, startNegotiation } from '../support/negotiation.ts'
import { followStream } from '../support/record-stream.ts'
import { typeParagraph, until } from '../support/served.ts'

let room: Negotiation
beforeAll(async () => {
  room = await startNegotiation()
})
afterAll(async () => room.close())

const others = ['India', 'Chair', 'Secretariat', 'Remote']

const closeOf = async (seat: string, textId: TextId) => {
  const address = `${room.url.replace('http', 'ws')}/sync/${textId}?token=${room.tokens[seat]}`
  const socket = new WebSocket(address)
  return new Promise<number>((settle) => socket.on('close', settle))
}

test('[API-93] no route, stream or socket tells others of an amendment that is not tabled, or that was discarded', async () => {
  const office = room.provider('Secretariat')
  await until('synced', () => office.synced)
  typeParagraph(office.doc, 'The budget is published quarterly.')
  const group = `${room.url}/api/groups/${room.groupId}`
  const before = room.served.installation.records.stateOf(room.groupId)?.sequence ?? 0
  const streams = others.map((seat) =>
    followStream(`${group}/record/events?after=${eventPlace(before)}`, room.as(seat)),
  )
  const brazil = await room.amend('Brazil')
  await until('it follows', async () =>
    (await room.plainOf(brazil.textId, 'Brazil')).includes('quarterly'),
  )
  replace(brazil.doc, 'quarterly', 'annually')
  const nothing = newTextId()

  const lookAtIt = async () => {
    for (const [index, seat] of others.entries()) {
      for (const path of ['', '/at?time=2012-01-13T10:00:00.000Z', '/authors', '/attribution']) {
        const [draft, none] = await Promise.all(
          [brazil.textId, nothing].map(async (textId) => {
            const headers = room.as(seat)
            const answer = await fetch(`${room.url}/api/texts/${textId}${path}`, { headers })
            return { status: answer.status, body: await answer.text() }
          }),
        )
        expect(draft?.status, `${seat} ${path}`).toBe(404)
        expect(draft, `${seat} ${path}`).toEqual(none)
      }
      for (const path of [
        '/record',
        '/record/history?limit=200',
        '/record/chain',
        '/brackets',
        '/desk',
        '/own-brackets',
      ]) {
        const answer = await fetch(group + path, { headers: room.as(seat) })
        expect(await answer.text(), `${seat} ${path}`).not.toContain(brazil.textId)
      }
      expect(await closeOf(seat, brazil.textId), `to ${seat}`).toBe(closeCode.textUnknown)
      expect(await closeOf(seat, nothing)).toBe(closeCode.textUnknown)
      const last = eventPlace(room.served.installation.records.stateOf(room.groupId)?.sequence ?? 0)
      const stream = streams[index]
      await until('all is heard', () => stream?.heard().includes(`id: ${last}\n`) === true)
      expect(stream?.heard(), `to ${seat}`).not.toContain(brazil.textId)
    }
  }
  await lookAtIt()
  await room.done('Brazil', { type: 'withdraw-amendment', textId: brazil.textId })
  await lookAtIt()
  for (const stream of streams) await stream.end()
})

test('[API-94] a command that names such an amendment is answered as if there were none', async () => {
  const { textId } = await room.amend('India')
  const nothing = newTextId()
  for (const [seat, command] of [
    ['Brazil', { type: 'take-position', stance: 'object', explanation: '' }],
    ['Chair', { type: 'set-drafting-mode', mode: 'frozen' }],
    ['Chair', { type: 'lift-bracket', bracketId: 'b', how: 'keep' }],
  ] as const) {
    const [draft, none] = await Promise.all(
      [textId, nothing].map(async (named) => {
        const answer = await room.command(seat, { ...command, textId: named })
        return { status: answer.status, body: await answer.text() }
      }),
    )
    expect(draft?.status, `on ${command.type}`).toBe(404)
    expect(draft, `on ${command.type}`).toEqual(none)
  }
})

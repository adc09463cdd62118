import * as encoding from 'lib0/encoding'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { TextId } from '#shared/domain/ids'
import { closeCode } from '#shared/protocol/close-codes'
import { frame } from '#shared/protocol/frames'
import { HttpSocket } from '../../client/live/http-socket.ts'
import { shownTo } from '../support/carets.ts'
import { type RawSocket, rawOn } from '../support/raw-socket.ts'
import {
  type Carrier,
  deleteLastParagraph,
  type Served,
  startServed,
  typeParagraph,
  until,
  wordsOf,
} from '../support/served.ts'
import { syncFrame, updateOf } from '../support/sync-frames.ts'

let room: Served
const heardRefusal = ({ heard }: RawSocket): string | undefined => {
  const found = heard.find(([type]) => type === frame.refused)
  return found && new TextDecoder().decode(found)
}

const wordsOnServer = async (): Promise<string> =>
  (
    await fetch(`${room.url}/api/texts/${room.textId}`, {
      headers: { ...room.as('Chair'), Accept: 'text/plain' },
    })
  ).text()

describe.each<[string, Carrier]>([
  ['WebSockets', WebSocket],
  ['HTTP', HttpSocket],
])('words over the y-websocket protocol, carried by %s', (_name, carrier) => {
  beforeAll(async () => {
    room = await startServed()
  })
  afterAll(async () => room.close())
  const raw = (seat: string, textId: string = room.textId, query = 'adref=1') =>
    rawOn(room, carrier, seat, textId, query)
  const provider: Served['provider'] = (seat, options) =>
    room.provider(seat, { ...options, carrier })

  test('[SYNC-1] the unmodified provider: two writers converge, and a reader sees it', async () => {
    const [brazil, india, remote] = [provider('Brazil'), provider('India'), provider('Remote')]
    await until('all are synced', () => brazil.synced && india.synced && remote.synced)
    typeParagraph(brazil.doc, 'From Brazil.')
    typeParagraph(india.doc, 'From India.')
    await until('all have both', () =>
      [brazil, india, remote].every(
        ({ doc }) => wordsOf(doc).includes('From Brazil.') && wordsOf(doc).includes('From India.'),
      ),
    )
    expect(wordsOf(brazil.doc)).toBe(wordsOf(india.doc))
    expect(await wordsOnServer()).toContain('From Brazil.')
    for (const provider of [brazil, india, remote]) provider.destroy()
  })

  test('[SYNC-2] a reader’s words never reach the document, by provider or by raw socket', async () => {
    const remote = provider('Remote')
    await until('synced', () => remote.synced)
    typeParagraph(remote.doc, 'FORGED by provider')
    const socket = await raw('Remote')
    socket.socket.send(
      syncFrame(
        2,
        updateOf((doc) => typeParagraph(doc, 'FORGED raw')),
      ),
    )
    await until('refused', () => heardRefusal(socket) !== undefined)
    expect(heardRefusal(socket)).toContain('not-a-writer')
    expect(await wordsOnServer()).not.toContain('FORGED')
    remote.destroy()
    socket.socket.close()
  })

  test('[SYNC-3] a reader’s step 2 that holds nothing new is ignored in silence, also after deletions', async () => {
    const brazil = provider('Brazil')
    await until('synced', () => brazil.synced)
    typeParagraph(brazil.doc, 'to be struck')
    deleteLastParagraph(brazil.doc)
    typeParagraph(brazil.doc, 'kept')
    await until('all is on the server', async () => (await wordsOnServer()).includes('kept'))
    expect(await wordsOnServer()).not.toContain('to be struck')
    const socket = await raw('Remote')
    socket.socket.send(syncFrame(1, Y.encodeStateAsUpdate(brazil.doc)))
    await until('acknowledged', () => socket.heard.some(([type]) => type === frame.saved))
    expect(heardRefusal(socket)).toBeUndefined()
    brazil.destroy()
    socket.socket.close()
  })

  test('[SYNC-4] words under another member’s client id are refused', async () => {
    const brazil = provider('Brazil')
    await until('synced', () => brazil.synced)
    typeParagraph(brazil.doc, 'Mine.')
    await until('on the server', async () => (await wordsOnServer()).includes('Mine.'))
    const doc = new Y.Doc()
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(brazil.doc))
    doc.clientID = brazil.doc.clientID
    const socket = await raw('India')
    socket.socket.send(
      syncFrame(
        2,
        updateOf((own) => typeParagraph(own, 'In their name.'), doc),
      ),
    )
    await until('refused', () => heardRefusal(socket) !== undefined)
    expect(heardRefusal(socket)).toContain('foreign-author')
    expect(await wordsOnServer()).not.toContain('In their name.')
    brazil.destroy()
    socket.socket.close()
  })

  test('[SYNC-5] an update that waits for a missing one is refused and never surfaces', async () => {
    const doc = new Y.Doc()
    const first = updateOf((own) => typeParagraph(own, 'Cause.'), doc)
    const second = updateOf((own) => typeParagraph(own, 'Effect.'), doc)
    const socket = await raw('Brazil')
    socket.socket.send(syncFrame(1, new Uint8Array([0, 0])))
    socket.socket.send(syncFrame(2, second))
    await until('refused', () => heardRefusal(socket) !== undefined)
    expect(heardRefusal(socket)).toContain('causally-incomplete')
    socket.socket.send(syncFrame(2, first))
    await until('the cause is there', async () => (await wordsOnServer()).includes('Cause.'))
    expect(await wordsOnServer()).not.toContain('Effect.')
    socket.socket.close()
  })

  test('[SYNC-6] malformed frames close only their sender; others go on', async () => {
    const witness = provider('India')
    await until('synced', () => witness.synced)
    for (const bytes of [
      [],
      [0],
      [0, 9, 0],
      [0, 0, 200],
      [77],
      [1, 255],
      [0, 2, 4, 1, 2, 3, 4],
      [1, 5, 1, 1, 1, 1, 1],
    ]) {
      const socket = await raw('Brazil')
      socket.socket.send(Uint8Array.from(bytes))
      socket.socket.send(Uint8Array.from([250]))
      expect(await socket.closed).toBe(closeCode.malformed)
    }
    typeParagraph(witness.doc, 'Still here.')
    await until('others go on', async () => (await wordsOnServer()).includes('Still here.'))
    witness.destroy()
  })

  test('[SYNC-7] a frame over the limit is closed with 1009', async () => {
    const socket = await raw('Brazil')
    socket.socket.send(new Uint8Array(9 * 1024 * 1024))
    expect(await socket.closed).toBe(closeCode.tooLarge)
  })

  test('[SYNC-8] unknown texts, strangers and malformed names are told by close codes', async () => {
    const unknown = TextId.parse('t_doesnotexist')
    expect(await (await raw('Brazil', unknown)).closed).toBe(closeCode.textUnknown)
    expect(await (await raw('Nobody')).closed).toBe(closeCode.signedOut)
    expect(await (await raw('Brazil', 'not-a-text')).closed).toBe(closeCode.textUnknown)
  })

  test('[SYNC-9] a freeze binds from the next message on, and reopening lets words in again', async () => {
    const brazil = provider('Brazil', { optIn: true })
    let why = ''
    brazil.messageHandlers[frame.saved] = () => undefined
    brazil.messageHandlers[frame.refused] = (_encoder, decoder) => {
      why = new TextDecoder().decode(decoder.arr)
    }
    await until('synced', () => brazil.synced)
    const set = (mode: string) =>
      room.command('Chair', { type: 'set-drafting-mode', textId: room.textId, mode })
    expect((await set('frozen')).status).toBe(200)
    typeParagraph(brazil.doc, 'Too late.')
    await until('refused', () => why.includes('text-frozen'))
    expect(await wordsOnServer()).not.toContain('Too late.')
    expect((await set('open')).status).toBe(200)
    brazil.destroy()
  })

  test('[SYNC-25] whoever is refused hears it before anything that came after counts as saved', async () => {
    const set = (mode: string) =>
      room.command('Chair', { type: 'set-drafting-mode', textId: room.textId, mode })
    await set('frozen')
    const socket = await raw('Brazil')
    const news = updateOf((doc) => typeParagraph(doc, 'Too late.'))
    for (const update of [news, Uint8Array.from([0, 0])]) socket.socket.send(syncFrame(2, update))
    const place = (type: number) => socket.heard.findIndex(([first]) => first === type)
    await until('told both', () => place(frame.refused) >= 0 && place(frame.saved) >= 0)
    expect(place(frame.refused)).toBeLessThan(place(frame.saved))
    socket.socket.close()
    await set('open')
  })

  test('[SYNC-10] presence is stamped by the server and nobody speaks for another', async () => {
    const [brazil, india] = [provider('Brazil'), provider('India')]
    await until('synced', () => brazil.synced && india.synced)
    brazil.awareness.setLocalState({ user: { name: 'The Chair', color: '#000000' } })
    const seen = () => shownTo(india, 'BR')
    await until('seen', () => seen() !== undefined)
    expect(seen()).toMatchObject({ user: { name: 'Brazil', code: 'BR' } })
    const forged = encoding.createEncoder()
    encoding.writeVarUint(forged, 1)
    encoding.writeVarUint(forged, brazil.doc.clientID)
    encoding.writeVarUint(forged, 99)
    encoding.writeVarString(forged, 'null')
    const message = encoding.createEncoder()
    encoding.writeVarUint(message, frame.awareness)
    encoding.writeVarUint8Array(message, encoding.toUint8Array(forged))
    const socket = await raw('India')
    socket.socket.send(encoding.toUint8Array(message))
    brazil.awareness.setLocalStateField('cursor', { at: 1 })
    await until('the true state came after', () => seen()?.['cursor'] !== undefined)
    expect(seen()).toMatchObject({ user: { name: 'Brazil' } })
    for (const provider of [brazil, india]) provider.destroy()
    socket.socket.close()
  })

  test('[SYNC-11] a removed member and a revoked link lose their open sockets at once', async () => {
    const socket = await raw('India')
    await until('it hears', () => socket.heard.length > 0)
    expect(
      (await room.command('Secretariat', { type: 'revoke-link', memberId: room.members['India'] }))
        .status,
    ).toBe(200)
    expect(await socket.closed).toBe(closeCode.signedOut)
  })
})

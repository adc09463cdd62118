/** What survives: crashes, full disks, damaged records, restarts. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as decoding from 'lib0/decoding'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { openStore } from '#server/store/lmdb-store'
import type { SetApart } from '#server/store/quarantine'
import { DamagedLog } from '#server/store/store'
import { copyOf, rebuild } from '#server/store/text-log'
import { TextId } from '#shared/domain/ids'
import { frame } from '#shared/protocol/frames'
import { numbersTold } from '../support/carets.ts'
import { damageRecord } from '../support/damage.ts'
import { type Product, startProduct } from '../support/product.ts'
import { rawOn } from '../support/raw-socket.ts'
import { startServed, typeParagraph, until, wordsOf } from '../support/served.ts'
import { smallDisk } from '../support/small-disk.ts'
import { syncFrame, updateOf } from '../support/sync-frames.ts'

const cleanUps: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp()
})

const temporary = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'adref-'))
  cleanUps.push(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

const textId = TextId.parse('t_durability')
const record = (words: string) => {
  const doc = new Y.Doc()
  typeParagraph(doc, words)
  return {
    author: null,
    at: '2026-01-01T00:00:00.000Z',
    updates: [Y.encodeStateAsUpdate(doc)],
    clients: [doc.clientID],
  }
}

describe('the store', () => {
  test('[OPS-1] a damaged last record is set apart, byte for byte, and told; damage further up stops the start', async () => {
    const folder = temporary()
    const store = await openStore(folder)
    for (const words of ['one', 'two', 'three'])
      await store.write({ texts: [{ textId, records: [record(words)] }] })
    await store.close()
    const damaged3 = await damageRecord(folder, textId, 3)
    const sets: SetApart[] = []
    const again = await openStore(folder, { onSetApart: (set) => sets.push(set) })
    expect(sets).toHaveLength(1)
    expect(sets[0]?.file).toMatch(/^quarantine\/texts\.t_durability\.3\..*\.bin$/)
    expect(readFileSync(join(folder, sets[0]?.file ?? ''))).toEqual(damaged3)
    expect(again.readText(textId).tail.flatMap(({ updates }) => updates)).toHaveLength(2)
    await again.close()
    await damageRecord(folder, textId, 1)
    const damaged = await openStore(folder)
    expect(() => damaged.readText(textId)).toThrow(DamagedLog)
    await damaged.close()
  })

  test('[OPS-16] a log’s only record is never cut: a text is not shown empty in place of a damaged one', async () => {
    const folder = temporary()
    const store = await openStore(folder)
    await store.write({ texts: [{ textId, records: [record('all there is')] }] })
    await store.close()
    await damageRecord(folder, textId, 1)
    const sets: SetApart[] = []
    const damaged = await openStore(folder, { onSetApart: (set) => sets.push(set) })
    expect(sets).toEqual([])
    expect(() => damaged.readText(textId)).toThrow(DamagedLog)
    await damaged.close()
  })

  test('[OPS-17] what is written after a damaged record was cut is read again, also when a snapshot reached to it', async () => {
    const folder = temporary()
    const store = await openStore(folder)
    for (const words of ['one', 'two', 'three'])
      await store.write({ texts: [{ textId, records: [record(words)] }] })
    await store.compact(textId, '2026-01-02T00:00:00.000Z')
    await store.close()
    await damageRecord(folder, textId, 3)
    const cut = await openStore(folder)
    await cut.write({ texts: [{ textId, records: [record('four')] }] })
    await cut.close()
    const again = await openStore(folder)
    cleanUps.push(() => again.close())
    const { snapshot, tail } = again.readText(textId)
    expect(wordsOf(rebuild([...snapshot, ...tail]).doc)).toContain('four')
  })

  test('[OPS-2] compaction keeps the words and the whole history', async () => {
    const store = await openStore(temporary())
    cleanUps.push(() => store.close())
    for (const words of ['one', 'two', 'three'])
      await store.write({ texts: [{ textId, records: [record(words)] }] })
    const at = '2026-01-02T00:00:00.000Z'
    expect(await store.compact(textId, at)).toBeGreaterThan(0)
    await store.write({ texts: [{ textId, records: [record('four')] }] })
    const { snapshot, tail } = store.readText(textId)
    const words = wordsOf(rebuild([...snapshot, ...tail]).doc)
    for (const each of ['one', 'two', 'three', 'four']) expect(words).toContain(each)
    expect(wordsOf(rebuild(snapshot).doc)).not.toContain('four')
    const whole = rebuild([...snapshot, ...tail])
    store.keepSnapshot(textId, copyOf(whole.doc, whole.bindings, at))
    expect(wordsOf(rebuild(store.readText(textId).snapshot).doc)).toContain('four')
    expect(store.readText(textId).tail).toHaveLength(0)
    expect(tail).toHaveLength(1)
    expect(store.readTextHistory(textId)).toHaveLength(4)
  })
})

describe('a full disk', () => {
  test('[OPS-3] on a full disk nothing is acknowledged, everything stays readable, and it recovers by itself', async (context) => {
    const disk = smallDisk(4)
    if (disk === undefined) return context.skip()
    cleanUps.push(() => disk.remove())
    const room = await startServed(join(disk.folder, 'data'))
    cleanUps.push(() => room.close())
    const chair = room.provider('Brazil', { optIn: true })
    let saved = 0
    chair.messageHandlers[frame.saved] = (_encoder, decoder) => {
      saved = decoding.readVarUint(decoder)
    }
    chair.messageHandlers[frame.refused] = () => undefined
    await until('synced', () => chair.synced)
    typeParagraph(chair.doc, 'Before.')
    await until('saved', () => saved >= 2)
    disk.fill()
    typeParagraph(chair.doc, `While full. ${'x'.repeat(200_000)}`)
    const ready = async () => (await fetch(`${room.url}/readyz`)).status
    await until('unready', async () => (await ready()) === 503)
    const path = `${room.url}/api/texts/${room.textId}`
    const words = async () =>
      (await fetch(path, { headers: { ...room.as('Chair'), Accept: 'text/plain' } })).text()
    expect(await words()).toContain('Before.')
    expect(await words()).not.toContain('While full.')
    disk.free()
    await until('its words arrive when there is room', async () =>
      (await words()).includes('While full.'),
    )
    expect(await ready()).toBe(200)
    await room.close()
    cleanUps.pop()
  })
})

describe('the process', () => {
  let product: Product
  beforeAll(async () => {
    product = await startProduct()
  })
  afterAll(() => product.remove())
  const writer = (text: string, doc: Y.Doc, seat = 'Secretariat') =>
    new WebsocketProvider(`${product.url.replace('http', 'ws')}/sync`, text, doc, {
      params: { token: product.token(seat), adref: '1' },
      disableBc: true,
      WebSocketPolyfill: WebSocket as unknown as typeof globalThis.WebSocket,
    })
  const textOnFloor = async (): Promise<{ text: string; sequence: number }> => {
    const headers = { Authorization: `Bearer ${product.token('Chair')}` }
    const session = await (await fetch(`${product.url}/api/session`, { headers })).json()
    const { state } = await (
      await fetch(`${product.url}/api/groups/${session.attendances[0].groupId}/record`, { headers })
    ).json()
    return {
      text: state.recommendations[state.floor.recommendationId].majorityTextId,
      sequence: state.sequence,
    }
  }

  test('[OPS-4] kill -9 while typing: every word that was told saved is there after the restart, and every event', async () => {
    const { text, sequence } = await textOnFloor()
    for (let round = 0; round < 3; round++) {
      const doc = new Y.Doc()
      const provider = writer(text, doc)
      let saved = 0
      provider.messageHandlers[frame.saved] = (_encoder, decoder) => {
        saved = decoding.readVarUint(decoder)
      }
      await until('synced', () => provider.synced && saved > 0)
      const answered = saved
      let typed = 0
      const typing = setInterval(() => typeParagraph(doc, `round ${round} word ${typed++};`), 2)
      await until('a good part is saved', () => saved > answered + 40)
      await product.crash()
      const confirmed = saved - answered
      clearInterval(typing)
      provider.destroy()
      await product.start()
      const headers = { Authorization: `Bearer ${product.token('Chair')}`, Accept: 'text/plain' }
      const words = await (await fetch(`${product.url}/api/texts/${text}`, { headers })).text()
      for (let word = 0; word < confirmed; word++)
        expect(words).toContain(`round ${round} word ${word};`)
    }
    expect((await textOnFloor()).sequence).toBe(sequence)
  })

  test('[SYNC-417] what is typed offline arrives after a crash, whatever others wrote meanwhile under the ids that they were shown', async () => {
    const { text } = await textOnFloor()
    const [office, chair] = [writer(text, new Y.Doc()), writer(text, new Y.Doc(), 'Chair')]
    const told = numbersTold(chair)
    await until('synced', () => office.synced && chair.synced)
    office.awareness.setLocalStateField('cursor', null)
    await until('something is told of the other', () => told.size > 0)
    office.disconnect()
    typeParagraph(office.doc, 'Typed offline.')
    await product.crash()
    await product.start()
    const at = { url: product.url, tokens: { Chair: product.token('Chair') } }
    const thief = await rawOn(at, WebSocket, 'Chair', text)
    const ids = [...told].filter((id) => id !== chair.doc.clientID)
    for (const id of ids) {
      const update = updateOf((doc) => {
        doc.clientID = id
        typeParagraph(doc, 'Under the id of another, as long as that or longer.')
      })
      thief.socket.send(syncFrame(2, update))
    }
    const answers = () =>
      thief.heard.filter(([kind]) => kind === frame.refused || kind === frame.saved)
    await until('answered', () => answers().length >= ids.length)
    office.connect()
    const headers = { Authorization: `Bearer ${product.token('Chair')}`, Accept: 'text/plain' }
    await until('arrived', async () =>
      (await (await fetch(`${product.url}/api/texts/${text}`, { headers })).text()).includes(
        'Typed offline.',
      ),
    )
    thief.socket.close()
    office.destroy()
    chair.destroy()
  })

  test('[OPS-5] SIGTERM: clients are told to come back, nothing accepted is lost, and it ends in under five seconds', async () => {
    const { text } = await textOnFloor()
    const doc = new Y.Doc()
    const provider = writer(text, doc)
    const codes: number[] = []
    provider.messageHandlers[frame.saved] = () => undefined
    provider.on('connection-close', (event) => {
      if (event) codes.push(event.code)
    })
    await until('synced', () => provider.synced)
    typeParagraph(doc, 'Typed just before the stop.')
    let back = ''
    doc.on('update', (_update, origin) => {
      if (origin === provider) back = 'echo'
    })
    await until('it has been sent', () => (provider.ws?.bufferedAmount ?? 1) === 0 || back !== '')
    const begun = performance.now()
    expect(await product.stop()).toBe(0)
    expect(performance.now() - begun).toBeLessThan(5000)
    await until('told', () => codes.length > 0)
    expect(codes[0]).toBe(1012)
    provider.destroy()
    await product.start()
    const headers = { Authorization: `Bearer ${product.token('Chair')}`, Accept: 'text/plain' }
    expect(await (await fetch(`${product.url}/api/texts/${text}`, { headers })).text()).toContain(
      'Typed just before the stop.',
    )
  })
})

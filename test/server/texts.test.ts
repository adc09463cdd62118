/** Words over HTTP beside the present ones: at a past moment, whose they are; figures, and the stream for blocked sockets. */
import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Problem, TextAuthors } from '#shared/protocol/api'
import { removeBlock } from '../support/flow-edits.ts'
import { type Served, startServed, typeParagraph, until } from '../support/served.ts'

let room: Served
beforeAll(async () => {
  room = await startServed()
})
afterAll(async () => room.close())

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${room.url}${path}`, { headers })
const problemOf = async (answer: Response) => Problem.parse(await answer.json())

describe('history, figures and the stream', () => {
  test('[API-17] the words of a text at a past moment, and whose they are', async () => {
    const [brazil, india] = [room.provider('Brazil'), room.provider('India')]
    await until('synced', () => brazil.synced && india.synced)
    const plain = { ...room.as('Chair'), Accept: 'text/plain' }
    const path = `/api/texts/${room.textId}`
    const wordsAt = async (time: string) =>
      (await get(`${path}/at?time=${encodeURIComponent(time)}`, plain)).text()
    typeParagraph(brazil.doc, 'Early words.')
    await until('saved', async () => (await (await get(path, plain)).text()).includes('Early'))
    const between = new Date().toISOString()
    await until('time goes on', () => new Date().toISOString() > between)
    typeParagraph(india.doc, 'Later words.')
    removeBlock(brazil.doc, 0)
    await until('saved', async () => {
      const words = await (await get(path, plain)).text()
      return words.includes('Later') && words !== (await wordsAt(between))
    })
    expect(await wordsAt(between)).toContain('Early words.')
    expect(await wordsAt(between)).not.toContain('Later words.')
    expect(await wordsAt(new Date().toISOString())).toBe(await (await get(path, plain)).text())
    expect((await wordsAt('2000-01-01T00:00:00.000Z')).trim()).toBe('')
    expect(
      (await problemOf(await get(`${path}/at?time=yesterday`, plain))).errors?.[0]?.field,
    ).toBe('time')
    const { authors } = TextAuthors.parse(
      await (await get(`${path}/authors`, room.as('Chair'))).json(),
    )
    const authorOf = new Map(authors.map(({ clientId, memberId }) => [clientId, memberId]))
    expect(authorOf.get(brazil.doc.clientID)).toBe(room.members['Brazil'])
    expect(authorOf.get(india.doc.clientID)).toBe(room.members['India'])
    expect((await problemOf(await get(`${path}/authors`))).status).toBe(401)
    for (const provider of [brazil, india]) provider.destroy()
  })

  test('[API-18] figures for Prometheus, without words or names', async () => {
    const answer = await get('/metrics')
    expect(answer.headers.get('content-type')).toContain('text/plain')
    const figures = await answer.text()
    for (const name of [
      'adref_text_connections',
      'adref_texts_in_memory',
      'adref_batch_records_bucket',
      'adref_sync_milliseconds_bucket',
      'adref_words_refused_total',
      'adref_connections_closed_total',
      'adref_unsaved_bytes',
      'nodejs_eventloop_lag_p99_seconds',
    ])
      expect(figures).toContain(name)
    expect(figures).not.toContain('Brazil')
    expect(figures).not.toContain('Early words')
  })

  test('[API-19] a stream is refused to strangers, and its requests to other sign-ins and to bytes that are no messages', async () => {
    expect((await problemOf(await get('/api/stream'))).status).toBe(401)
    const ends = new AbortController()
    const stream = await fetch(`${room.url}/api/stream`, {
      headers: room.as('Brazil'),
      signal: ends.signal,
    })
    const first = await stream.body?.getReader().read()
    const name = /data: (\S+)/.exec(new TextDecoder().decode(first?.value))?.[1] ?? ''
    const post = (seat: string, bytes: number[]) =>
      fetch(`${room.url}/api/stream/${name}`, {
        method: 'POST',
        headers: { ...room.as(seat), 'Content-Type': 'application/octet-stream' },
        body: Uint8Array.from(bytes),
      })
    expect((await post('India', [2, 1])).status).toBe(404)
    expect((await post('Brazil', [9, 9, 9])).status).toBe(400)
    expect((await post('Brazil', [0, 1, 200])).status).toBe(400)
    expect((await post('Brazil', [2, 1])).status).toBe(204)
    ends.abort()
    await until('it is gone', async () => (await post('Brazil', [2, 1])).status === 404)
  })

  test('[API-85] of one sign-in only so many long requests are taken in at once', async () => {
    const ends = new AbortController()
    const { signal } = ends
    const stream = await fetch(`${room.url}/api/stream`, { headers: room.as('Brazil'), signal })
    const first = await stream.body?.getReader().read()
    const name = /data: (\S+)/.exec(new TextDecoder().decode(first?.value))?.[1] ?? ''
    const headers = {
      ...room.as('Brazil'),
      'Content-Type': 'application/octet-stream',
      'Content-Length': String(1024 * 1024),
    }
    /** Says that it will send much, begins, and does not go on. */
    const begin = () => {
      const asked = request(`${room.url}/api/stream/${name}`, { method: 'POST', headers })
      asked.on('error', () => undefined)
      asked.write(new Uint8Array(1000))
      const status = new Promise<number | undefined>((settle) =>
        asked.on('response', (answer) => settle(answer.statusCode)),
      )
      return { asked, status }
    }
    const begun = Array.from({ length: 3 }, begin)
    expect(await Promise.race(begun.map(({ status }) => status))).toBe(429)
    for (const { asked } of begun) asked.destroy()
    await until('there is room again', async () => {
      const answer = await fetch(`${room.url}/api/stream/${name}`, {
        method: 'POST',
        headers: { ...room.as('Brazil'), 'Content-Type': 'application/octet-stream' },
        body: new Uint8Array(100_000).fill(9),
      })
      return answer.status !== 429
    })
    ends.abort()
  })
})

/** What the server prints, read whole after a busy day: ids and figures, never words or secrets. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { rawOn } from '../support/raw-socket.ts'
import { startServed, typeParagraph, until, wordsOf } from '../support/served.ts'
import { syncFrame, updateOf } from '../support/sync-frames.ts'

test('[OPS-21] whatever is typed, refused and asked, the log holds no words, names, links or cookies', async () => {
  let printed = ''
  const log = pino({ level: 'trace', base: null }, { write: (line: string) => (printed += line) })
  const folder = join(mkdtempSync(join(tmpdir(), 'adref-')), 'data')
  const room = await startServed(folder, {}, undefined, log)
  const [brazil, india] = [room.provider('Brazil'), room.provider('India')]
  await until('synced', () => brazil.synced && india.synced)
  typeParagraph(brazil.doc, 'Zanzibar confidential.')
  await until('saved', () => wordsOf(india.doc).includes('Zanzibar'))
  // Words of a reader, garbage, and words over HTTP that cannot be read.
  const reader = await rawOn(room, WebSocket, 'Remote', room.textId)
  reader.socket.send(
    syncFrame(
      2,
      updateOf((doc) => typeParagraph(doc, 'Zanzibar refused.')),
    ),
  )
  await until('it is in the log', () => printed.includes('words-refused'))
  reader.socket.send(new TextEncoder().encode('Zanzibar garbage'))
  await reader.closed
  const signIn = await fetch(`${room.url}/api/session`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ token: room.tokens['Brazil'] }),
  })
  expect(signIn.status).toBe(201)
  const cookie = /adref_session=([^;]+)/.exec(signIn.headers.get('set-cookie') ?? '')?.[1] ?? ''
  expect(cookie).not.toBe('')
  for (const body of ['{"Zanzibar":', '{"token":"Zanzibar"}'])
    await fetch(`${room.url}/api/session`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body,
    })
  await fetch(`${room.url}/%E0%A4%A?token=${room.tokens['India'] ?? ''}`)
  expect((await room.command('Brazil', { type: 'ask-floor', note: 'Zanzibar' })).status).toBe(422)
  await room.close()
  const secrets = ['Zanzibar', 'Brazil', cookie, ...Object.values(room.tokens)]
  expect(secrets.filter((secret) => printed.includes(secret))).toEqual([])
})

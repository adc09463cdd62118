/** What is internal to a delegation, over HTTP: every answer and stream of every other seat. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventPlace } from '#shared/protocol/event-place'
import { followStream } from '../support/record-stream.ts'
import { newCommandId, type Served, startServed, until } from '../support/served.ts'

let room: Served
beforeAll(async () => {
  room = await startServed()
})
afterAll(async () => room.close())

const body = 'Our red line is the annual report.'
const answer = 'Capital agrees with the red line.'
const salt = 'q8Zr3v_LmN0pT5wXyB2cDe'
const threadId = 'th_internal1'

const follow = (path: string, headers: Record<string, string>) =>
  followStream(room.url + path, headers)

test('[CMT-24] no other seat and no public reader gets an internal note by record, history, stream, replay or a repeated key', async () => {
  const group = `/api/groups/${room.groupId}`
  const { installation } = room.served
  const meetingId = installation.records.stateOf(room.groupId)?.meetings[0]?.meetingId
  if (!meetingId) throw new Error('no meeting')
  const token = await installation.identity.followToken(room.groupId, meetingId)
  const signedIn = await fetch(`${room.url}/api/session`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ token }),
  })
  const cookie = (signedIn.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  const readers: [string, Record<string, string>][] = [
    ...['Chair', 'Secretariat', 'India', 'Remote'].map((seat): [string, Record<string, string>] => [
      seat,
      room.as(seat),
    ]),
    ['public', { Cookie: cookie }],
  ]
  const before = installation.records.stateOf(room.groupId)?.sequence ?? 0
  const live = readers.map(([, headers]) =>
    follow(`${group}/record/events?after=${eventPlace(before)}`, headers),
  )
  const brazil = follow(`${group}/record/events?after=${eventPlace(before)}`, room.as('Brazil'))
  const key = newCommandId()
  const note = {
    type: 'open-thread',
    threadId,
    topicId: room.topicId,
    anchor: { on: 'recommendation', recommendationId: room.recommendationId },
    commentId: 'c_internal1',
    body,
    salt,
  }
  expect((await room.command('Brazil', note, key)).status).toBe(200)
  const reply = { type: 'reply', threadId, commentId: 'c_internal2', body: answer, salt }
  expect((await room.command('Brazil', reply)).status).toBe(200)
  // What everybody may see comes after it: once it has arrived, so would the note.
  const open = { ...note, threadId: 'th_public01', commentId: 'c_public001', body: 'For all.' }
  const { salt: _, ...toAll } = open
  expect((await room.command('Brazil', toAll)).status).toBe(200)

  const secrets = [body, answer, 'red line', salt, threadId, 'c_internal']
  const isClean = (who: string, said: string) => {
    for (const secret of secrets) expect(said.includes(secret), `${who}: ${secret}`).toBe(false)
  }
  for (const [index, [who, headers]] of readers.entries()) {
    const stream = live[index]
    await until(`${who} hears of the public comment`, () => !!stream?.heard().includes('For all.'))
    isClean(who, stream?.heard() ?? '')
    for (const path of ['/record', '/record/history?limit=200']) {
      const got = await fetch(room.url + group + path, { headers })
      expect(got.status).toBe(200)
      const said = await got.text()
      expect(said).toContain('For all.')
      isClean(who, said)
    }
    for (const after of [0, before]) {
      const replay = follow(`${group}/record/events?after=${eventPlace(after)}`, headers)
      await until(`${who} hears the replay`, () => replay.heard().includes('For all.'))
      isClean(who, replay.heard())
      await replay.end()
    }
    await stream?.end()
  }
  for (const seat of ['Chair', 'Secretariat', 'India']) {
    isClean(seat, await (await room.command(seat, toAll, key)).text())
    const tried = await room.command(seat, { ...reply, commentId: 'c_elsewhere' })
    expect(await tried.json()).toMatchObject({ code: 'thread-unknown' })
  }
  await until('Brazil hears its own', () => brazil.heard().includes(answer))
  await brazil.end()
  const own = await (
    await fetch(`${room.url}${group}/record`, { headers: room.as('Brazil') })
  ).json()
  expect(own.state.threads[threadId].comments).toHaveLength(2)
})

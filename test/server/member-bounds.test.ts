/** What one member or one link may ask for over HTTP, so that the others still get an answer. */
import { afterEach, describe, expect, test } from 'vitest'
import { FollowLink } from '#shared/protocol/api'
import { type Served, startServed, typeParagraph, until, wordsOf } from '../support/served.ts'

let room: Served
afterEach(async () => room.close())

const get = (seat: string, path: string, signal?: AbortSignal) =>
  fetch(`${room.url}${path}`, { headers: room.as(seat), ...(signal && { signal }) })
const figure = async (line: string): Promise<boolean> =>
  (await (await fetch(`${room.url}/metrics`)).text()).includes(line)

describe('bounds of what a member asks for', () => {
  test('[API-81] a member who asks for many past moments at once is told to come back, and another gets an answer', async () => {
    room = await startServed()
    const past = `/api/texts/${room.textId}/at?time=${encodeURIComponent(new Date().toISOString())}`
    const greedy = Array.from({ length: 40 }, () => get('Brazil', past))
    const other = await get('India', past)
    expect(other.status).toBe(200)
    const answers = await Promise.all(greedy)
    const statuses = answers.map(({ status }) => status)
    expect(new Set(statuses)).toEqual(new Set([200, 429]))
    for (const answer of answers)
      if (answer.status === 429)
        expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(await figure('adref_requests_turned_away_total{what="past-moments"}')).toBe(true)
    expect((await get('Brazil', past)).status).toBe(200)
  })

  test('[API-82] words asked for over HTTP are paid for like messages, by their length', async () => {
    room = await startServed(undefined, { messagesPerSecond: 1 })
    const chair = room.provider('Chair')
    await until('synced', () => chair.synced)
    typeParagraph(chair.doc, 'x'.repeat(100_000))
    const india = room.provider('India')
    await until('saved', () => wordsOf(india.doc).length > 100_000)
    const path = `/api/texts/${room.textId}`
    const statuses: number[] = []
    let refused: Response | undefined
    while (!refused && statuses.length < 20) {
      const answer = await get('Brazil', path)
      statuses.push(answer.status)
      if (answer.status === 429) refused = answer
    }
    expect(statuses.slice(0, -1).every((status) => status === 200)).toBe(true)
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0)
    for (const part of ['authors', 'attribution'])
      expect((await get('Brazil', `${path}/${part}`)).status).toBe(429)
    expect((await get('Secretariat', path)).status).toBe(200)
    expect(await figure('adref_requests_turned_away_total{what="words"}')).toBe(true)
  })

  test('[API-83] one member may follow the record so many times, and those who leave make room', async () => {
    room = await startServed()
    const path = `/api/groups/${room.groupId}/record/events`
    const ends = new AbortController()
    const first = new AbortController()
    // An answer that nobody holds on to is thrown away some time, and its stream with it.
    const held: Response[] = []
    const follow = async (seat: string, signal: AbortSignal) => {
      const stream = await get(seat, path, signal)
      held.push(stream)
      return stream.status
    }
    expect(await follow('Brazil', first.signal)).toBe(200)
    for (let stream = 1; stream < 30; stream++)
      expect(await follow('Brazil', ends.signal)).toBe(200)
    const surplus = await get('Brazil', path)
    expect(surplus.status).toBe(429)
    expect(Number(surplus.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(await follow('India', ends.signal)).toBe(200)
    expect(await figure('adref_record_streams 31')).toBe(true)
    first.abort()
    await until('one has left', () => figure('adref_record_streams 30'))
    expect(await follow('Brazil', ends.signal)).toBe(200)
    expect(held).toHaveLength(32)
    ends.abort()
  })

  test('[API-84] one follow link signs in a hall of three hundred behind one address at once; personal links go on', {
    timeout: 240_000,
  }, async () => {
    room = await startServed()
    const meetingId =
      room.served.installation.records.stateOf(room.groupId)?.meetings[0]?.meetingId ?? ''
    const answer = await get(
      'Chair',
      `/api/groups/${room.groupId}/meetings/${meetingId}/follow-link`,
    )
    const { link } = FollowLink.parse(await answer.json())
    const signIn = (token: string) =>
      fetch(`${room.url}/api/session`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ token }),
      })
    const token = link.split('/').at(-1) ?? ''
    const all = await Promise.all(Array.from({ length: 300 }, () => signIn(token)))
    expect(new Set(all.map(({ status }) => status))).toEqual(new Set([201]))
    expect((await signIn(room.tokens['India'] ?? '')).status).toBe(201)
    expect(await figure('adref_sign_ins_total{by="member"} 1')).toBe(true)
  })
})

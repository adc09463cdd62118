import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openIdentity } from '#server/identity/identity'
import { openRegister } from '#server/identity/register'
import { mintId, SeatId, TextId } from '#shared/domain/ids'
import { Problem, TextView } from '#shared/protocol/api'
import { eventPlace } from '#shared/protocol/event-place'
import {
  newCommandId,
  randomBytes,
  type Served,
  startServed,
  typeParagraph,
  until,
} from '../support/served.ts'

let room: Served
beforeAll(async () => {
  room = await startServed()
})
afterAll(async () => room.close())

const problemOf = async (response: Response) => {
  expect(response.headers.get('content-type')).toContain('application/problem+json')
  const text = await response.text()
  expect(text).not.toMatch(/\bat .*\.[jt]s:\d+/)
  return Problem.parse(JSON.parse(text))
}
const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(room.url + path, { headers })

describe('commands', () => {
  test('[API-1] an accepted command answers with its events; the same key again answers the same and does nothing twice', async () => {
    const key = newCommandId()
    const command = {
      type: 'add-document',
      documentId: 'doc_document1',
      meetingId: room.served.installation.records.stateOf(room.groupId)?.meetings[0]?.meetingId,
      title: 'Agenda',
      symbol: '',
      address: '',
    }
    const answers = await Promise.all(
      [1, 2, 3].map(() => room.command('Chair', command, key).then((answer) => answer.json())),
    )
    expect(answers[0].events[0].event).toMatchObject({ type: 'document-added', title: 'Agenda' })
    expect(answers[1]).toEqual(answers[0])
    expect(answers[2]).toEqual(answers[0])
    expect(room.served.installation.records.stateOf(room.groupId)?.documents).toHaveLength(1)
  })

  test('[API-2] a refusal is a problem with the code and the sentence of the table', async () => {
    const problem = await problemOf(
      await room.command('Brazil', {
        type: 'put-on-floor',
        recommendationId: room.recommendationId,
      }),
    )
    expect(problem).toMatchObject({ status: 403, code: 'role-may-not' })
  })

  test('[API-3] malformed commands are answered in the words of their fields', async () => {
    const missing = await problemOf(
      await room.command('Chair', {
        type: 'take-position',
        textId: 'nonsense',
        stance: 'yes',
        explanation: '',
      }),
    )
    expect(missing.status).toBe(422)
    expect(missing.errors?.map(({ field }) => field)).toEqual(['textId', 'stance'])
    expect((await problemOf(await room.command('Chair', { type: 'no-such-thing' }))).code).toBe(
      'malformed-command',
    )
    expect((await problemOf(await room.command('Chair', {}, 'bad key'))).errors?.[0]?.field).toBe(
      'Idempotency-Key',
    )
    const broken = await fetch(`${room.url}/api/groups/${room.groupId}/commands`, {
      method: 'POST',
      headers: {
        ...room.as('Chair'),
        'Content-Type': 'application/json',
        'Idempotency-Key': newCommandId(),
      },
      body: '{"type":',
    })
    expect((await problemOf(broken)).code).toBe('malformed-request')
    const long = await room.command('Chair', {
      type: 'ask-for-floor',
      ballast: 'x'.repeat(300_000),
    })
    expect((await problemOf(long)).status).toBe(413)
  })

  test('[API-4] a request from another site is refused', async () => {
    const answer = await fetch(`${room.url}/api/session`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Origin: 'https://evil.example' },
      body: JSON.stringify({ token: room.tokens['Chair'] }),
    })
    expect((await problemOf(answer)).code).toBe('cross-site')
  })

  test('[API-5] strangers and unknown addresses get problems, not pages', async () => {
    expect((await problemOf(await get(`/api/groups/${room.groupId}/record`))).code).toBe(
      'signed-out',
    )
    expect((await problemOf(await get('/api/nothing'))).code).toBe('not-found')
    expect((await problemOf(await get('/assets/gone.js'))).code).toBe('not-found')
    expect(
      (await problemOf(await get('/api/groups/g_someothergroup/record', room.as('Chair')))).code,
    ).toBe('not-in-this-group')
    expect((await problemOf(await get('/%E0%A4%A', {}))).status).toBeLessThan(500)
  })
})

describe('sessions and links', () => {
  const open = (token: string) =>
    fetch(`${room.url}/api/session`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ token }),
    })

  test('[API-6] a personal link signs in with an HttpOnly cookie; a new link ends the old one', async () => {
    const signedIn = await open(room.tokens['India'] ?? '')
    expect(signedIn.status).toBe(201)
    const cookie = signedIn.headers.get('set-cookie') ?? ''
    expect(cookie).toMatch(/HttpOnly/i)
    expect(cookie).toMatch(/SameSite=Lax/i)
    const session = { Cookie: cookie.split(';')[0] ?? '' }
    expect((await get(`/api/groups/${room.groupId}/record`, session)).status).toBe(200)
    const made = await fetch(
      `${room.url}/api/groups/${room.groupId}/members/${room.members['India']}/link`,
      {
        method: 'POST',
        headers: room.as('Secretariat'),
      },
    )
    expect(made.status).toBe(201)
    expect((await problemOf(await open(room.tokens['India'] ?? ''))).code).toBe('link-revoked')
    expect((await get(`/api/groups/${room.groupId}/record`, session)).status).toBe(403)
  })

  test('[API-7] unknown tokens are not known; a delegate may make no links', async () => {
    expect((await problemOf(await open('x'.repeat(43)))).code).toBe('link-invalid')
    expect((await problemOf(await open('short'))).code).toBe('link-invalid')
    const answer = await fetch(
      `${room.url}/api/groups/${room.groupId}/members/${room.members['Chair']}/link`,
      {
        method: 'POST',
        headers: room.as('Brazil'),
      },
    )
    expect((await problemOf(answer)).code).toBe('role-may-not')
  })

  test('[API-16] a link that has expired says so, and signs nobody in', async () => {
    const { records } = room.served.installation
    const inAYear = new Date(Date.now() + 366 * 24 * 60 * 60 * 1000)
    const register = await openRegister(room.dataFolder, async () => undefined)
    const identity = await openIdentity(register, records, () => inAYear)
    expect(await identity.open(room.tokens['Brazil'] ?? '', undefined)).toEqual({
      ok: false,
      problem: 'link-expired',
    })
    expect(identity.signInByLink(room.tokens['Brazil'] ?? '')).toBeUndefined()
  })

  test('[API-8] the follow link reads, and ends when it is switched off', async () => {
    const { records, identity } = room.served.installation
    const meetingId = records.stateOf(room.groupId)?.meetings[0]?.meetingId
    if (!meetingId) throw new Error('no meeting')
    const token = await identity.followToken(room.groupId, meetingId)
    const cookie = ((await open(token)).headers.get('set-cookie') ?? '').split(';')[0] ?? ''
    const record = await (
      await get(`/api/groups/${room.groupId}/record`, { Cookie: cookie })
    ).json()
    expect(record.you.role).toBe('public')
    const refused = await fetch(`${room.url}/api/groups/${room.groupId}/commands`, {
      method: 'POST',
      headers: {
        Cookie: cookie,
        'Content-Type': 'application/json',
        'Idempotency-Key': newCommandId(),
      },
      body: JSON.stringify({ type: 'ask-for-floor' }),
    })
    expect(refused.status).toBe(403)
    await room.command('Chair', { type: 'set-follow-link', meetingId, open: false })
    expect((await get(`/api/groups/${room.groupId}/record`, { Cookie: cookie })).status).toBe(403)
    expect((await problemOf(await open(token))).code).toBe('follow-link-closed')
  })
})

describe('the record as a stream', () => {
  async function listen(headers: Record<string, string>, query = '') {
    const controller = new AbortController()
    const response = await fetch(`${room.url}/api/groups/${room.groupId}/record/events${query}`, {
      headers,
      signal: controller.signal,
    })
    const heard = { text: '' }
    const decoder = new TextDecoder()
    const read = async () => {
      try {
        for await (const chunk of response.body ?? []) heard.text += decoder.decode(chunk)
        heard.text += '<end>'
      } catch {
        heard.text += '<aborted>'
      }
    }
    void read()
    return { heard, stop: () => controller.abort() }
  }

  test('[API-9] events follow as they are published, and a stream resumes where it stopped', async () => {
    const before = room.served.installation.records.stateOf(room.groupId)?.sequence ?? 0
    const first = await listen(room.as('Brazil'), `?after=${eventPlace(before)}`)
    await until('presence is told', () => first.heard.text.includes('event: presence'))
    await room.command('Chair', { type: 'put-on-floor', recommendationId: room.recommendationId })
    await until('the event came', () => first.heard.text.includes('"floor-set"'))
    first.stop()
    await room.command('Chair', { type: 'put-on-floor', recommendationId: null })
    const second = await listen({ ...room.as('Brazil'), 'Last-Event-ID': eventPlace(before + 2) })
    await until('only what was missed', () =>
      second.heard.text.includes(`id: ${eventPlace(before + 3)}\n`),
    )
    expect(second.heard.text).not.toContain(`id: ${eventPlace(before + 2)}\n`)
    second.stop()
  })

  test('[API-10] an unknown place in the record is answered with the whole state', async () => {
    const stream = await listen({ ...room.as('Brazil'), 'Last-Event-ID': eventPlace(999_999) })
    await until('the state came', () => stream.heard.text.includes('event: state'))
    stream.stop()
  })

  test('[API-20] a moved member’s stream ends without signing them out, and the record tells who they are now', async () => {
    const seatId = mintId(SeatId, 's', randomBytes())
    const seat = { seatId, role: 'observer', delegationId: null, title: 'Overflow room' }
    await room.command('Chair', { type: 'add-seat', ...seat })
    const stream = await listen(room.as('Remote'))
    await until('it hears', () => stream.heard.text.includes('event: presence'))
    const memberId = room.members['Remote']
    expect((await room.command('Chair', { type: 'move-member', memberId, seatId })).status).toBe(
      200,
    )
    await until('it ends', () => stream.heard.text.endsWith('<end>'))
    expect(stream.heard.text).not.toContain('signed-out')
    const view = await get(`/api/groups/${room.groupId}/record`, room.as('Remote'))
    const { you, state } = await view.json()
    expect(you.seatId).toBe(seatId)
    // What came with the end of the stream is told on the next one.
    const before = eventPlace(state.sequence - 1)
    const next = await listen({ ...room.as('Remote'), 'Last-Event-ID': before })
    await until('it hears of the move', () => next.heard.text.includes('member-moved'))
    next.stop()
  })

  test('[API-11] a removed member is told and the stream ends', async () => {
    const stream = await listen(room.as('Remote'))
    await until('it hears', () => stream.heard.text.includes('event: presence'))
    await room.command('Chair', { type: 'remove-member', memberId: room.members['Remote'] })
    await until(
      'signed out',
      () => stream.heard.text.includes('event: signed-out') && stream.heard.text.endsWith('<end>'),
    )
  })
})

describe('texts, documents and health', () => {
  test('[API-12] the words are served as JSON, HTML and plain text, and nothing else', async () => {
    const path = `/api/texts/${room.textId}`
    const view = TextView.parse(
      await (await get(path, { ...room.as('Chair'), Accept: 'application/json' })).json(),
    )
    expect(view.content.words).toHaveLength(1)
    expect(await (await get(path, { ...room.as('Chair'), Accept: 'text/html' })).text()).toContain(
      '<p></p>',
    )
    expect((await get(path, { ...room.as('Chair'), Accept: 'text/plain' })).status).toBe(200)
    expect(
      (await problemOf(await get(path, { ...room.as('Chair'), Accept: 'image/png' }))).status,
    ).toBe(406)
    expect((await problemOf(await get('/api/texts/t_unknowntext', room.as('Chair')))).code).toBe(
      'text-unknown',
    )
  })

  test('[API-13] an alternative starts from the words of the majority text', async () => {
    const brazil = room.provider('Brazil')
    await until('synced', () => brazil.synced)
    typeParagraph(brazil.doc, 'Common words.')
    const textId = mintId(TextId, 't', randomBytes())
    await until('written', async () =>
      (
        await (
          await get(`/api/texts/${room.textId}`, { ...room.as('Chair'), Accept: 'text/plain' })
        ).text()
      ).includes('Common'),
    )
    const proposed = await room.command('Brazil', {
      type: 'propose-alternative',
      recommendationId: room.recommendationId,
      textId,
      reason: '',
      from: 'majority',
    })
    expect(proposed.status).toBe(200)
    expect(
      await (
        await get(`/api/texts/${textId}`, { ...room.as('Chair'), Accept: 'text/plain' })
      ).text(),
    ).toContain('Common words.')
    brazil.destroy()
  })

  test('[API-14] the OpenAPI document describes every route', async () => {
    const document = await (await get('/api/openapi.json')).json()
    expect(document.openapi).toBe('3.1.0')
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining([
        '/api/session',
        '/api/groups/{groupId}/commands',
        '/api/groups/{groupId}/record',
        '/api/groups/{groupId}/desk',
        '/api/groups/{groupId}/temperature-check',
        '/api/groups/{groupId}/temperature-check/answer',
        '/api/texts/{textId}',
        '/api/texts/{textId}/at',
        '/api/texts/{textId}/authors',
        '/api/texts/{textId}/attribution',
        '/api/stream',
        '/metrics',
        '/healthz',
        '/readyz',
      ]),
    )
    expect(document.components.schemas).toHaveProperty('Command')
  })

  test('[API-15] health, readiness and the headers of a page', async () => {
    expect((await get('/healthz')).status).toBe(200)
    expect((await get('/readyz')).status).toBe(200)
    const page = await get('/join', { Accept: 'text/html' })
    expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'self'.*-src-attr/)
    expect(page.headers.get('x-content-type-options')).toBe('nosniff')
  })
})

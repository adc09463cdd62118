/** Whose act it is when one browser opens a second seat, and what a member's own new link ends. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { administer } from '#server/administration/administer'
import { MemberId, mintId, SeatId } from '#shared/domain/ids'
import { Problem, SessionView } from '#shared/protocol/api'
import { closeCode } from '#shared/protocol/close-codes'
import { encodeUp } from '#shared/protocol/stream'
import { type FollowedStream, followStream } from '../support/record-stream.ts'
import { newCommandId, randomBytes, type Served, startServed, until } from '../support/served.ts'

let room: Served
beforeAll(async () => {
  room = await startServed(undefined, {}, undefined, undefined, 3_600_000)
})
afterAll(() => room.close())

const cookieOf = (answer: Response) => (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
const problemOf = async (answer: Response) => Problem.parse(await answer.json())
const codeOf = async (answer: Response) => (await problemOf(answer)).code

/** A browser: one session for all its pages. */
class Browser {
  cookie = ''
  #ask(
    path: string,
    init: Omit<RequestInit, 'headers'> & { headers?: Record<string, string> } = {},
  ) {
    return fetch(`${room.url}${path}`, {
      ...init,
      headers: { ...(this.cookie ? { Cookie: this.cookie } : {}), ...init.headers },
    })
  }
  ask(method: string, path: string, member?: string, body?: unknown) {
    const isCommand = path.endsWith('/commands')
    return this.#ask(path, {
      method,
      headers: {
        ...(member ? { 'Adref-Member': member } : {}),
        ...(body ? { 'Content-Type': 'application/json' } : {}),
        ...(isCommand ? { 'Idempotency-Key': newCommandId() } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
  }
  async open(token: string, inPlaceOf?: string) {
    const answer = await this.ask('POST', '/api/session', undefined, {
      token,
      ...(inPlaceOf ? { inPlaceOf } : {}),
    })
    if (answer.ok) this.cookie = cookieOf(answer)
    return answer
  }
}

const token = (seat: string) => room.tokens[seat] ?? ''
const member = (seat: string) => room.members[seat] ?? ''
const group = () => `/api/groups/${room.groupId}`

const followToken = async () => {
  const record = await (
    await fetch(`${room.url}${group()}/record`, { headers: room.as('Chair') })
  ).json()
  const [{ meetingId }] = record.state.meetings
  await room.command('Chair', { type: 'set-follow-link', meetingId, open: true })
  const answer = await fetch(`${room.url}${group()}/meetings/${meetingId}/follow-link`, {
    headers: room.as('Chair'),
  })
  return ((await answer.json()).link as string).split('/').at(-1) ?? ''
}

const streamOf = async ({ cookie }: Browser): Promise<FollowedStream> => {
  const stream = followStream(`${room.url}${group()}/record/events`, { Cookie: cookie })
  await until('the stream is there', () => stream.heard().includes('event: temperature'))
  return stream
}

const closedWith = (socket: WebSocket) =>
  new Promise<number>((settle) => socket.on('close', (code) => settle(code)))
const socketOf = (browser: Browser, member?: string) =>
  new WebSocket(
    `${room.url.replace('http', 'ws')}/sync/${room.textId}?adref=1${member ? `&member=${member}` : ''}`,
    { headers: { Cookie: browser.cookie } },
  )
const opened = (socket: WebSocket) =>
  new Promise<void>((settle) => socket.on('message', () => settle()))

describe('a second link in one browser', () => {
  test('[API-230] another seat of the group is asked about first, and taken only in place of the one that is named', async () => {
    const browser = new Browser()
    expect((await browser.open(token('Brazil'))).status).toBe(201)
    const before = browser.cookie
    const asked = await problemOf(await browser.open(token('India')))
    expect(asked).toMatchObject({
      status: 409,
      code: 'signed-in-as-another',
      seats: {
        present: { memberId: member('Brazil'), delegation: 'Brazil', role: 'delegate' },
        offered: { memberId: member('India'), delegation: 'India', groupName: 'Test group' },
      },
    })
    expect(browser.cookie).toBe(before)
    const who = SessionView.parse(await (await browser.ask('GET', '/api/session')).json())
    expect(who.attendances[0]?.memberId).toBe(member('Brazil'))
    // Whoever is signed in has changed since the question: it is asked again.
    expect(await codeOf(await browser.open(token('India'), member('Chair')))).toBe(
      'signed-in-as-another',
    )
    const changed = await browser.open(token('India'), member('Brazil'))
    expect(changed.status).toBe(201)
    expect(
      SessionView.parse(await changed.json()).attendances.map((each) => each.memberId),
    ).toEqual([member('India')])
    // The same link once more, and a reader who opens a seat, are not asked.
    expect((await browser.open(token('India'))).status).toBe(201)
    const reader = new Browser()
    expect((await reader.open(await followToken())).status).toBe(201)
    expect((await reader.open(token('Brazil'))).status).toBe(201)
  })

  test('[API-231] the public follow link leaves a member who they are', async () => {
    const browser = new Browser()
    await browser.open(token('Brazil'))
    const followed = SessionView.parse(await (await browser.open(await followToken())).json())
    expect(followed.attendances.map(({ memberId }) => memberId)).toEqual([member('Brazil')])
  })

  test('[API-232] what a page does for one member is refused (409) once its browser is another, at every address, and changes nothing', async () => {
    const browser = new Browser()
    await browser.open(token('India'))
    const before = (await (await browser.ask('GET', `${group()}/record`)).json()).state
    const { meetingId } = before.meetings[0]
    const asks: [string, string, unknown?][] = [
      ['POST', `${group()}/commands`, { type: 'ask-for-floor' }],
      ['GET', `${group()}/record`],
      ['GET', `${group()}/record/history`],
      ['GET', `${group()}/record/events`],
      ['GET', `${group()}/desk`],
      ['GET', `${group()}/brackets`],
      ['POST', `${group()}/temperature-check`, { recommendationId: room.recommendationId }],
      ['PUT', `${group()}/temperature-check/answer`, { stance: 'support' }],
      ['DELETE', `${group()}/temperature-check`],
      ['POST', `${group()}/members/${member('India')}/link`],
      ['GET', `${group()}/meetings/${meetingId}/follow-link`],
      ['GET', `/api/texts/${room.textId}`],
      ['GET', `/api/texts/${room.textId}/at?time=2012-01-13T10:00:00.000Z`],
      ['GET', `/api/texts/${room.textId}/authors`],
      ['GET', `/api/texts/${room.textId}/attribution`],
      ['DELETE', '/api/session'],
    ]
    for (const [method, path, body] of asks)
      for (const named of [member('Brazil'), 'public'])
        expect([path, await codeOf(await browser.ask(method, path, named, body))]).toEqual([
          path,
          'another-member',
        ])
    const after = (await (await browser.ask('GET', `${group()}/record`, member('India'))).json())
      .state
    expect(after.sequence).toBe(before.sequence)
    const malformed = await browser.ask('GET', `${group()}/record`, 'Brazil')
    expect(await problemOf(malformed)).toMatchObject({
      code: 'malformed-request',
      errors: [{ field: 'Adref-Member' }],
    })
    const acted = await browser.ask('POST', `${group()}/commands`, member('India'), {
      type: 'ask-for-floor',
    })
    expect(acted.status).toBe(200)
    // A program with a link of its own need not name its member, and is checked when it does.
    expect((await room.command('Brazil', { type: 'ask-for-floor' })).status).toBe(200)
    const wrong = await fetch(`${room.url}${group()}/record`, {
      headers: { ...room.as('Brazil'), 'Adref-Member': member('India') },
    })
    expect(await codeOf(wrong)).toBe('another-member')
  })

  test('[API-233] a socket and a channel over HTTP that name another member are closed for good with 4409', async () => {
    const browser = new Browser()
    await browser.open(token('India'))
    expect(await closedWith(socketOf(browser, member('Brazil')))).toBe(closeCode.anotherMember)
    expect(await closedWith(socketOf(browser, 'nonsense'))).toBe(closeCode.anotherMember)
    const own = socketOf(browser, member('India'))
    await opened(own)
    own.close()
    const stream = await fetch(`${room.url}/api/stream?member=${member('Brazil')}`, {
      headers: { Cookie: browser.cookie },
    })
    const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader()
    let heard = ''
    const hear = async (what: RegExp) => {
      while (!what.test(heard)) heard += (await reader?.read())?.value ?? ''
      return what.exec(heard)?.[1] ?? ''
    }
    const name = await hear(/data: (\S+)\n\n/)
    await fetch(`${room.url}/api/stream/${name}?member=${member('Brazil')}`, {
      method: 'POST',
      headers: { Cookie: browser.cookie, 'Content-Type': 'application/octet-stream' },
      body: new Uint8Array(
        encodeUp([{ kind: 'open', channel: 1, text: room.textId, optIn: true }]),
      ),
    })
    expect(await hear(/event: close\ndata: 1 (\d+)/)).toBe(String(closeCode.anotherMember))
    await reader?.cancel()
  })

  test('[API-234] what is open for the former member is told at once and closed; other groups and browsers go on', async () => {
    const browser = new Browser()
    await browser.open(token('Brazil'))
    const stream = await streamOf(browser)
    const socket = socketOf(browser, member('Brazil'))
    await opened(socket)
    const elsewhere = new Browser()
    await elsewhere.open(token('Brazil'))
    const other = socketOf(elsewhere, member('Brazil'))
    await opened(other)
    await browser.open(token('Brazil'))
    const second = socketOf(browser, member('Brazil'))
    await opened(second)
    const closed = [closedWith(socket), closedWith(second)]
    await browser.open(token('India'), member('Brazil'))
    await until('it is told', () => stream.heard().includes('event: signed-out'))
    await stream.end()
    expect(await Promise.all(closed)).toEqual([closeCode.signedOut, closeCode.signedOut])
    expect(other.readyState).toBe(WebSocket.OPEN)
    other.close()
  })

  test('[API-235] signing out in one tab ends at once what others have open, also what they opened before the link was opened again', async () => {
    const browser = new Browser()
    await browser.open(token('Brazil'))
    const stream = await streamOf(browser)
    const socket = socketOf(browser, member('Brazil'))
    await opened(socket)
    await browser.open(token('Brazil'))
    const closed = closedWith(socket)
    expect((await browser.ask('DELETE', '/api/session', member('Brazil'))).status).toBe(204)
    await until('it is told', () => stream.heard().includes('event: signed-out'))
    await stream.end()
    expect(await closed).toBe(closeCode.signedOut)
    expect(await codeOf(await browser.ask('GET', `${group()}/record`))).toBe('signed-out')
  })
})

describe("a member's own link", () => {
  const newLink = async (browser: Browser, seat: string) =>
    browser.ask('POST', `${group()}/members/${member(seat)}/link`)

  test('[API-236] a new link of one’s own keeps the browser that made it, all its tabs included, and ends every other sign-in and the link before', async () => {
    const browser = new Browser()
    await browser.open(token('Secretariat'))
    const stream = await streamOf(browser)
    const socket = socketOf(browser)
    await opened(socket)
    await browser.open(token('Secretariat'))
    const elsewhere = new Browser()
    await elsewhere.open(token('Secretariat'))
    const made = await newLink(browser, 'Secretariat')
    expect(made.status).toBe(201)
    const { link } = await made.json()
    expect((await browser.ask('GET', `${group()}/record`)).status).toBe(200)
    expect(await codeOf(await elsewhere.ask('GET', `${group()}/record`))).toBe('not-in-this-group')
    expect(await codeOf(await new Browser().open(token('Secretariat')))).toBe('link-revoked')
    expect((await new Browser().open(link.split('#')[1])).status).toBe(201)
    // Made twice by mistake: the later one signs in, the browser stays.
    const [one, two] = await Promise.all([
      newLink(browser, 'Secretariat'),
      newLink(browser, 'Secretariat'),
    ])
    const links = [(await one.json()).link, (await two.json()).link]
    const fates = await Promise.all(
      links.map(
        async (each: string) => (await new Browser().open(each.split('#')[1] ?? '')).status,
      ),
    )
    expect(fates.toSorted((one, other) => one - other)).toEqual([201, 410])
    expect((await browser.ask('GET', `${group()}/record`)).status).toBe(200)
    expect(socket.readyState).toBe(WebSocket.OPEN)
    expect(stream.heard()).toContain('link-issued')
    expect(stream.heard()).not.toContain('event: signed-out')
    await stream.end()
    await room.restart()
    expect((await browser.ask('GET', `${group()}/record`)).status).toBe(200)
  })

  test('[API-237] a link is made at its own address alone: as a bare command it would end the one that is there', async () => {
    const bare = await room.command('Chair', { type: 'issue-link', memberId: member('Chair') })
    expect(await problemOf(bare)).toMatchObject({
      status: 422,
      code: 'malformed-command',
      errors: [{ field: 'type' }],
    })
    expect((await new Browser().open(token('Chair'))).status).toBe(201)
  })

  test('[API-238] a seat at the table whose holder has neither link nor sign-in that works does not count as somebody who makes links', async () => {
    const seatId = mintId(SeatId, 's', randomBytes())
    const memberId = mintId(MemberId, 'm', randomBytes())
    const chair = (command: unknown) => room.command('Chair', command)
    const seat = { type: 'add-seat', seatId, role: 'vice-chair', delegationId: null, title: 'Vice' }
    expect((await chair(seat)).status).toBe(200)
    expect((await chair({ type: 'seat-member', memberId, seatId, name: '' })).status).toBe(200)
    const office = member('Secretariat')
    expect((await chair({ type: 'remove-member', memberId: office })).status).toBe(200)
    const own = { type: 'revoke-link', memberId: member('Chair') }
    expect(await codeOf(await chair(own))).toBe('last-steward')
    expect(await codeOf(await chair({ ...own, type: 'remove-member' }))).toBe('last-steward')
    const made = await fetch(`${room.url}${group()}/members/${memberId}/link`, {
      method: 'POST',
      headers: room.as('Chair'),
    })
    expect(made.status).toBe(201)
    expect((await chair(own)).status).toBe(200)
  })

  test('[API-239] the command line says whose link it makes, ends or removes, and keeps the last of the table as well', async () => {
    const administered = (operation: 'new-link' | 'revoke-link' | 'remove-member', of: MemberId) =>
      administer(room.served.installation, room.dataFolder, room.url, {
        operation,
        groupId: room.groupId,
        memberId: of,
      })
    const india = MemberId.parse(member('India'))
    const made = await administered('new-link', india)
    expect(made).toMatchObject({
      ok: true,
      lines: [
        expect.stringContaining('/join#'),
        expect.stringContaining('For India (delegate). A link made earlier no longer'),
      ],
    })
    expect(await administered('revoke-link', india)).toMatchObject({
      ok: true,
      lines: [expect.stringContaining('India (delegate): signed out')],
    })
    expect(await administered('remove-member', india)).toMatchObject({
      ok: true,
      lines: [expect.stringContaining('India (delegate): removed')],
    })
    const state = room.served.installation.records.stateOf(room.groupId)
    const last = Object.values(state?.members ?? {}).find(
      ({ seatId }) => state?.seats[seatId]?.role === 'vice-chair',
    )
    for (const operation of ['revoke-link', 'remove-member'] as const)
      expect(await administered(operation, MemberId.parse(last?.memberId))).toEqual({
        ok: false,
        complaint:
          'Vice (vice-chair): The group would be left without a chair or secretariat who can sign in.',
      })
  })
})

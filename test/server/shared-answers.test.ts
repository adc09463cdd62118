/** Many ask the same: it is worked out once for all who may see the same, and nobody gets what another may see. */
import { gunzipSync } from 'node:zlib'
import express from 'express'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openSharedAnswers, sendShared } from '#server/http/shared-answers'
import { openTurns } from '#server/turns'
import { CommentId, mintId, ThreadId } from '#shared/domain/ids'
import { eventPlace } from '#shared/protocol/event-place'
import { eventFor, stateFor } from '#shared/record/audience'
import type { Command } from '#shared/record/command'
import { type Actor, actorOf } from '#shared/record/state'
import { type Negotiation, startNegotiation } from '../support/negotiation.ts'
import { followStream } from '../support/record-stream.ts'
import { newCommandId, randomBytes, until } from '../support/served.ts'

describe('answers', () => {
  test('[API-90] what many ask for at once is worked out once for each version of it, also where it fails', async () => {
    const answers = openSharedAnswers(openTurns())
    let worked = 0
    const ask = (version: string) =>
      answers.of('question', version, () => {
        worked += 1
        return [version, ' ', String(worked)]
      })
    const all = await Promise.all(Array.from({ length: 200 }, () => ask('one')))
    expect(new Set(all.map(({ body }) => body.toString()))).toEqual(new Set(['one 1']))
    expect((await ask('two')).body.toString()).toBe('two 2')
    const failing = () =>
      answers.of('failing', '', () => {
        worked += 1
        throw new Error('the disk')
      })
    await expect(Promise.all([failing(), failing()])).rejects.toThrow('the disk')
    expect(worked).toBe(3)
    await expect(failing()).rejects.toThrow('the disk')
    expect(worked).toBe(4)
  })

  test('[API-95] a long answer is worked out in slices: what else is due comes in between', async () => {
    const answers = openSharedAnswers(openTurns())
    let between = 0
    const ticking = setInterval(() => {
      between += 1
    }, 1)
    await answers.of('long', '', function* () {
      for (let piece = 0; piece < 100; piece += 1) {
        const until = performance.now() + 2
        while (performance.now() < until);
        yield 'x'
      }
    })
    clearInterval(ticking)
    expect(between).toBeGreaterThan(10)
  })

  test('[API-96] the asker’s own part stands behind the shared one in every encoding, and whoever names both has them', async () => {
    const answers = openSharedAnswers(openTurns())
    const app = express()
    app.disable('etag')
    const bodies = new Map([
      ['short', '{"a":1'],
      ['long', `{"a":"${'äß€😀 words '.repeat(20_000)}"`],
    ])
    const owns = ['', '}', `,"you":"${'ö'.repeat(40_000)}"}`]
    app.get('/:body/:own', async (request, response) => {
      const { body, own } = request.params
      const answer = await answers.of(body, '', () => [bodies.get(body) ?? ''])
      await sendShared(request, response.type('json'), answer, owns[Number(own)])
    })
    const server = app.listen(0)
    await new Promise((settle) => server.once('listening', settle))
    const address = server.address()
    const port = typeof address === 'object' ? address?.port : 0
    const tags = new Set<string>()
    for (const [name, body] of bodies)
      for (const [index, own] of owns.entries())
        for (const encoding of ['identity', 'gzip']) {
          const ask = (headers: Record<string, string>) =>
            fetch(`http://localhost:${port}/${name}/${index}`, {
              headers: { 'Accept-Encoding': encoding, ...headers },
            })
          const answer = await ask({})
          expect(await answer.text(), `${name} ${index} ${encoding}`).toBe(body + own)
          const isZipped = name === 'long' && encoding === 'gzip'
          expect(answer.headers.get('content-encoding')).toBe(isZipped ? 'gzip' : null)
          const tag = answer.headers.get('etag') ?? ''
          tags.add(tag)
          expect((await ask({ 'If-None-Match': tag })).status).toBe(304)
          expect((await ask({ 'If-None-Match': 'W/"another"' })).status).toBe(200)
        }
    expect(tags.size).toBe(bodies.size * owns.length)
    await new Promise((settle) => server.close(settle))
    const { bytes } = await (await answers.of('long', '', () => [])).zipped()
    expect(() => gunzipSync(bytes)).toThrow('unexpected end of file')
  })
})

describe('the record', () => {
  let room: Negotiation
  beforeAll(async () => {
    room = await startNegotiation()
  })
  afterAll(async () => room.close())

  const group = () => `${room.url}/api/groups/${room.groupId}`
  const stateNow = () => {
    const state = room.served.installation.records.stateOf(room.groupId)
    if (!state) throw new Error('no group')
    return state
  }
  /** Everybody who may look, with what they ask by. */
  const askers = async (): Promise<[Actor, Record<string, string>][]> => {
    const { identity } = room.served.installation
    const meetingId = stateNow().meetings[0]?.meetingId
    if (!meetingId) throw new Error('no meeting')
    const signedIn = await fetch(`${room.url}/api/session`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ token: await identity.followToken(room.groupId, meetingId) }),
    })
    const cookie = (signedIn.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
    const members = Object.entries(room.members).map(
      ([seat, memberId]): [Actor, Record<string, string>] => {
        const actor = actorOf(stateNow(), memberId)
        if (!actor) throw new Error(seat)
        return [actor, room.as(seat)]
      },
    )
    return [[{ by: 'public' }, { Cookie: cookie }], ...members]
  }
  const comment = (body: string, salt?: string): Command => ({
    type: 'open-thread',
    threadId: mintId(ThreadId, 'th', randomBytes()),
    commentId: mintId(CommentId, 'c', randomBytes()),
    topicId: room.topicId,
    anchor: { on: 'recommendation', recommendationId: room.recommendationId },
    body,
    ...(salt === undefined ? {} : { salt }),
  })
  /** What a stream has told: the sequences of its events, the state that came first, if any did. */
  const toldBy = (heard: string) => {
    const complete = heard.slice(0, heard.lastIndexOf('\n\n') + 2).split('\n\n')
    const told = (name: string): unknown[] =>
      complete.flatMap((each) => {
        const [, event, data] = /(?:^|\n)event: (.*)\ndata: ([^\n]*)$/.exec(each) ?? []
        return event === name && data ? [JSON.parse(data)] : []
      })
    return { events: told('recorded'), states: told('state') }
  }

  test('[API-97] whoever asks first, each seat is told what it may see and nothing else: state, history, news and stream', async () => {
    await room.amend('Brazil')
    await room.done('India', comment('Our red line.', 'q8Zr3v_LmN0pT5wXyB2cDe'))
    await room.done('Chair', comment('For all.'))
    const all = await askers()
    const state = stateNow()
    const events = room.served.installation.records.eventsAfter(room.groupId, 0, state.sequence)
    const seen = await Promise.all(
      [...all, ...all.toReversed()].map(async ([actor, headers]) => {
        const ask = async (path: string) => (await fetch(group() + path, { headers })).json()
        expect((await ask('/record')).state).toEqual(stateFor(state, actor))
        const own = events.map((each) => eventFor(each, actor))
        expect(await ask('/record/history?limit=200')).toEqual({
          events: own.toReversed(),
          more: false,
        })
        const newsOf = async (after: string) =>
          (
            await fetch(`${group()}/record/events?after=${after}`, {
              headers: { ...headers, Accept: 'application/json' },
            })
          ).json()
        expect((await newsOf(eventPlace(3))).events).toEqual(own.slice(3))
        const whole = await newsOf(eventPlace(state.sequence + 1))
        expect(whole.view.state).toEqual(stateFor(state, actor))
        expect(whole.view.you.memberId).toBe(actor.by === 'member' ? actor.memberId : null)
        const stream = followStream(`${group()}/record/events?after=${eventPlace(3)}`, headers)
        await until('it follows', () => toldBy(stream.heard()).events.length >= own.length - 3)
        expect(toldBy(stream.heard()).events).toEqual(own.slice(3))
        await stream.end()
        return JSON.stringify(own)
      }),
    )
    expect(new Set(seen).size).toBe(3)
  })

  test('[API-98] streams that are opened while events are recorded tell each of them once and in order', async () => {
    const from = stateNow().sequence
    const streams: ReturnType<typeof followStream>[] = []
    for (let round = 0; round < 30; round += 1) {
      const recorded = room.done(round % 2 ? 'Chair' : 'Secretariat', comment(`Comment ${round}.`))
      const after = eventPlace(Math.max(1, from - (round % 5)))
      streams.push(followStream(`${group()}/record/events?after=${after}`, room.as('Brazil')))
      await recorded
    }
    const last = stateNow().sequence
    const sequencesOf = (heard: string) =>
      toldBy(heard).events.map((each) => JSON.parse(JSON.stringify(each)).sequence)
    for (const [round, stream] of streams.entries()) {
      await until('it is there', () => sequencesOf(stream.heard()).at(-1) === last)
      const first = Math.max(1, from - (round % 5)) + 1
      expect(sequencesOf(stream.heard())).toEqual(
        Array.from({ length: last - first + 1 }, (_, index) => first + index),
      )
      await stream.end()
    }
  })

  test('[API-99] a state that is longer than what may wait in a stream is told whole, and the stream goes on', async () => {
    const { records } = room.served.installation
    const memberId = room.members['Chair']
    const chair = memberId && actorOf(stateNow(), memberId)
    if (!chair) throw new Error('no chair')
    const words = 'w'.repeat(4000)
    for (let each = 0; each < 400; each += 1)
      expect((await records.submit(room.groupId, chair, newCommandId(), comment(words))).ok).toBe(
        true,
      )
    const after = eventPlace(stateNow().sequence + 1)
    const stream = followStream(`${group()}/record/events?after=${after}`, room.as('India'))
    await until('the state is there', () => toldBy(stream.heard()).states.length > 0)
    expect(toldBy(stream.heard()).states[0]).toMatchObject({ state: { hash: stateNow().hash } })
    await room.done('Chair', comment('One more.'))
    await until('it goes on', () => toldBy(stream.heard()).events.length > 0)
    await stream.end()
  })
})

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Installation, openInstallation } from '#server/installation'
import type { RecommendationId } from '#shared/domain/ids'
import { CommandAnswer, HistoryView, Problem, RecordView } from '#shared/protocol/api'
import { DeskView } from '#shared/protocol/desk'
import { eventPlace } from '#shared/protocol/event-place'
import { TemperatureCheck } from '#shared/protocol/temperature'
import { type ManualClock, manualClock } from '../support/manual-clock.ts'
import { type Served, silent, startServed, typeParagraph, until } from '../support/served.ts'

const minute = 60_000
const limits = { messagesPerSecond: 100, socketsPerMember: 20, memoryBytes: 2 ** 30 }

let folder: string
let clock: ManualClock
let room: Served
beforeEach(async () => {
  folder = join(mkdtempSync(join(tmpdir(), 'adref-')), 'data')
  clock = manualClock()
  room = await startServed(folder, {}, clock)
  const doc = room.provider('Brazil')
  await until('synced', () => doc.synced)
  typeParagraph(doc.doc, 'UN DESA publishes an annual statement.')
  await until('the words are there', () => wordsAreThere())
})
afterEach(async () => {
  await room.close()
  rmSync(join(folder, '..'), { recursive: true, force: true })
})

const get = (path: string, seat = 'Chair') => fetch(room.url + path, { headers: room.as(seat) })
const wordsAreThere = async () =>
  (await (await get(`/api/texts/${room.textId}`)).text()).includes('annual statement')
const recommendationNow = async () => {
  const view = RecordView.parse(await (await get(`/api/groups/${room.groupId}/record`)).json())
  return view.state.recommendations[room.recommendationId]
}
const problemOf = async (answer: Response) => Problem.parse(await answer.json()).code
const putOnFloor = () =>
  room.command('Chair', { type: 'put-on-floor', recommendationId: room.recommendationId })
const putUnderSilence = (wait: number) =>
  room.command('Chair', {
    type: 'put-under-silence',
    recommendationIds: [room.recommendationId],
    until: clock.after(wait),
  })

/** The record after the server was stopped, time passed, and it was started again on the same folder. */
async function afterRestart<T>(
  pause: number,
  look: (installation: Installation, recommendationId: RecommendationId) => Promise<T>,
): Promise<T> {
  await room.served.stop()
  clock.advance(pause)
  const installation = await openInstallation(folder, limits, silent, clock)
  if ('failure' in installation) throw new Error(installation.failure)
  try {
    return await look(installation, room.recommendationId)
  } finally {
    await installation.close()
    room = await startServed(folder, {}, clock)
  }
}

describe('deadlines', () => {
  test('[CHAIR-9] a call closes at its deadline while the server runs, as an event of the server', async () => {
    const command = {
      type: 'call-for-positions',
      recommendationId: room.recommendationId,
      until: clock.after(5 * minute),
    }
    expect((await room.command('Chair', command)).status).toBe(200)
    clock.advance(5 * minute - 1)
    expect((await recommendationNow())?.callForPositions?.until).toBe(command.until)
    clock.advance(1)
    await until('closed', async () => (await recommendationNow())?.callForPositions === null)
    const history = HistoryView.parse(
      await (await get(`/api/groups/${room.groupId}/record/history?limit=1`)).json(),
    )
    expect(history.events[0]).toMatchObject({
      at: command.until,
      actor: { by: 'installation' },
      event: { type: 'positions-call-closed', deadline: command.until },
    })
  })

  test('[CHAIR-10] a deadline that came while the server was down is recorded at its start', async () => {
    await room.command('Chair', {
      type: 'call-for-positions',
      recommendationId: room.recommendationId,
      until: clock.after(5 * minute),
    })
    await afterRestart(60 * minute, async ({ records }, recommendationId) => {
      const stateNow = () => records.stateOf(room.groupId)
      await until(
        'closed',
        () => stateNow()?.recommendations[recommendationId]?.callForPositions === null,
      )
    })
  })

  test('[CHAIR-10] silence that ended while the server was down is agreed at its start, with the words as they were', async () => {
    expect((await putUnderSilence(30 * minute)).status).toBe(200)
    const typed = room.provider('Brazil')
    await until('synced', () => typed.synced)
    typeParagraph(typed.doc, 'Too late.')
    await afterRestart(60 * minute, async ({ records }, recommendationId) => {
      const stateNow = () => records.stateOf(room.groupId)
      await until(
        'agreed',
        () => stateNow()?.recommendations[recommendationId]?.status === 'agreed-ad-ref',
      )
      const events = records.history(room.groupId, undefined, 10).events
      const decided = events.find(({ event }) => event.type === 'recommendation-resolved')
      expect(decided?.event).toMatchObject({
        outcome: 'agree-ad-ref',
        bySilence: { by: room.members['Chair'] },
      })
      expect(JSON.stringify(decided)).toContain('annual statement')
      expect(JSON.stringify(decided)).not.toContain('Too late')
    })
  })

  test('[CHAIR-32] a deadline that is no instant, or not within a year, is refused in words, and a far one is waited for', async () => {
    const call = (until: unknown) =>
      room.command('Chair', {
        type: 'call-for-positions',
        recommendationId: room.recommendationId,
        until,
      })
    const day = 24 * 60 * minute
    for (const odd of [
      'tomorrow',
      '',
      null,
      clock.now().getTime(),
      '2012-02-30T10:00:00.000Z',
      '2012-01-13T24:00:00.000Z',
      '2012-01-14T10:00:00.000+02:00',
      '+275760-09-13T00:00:00.000Z',
    ]) {
      const answer = await call(odd)
      const { status, code, errors } = Problem.parse(await answer.json())
      expect({ status, code }, `until ${odd}`).toEqual({ status: 422, code: 'malformed-command' })
      expect(errors?.map(({ field }) => field)).toEqual(['until'])
    }
    const far = Problem.parse(await (await call(clock.after(400 * day))).json())
    expect(far).toMatchObject({ code: 'deadline-far', status: 422 })
    expect(far.detail).toBe('The deadline lies more than a year ahead.')
    expect(await problemOf(await call(clock.after(-minute)))).toBe('deadline-past')
    expect((await call(clock.after(365 * day))).status).toBe(200)
    // By then nobody's link signs in any more.
    const callNow = () =>
      room.served.installation.records.stateOf(room.groupId)?.recommendations[room.recommendationId]
        ?.callForPositions
    clock.advance(365 * day - 1)
    expect(callNow()).not.toBeNull()
    clock.advance(1)
    await until('closed', () => callNow() === null)
  })

  test('[CHAIR-11] silence that is broken over HTTP is not agreed at its instant', async () => {
    await putUnderSilence(30 * minute)
    const broken = await room.command('India', {
      type: 'break-silence',
      recommendationId: room.recommendationId,
      reason: 'The capital has not answered.',
    })
    expect(broken.status).toBe(200)
    const empty = await room.command('India', {
      type: 'break-silence',
      recommendationId: room.recommendationId,
      reason: ' ',
    })
    expect(await problemOf(empty)).toBe('malformed-command')
    clock.advance(60 * minute)
    expect((await recommendationNow())?.status).toBe('draft')
    expect((await recommendationNow())?.silence?.state).toBe('broken')
  })
})

test('[CHAIR-12] the server refuses an undo after ten seconds, whatever the client says', async () => {
  const agree = async () => {
    const answer = await room.command('Chair', {
      type: 'resolve-recommendation',
      recommendationId: room.recommendationId,
      outcome: 'agree-ad-ref',
      alternativeTextId: null,
      note: '',
    })
    return CommandAnswer.parse(await answer.json()).events[0]?.sequence
  }
  const undo = (decision: number | undefined) =>
    room.command('Chair', {
      type: 'undo-decision',
      recommendationId: room.recommendationId,
      decision,
    })
  const first = await agree()
  clock.advance(10_000)
  expect((await undo(first)).status).toBe(200)
  expect((await recommendationNow())?.status).toBe('draft')
  const second = await agree()
  clock.advance(10_001)
  expect(await problemOf(await undo(second))).toBe('undo-too-late')
  expect(await problemOf(await undo(first))).toBe('decided-since')
  expect((await recommendationNow())?.status).toBe('agreed-ad-ref')
})

test('[CHAIR-13] the desk tells the table, and nobody else, what the words leave open', async () => {
  await putOnFloor()
  const path = `/api/groups/${room.groupId}/desk`
  for (const seat of ['Chair', 'Secretariat']) {
    const view = DeskView.parse(await (await get(path, seat)).json())
    expect(view.recommendations).toEqual([
      {
        recommendationId: room.recommendationId,
        brackets: 0,
        missing: [{ code: 'no-tasks' }, { code: 'no-provisions' }],
      },
    ])
  }
  for (const seat of ['Brazil', 'Remote'])
    expect(await problemOf(await get(path, seat))).toBe('role-may-not')
})

describe('temperature checks', () => {
  const path = () => `${room.url}/api/groups/${room.groupId}/temperature-check`
  const ask = (seat: string, method: string, body?: unknown, tail = '') =>
    fetch(path() + tail, {
      method,
      headers: { ...room.as(seat), 'Content-Type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  const open = (seat = 'Chair') => ask(seat, 'POST', { recommendationId: room.recommendationId })
  const answer = (seat: string, stance: string) => ask(seat, 'PUT', { stance }, '/answer')

  /** What a seat's event stream says of the check: the newest picture. */
  async function follow(seat: string) {
    const controller = new AbortController()
    const sequence = room.served.installation.records.stateOf(room.groupId)?.sequence
    const response = await fetch(
      `${room.url}/api/groups/${room.groupId}/record/events?after=${eventPlace(sequence ?? 0)}`,
      { headers: room.as(seat), signal: controller.signal },
    )
    const pictures: (TemperatureCheck | null)[] = []
    const read = async () => {
      let text = ''
      for await (const chunk of response.body ?? []) {
        text += Buffer.from(chunk).toString('utf8')
        const messages = text.split('\n\n')
        text = messages.pop() ?? ''
        for (const message of messages) {
          const data = /^event: temperature\ndata: (.*)$/m.exec(message)?.[1]
          if (data !== undefined) pictures.push(TemperatureCheck.nullable().parse(JSON.parse(data)))
        }
      }
    }
    void read().catch(() => undefined)
    return { now: () => pictures.at(-1), end: () => controller.abort() }
  }
  const governments = (picture: TemperatureCheck | null | undefined) =>
    Object.fromEntries(
      picture?.groups
        .find(({ group }) => group === 'government')
        ?.answers.map(({ stance, count }) => [stance, count]) ?? [],
    )

  test('[CHAIR-14] in a temperature check delegations answer for two minutes and everybody sees the picture by stakeholder group', async () => {
    const follower = await follow('Remote')
    for (const seat of ['Brazil', 'Secretariat', 'Remote'])
      expect(await problemOf(await open(seat))).toBe('role-may-not')
    expect(await problemOf(await answer('Brazil', 'support'))).toBe('no-temperature-check')
    expect((await open()).status).toBe(204)
    expect(await problemOf(await answer('Remote', 'support'))).toBe('role-may-not')
    expect(await problemOf(await answer('Brazil', 'perhaps'))).toBe('malformed-request')
    await answer('Brazil', 'support')
    await answer('India', 'support')
    expect((await answer('India', 'object')).status).toBe(204)
    await until('the picture', () => governments(follower.now())['object'] === 1)
    expect(follower.now()).toMatchObject({ isOpen: true, until: clock.after(2 * minute) })
    expect(governments(follower.now())).toEqual({
      support: 1,
      'can-accept': 0,
      reservation: 0,
      object: 1,
    })
    expect(JSON.stringify(follower.now())).not.toContain('dl_')
    clock.advance(2 * minute)
    await until('closed', () => follower.now()?.isOpen === false)
    expect(await problemOf(await answer('Brazil', 'object'))).toBe('no-temperature-check')
    expect((await ask('Chair', 'DELETE')).status).toBe(204)
    await until('gone', () => follower.now() === null)
    expect(await problemOf(await ask('Chair', 'DELETE'))).toBe('no-temperature-check')
    follower.end()
  })

  test('[CHAIR-15] nothing of a temperature check is in the record, on disk, or there after a restart', async () => {
    const stateNow = () => room.served.installation.records.stateOf(room.groupId)
    const before = stateNow()
    await open()
    await answer('Brazil', 'reservation')
    expect(stateNow()).toBe(before)
    for (const file of readdirSync(folder, { recursive: true, withFileTypes: true }))
      if (file.isFile())
        expect(readFileSync(join(file.parentPath, file.name)).includes('reservation')).toBe(false)
    await afterRestart(0, async () => undefined)
    const follower = await follow('Chair')
    await until('told', () => follower.now() !== undefined)
    expect(follower.now()).toBeNull()
    follower.end()
  })
})

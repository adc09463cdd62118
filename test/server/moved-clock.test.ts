/** The server's clock is set while deadlines run, and the server is away over one. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { HistoryView, Problem } from '#shared/protocol/api'
import type { EventType } from '#shared/record/event'
import { type ManualClock, manualClock } from '../support/manual-clock.ts'
import { type Served, startServed, typeParagraph, until } from '../support/served.ts'

const minute = 60_000
const hour = 60 * minute

let folder: string
let clock: ManualClock
let room: Served
const logged: { readonly event?: string; readonly seconds?: number }[] = []
const log = pino({ level: 'warn' }, { write: (line: string) => void logged.push(JSON.parse(line)) })

beforeAll(async () => {
  folder = join(mkdtempSync(join(tmpdir(), 'adref-')), 'data')
  clock = manualClock()
  room = await startServed(folder, {}, clock, log)
  typeParagraph(room.provider('Brazil').doc, 'UN DESA publishes an annual statement.')
  await until('the words are there', async () => (await wordsNow()).includes('annual statement'))
})
afterAll(async () => {
  await room.close()
  rmSync(join(folder, '..'), { recursive: true, force: true })
})
beforeEach(() => {
  logged.length = 0
})
afterEach(async () => {
  await room.command('Chair', { type: 'lift-silence', recommendationId: room.recommendationId })
})

const get = (path: string) => fetch(room.url + path, { headers: room.as('Chair') })
const wordsNow = async () => (await get(`/api/texts/${room.textId}`)).text()
const recommendationNow = () =>
  room.served.installation.records.stateOf(room.groupId)?.recommendations[room.recommendationId]
const silenceNow = () => {
  const silence = recommendationNow()?.silence
  return silence?.state === 'kept' ? silence : undefined
}
const putUnderSilence = async (wait: number) => {
  const end = clock.after(wait)
  const command = {
    type: 'put-under-silence',
    recommendationIds: [room.recommendationId],
    until: end,
  }
  expect((await room.command('Chair', command)).status).toBe(200)
  return end
}
const lastEvents = async () =>
  HistoryView.parse(await (await get(`/api/groups/${room.groupId}/record/history`)).json()).events
const last = async (type: EventType) =>
  (await lastEvents()).find(({ event }) => event.type === type)
const later = (instant: string, milliseconds: number) =>
  new Date(Date.parse(instant) + milliseconds).toISOString()
const awayFor = (pause: number, meanwhile: () => void = () => undefined) =>
  room.restart(() => {
    clock.advance(pause)
    meanwhile()
  })
/** The clock is set, and the server looks at it. */
const set = (milliseconds: number) => {
  clock.set(milliseconds)
  clock.advance(10_000)
}

test('[API-245] a clock that jumps forward concludes no silence: the time that was left is left, and the record says so', async () => {
  const end = await putUnderSilence(30 * minute)
  const before = clock.after(0)
  set(2 * hour)
  await until('held', () => silenceNow()?.held === end)
  expect(silenceNow()?.until).toBe(later(end, 2 * hour))
  expect(await last('deadlines-held')).toMatchObject({
    actor: { by: 'installation' },
    event: { why: 'clock', from: later(before, 10_000), to: later(before, 2 * hour + 10_000) },
  })
  clock.advance(30 * minute - 10_001)
  expect((await room.command('Chair', { type: 'conclude-deadlines' })).status).toBe(403)
  expect(silenceNow()?.held).toBe(end)
  clock.advance(1)
  await until('agreed', () => recommendationNow()?.status === 'agreed-ad-ref')
  const agreed = await last('recommendation-resolved')
  expect(agreed?.event).toMatchObject({ bySilence: { until: later(end, 2 * hour) } })
  const reopen = {
    type: 'resolve-recommendation',
    recommendationId: room.recommendationId,
    outcome: 'reopen',
    alternativeTextId: null,
    note: '',
  }
  expect((await room.command('Chair', reopen)).status).toBe(200)
})

test('[API-246] who speaks first after a jump of the clock still breaks the silence, and a call for positions stays open', async () => {
  const end = clock.after(10 * minute)
  const call = { type: 'call-for-positions', recommendationId: room.recommendationId, until: end }
  expect((await room.command('Chair', call)).status).toBe(200)
  await putUnderSilence(30 * minute)
  clock.set(5 * hour)
  const broken = await room.command('India', {
    type: 'break-silence',
    recommendationId: room.recommendationId,
    reason: 'The capital has not answered.',
  })
  expect(broken.status).toBe(200)
  expect(recommendationNow()?.silence?.state).toBe('broken')
  expect(recommendationNow()?.callForPositions).toMatchObject({
    held: end,
    until: later(end, 5 * hour),
  })
  clock.advance(10 * minute)
  await until('closed', () => recommendationNow()?.callForPositions === null)
})

test('[API-247] a clock that is set right again gives a deadline back the instant that the chair set', async () => {
  const end = await putUnderSilence(30 * minute)
  set(3 * hour)
  await until('held', () => silenceNow()?.until === later(end, 3 * hour))
  set(-3 * hour)
  await until('as it was', () => silenceNow()?.until === end)
  expect(silenceNow()?.held).toBeUndefined()
})

test('[API-248] a small correction of the clock, and one that sets it back, hold nothing', async () => {
  const end = await putUnderSilence(30 * minute)
  const sequence = () => room.served.installation.records.stateOf(room.groupId)?.sequence
  const before = sequence()
  set(20_000)
  set(-10_000)
  set(-4 * hour)
  await room.command('Chair', { type: 'lift-silence', recommendationId: 'r_00000000' })
  expect(silenceNow()?.until).toBe(end)
  expect(sequence()).toBe(before)
  set(4 * hour)
})

test('[API-249] the record’s times never run backwards, and a decision from before the clock was set back is reopened, not undone', async () => {
  const agree = {
    type: 'resolve-recommendation',
    recommendationId: room.recommendationId,
    outcome: 'agree-ad-ref',
    alternativeTextId: null,
    note: '',
  }
  expect((await room.command('Chair', agree)).status).toBe(200)
  clock.set(-2 * hour)
  const decision = (await last('recommendation-resolved'))?.sequence
  const undo = { type: 'undo-decision', recommendationId: room.recommendationId, decision }
  const refused = await room.command('Chair', undo)
  expect(Problem.parse(await refused.json()).code).toBe('undo-too-late')
  expect((await room.command('Chair', { ...agree, outcome: 'reopen' })).status).toBe(200)
  const times = (await lastEvents()).map(({ at }) => at)
  expect(times).toEqual(times.toSorted((a, b) => (a < b ? 1 : -1)))
  await room.restart()
  set(2 * hour)
})

test('[OPS-280] what fell due while the server was away for hours waits for as long as was left; the chair may end it by hand', async () => {
  const end = await putUnderSilence(30 * minute)
  await awayFor(3 * hour)
  await until('held', () => silenceNow()?.held === end)
  expect(silenceNow()?.until).toBe(later(end, 3 * hour))
  expect((await last('deadlines-held'))?.event).toMatchObject({ why: 'away' })
  const lift = { type: 'lift-silence', recommendationId: room.recommendationId }
  expect((await room.command('Chair', lift)).status).toBe(200)
  const far = await putUnderSilence(48 * hour)
  await awayFor(30 * hour)
  expect(silenceNow()?.until).toBe(far)
  expect(silenceNow()?.held).toBeUndefined()
})

test('[OPS-281] a folder that nobody has served since its last event, such as a restored backup, concludes nothing that fell due meanwhile', async () => {
  const end = await putUnderSilence(30 * minute)
  await awayFor(40 * minute, () => rmSync(join(folder, 'last-seen')))
  await until('held', () => silenceNow()?.held === end)
  const damaged = await putUnderSilenceAgain()
  await awayFor(40 * minute, () => writeFileSync(join(folder, 'last-seen'), 'soon'))
  await until('held', () => silenceNow()?.held === damaged)
})
const putUnderSilenceAgain = async () => {
  await room.command('Chair', { type: 'lift-silence', recommendationId: room.recommendationId })
  return putUnderSilence(30 * minute)
}

test('[OPS-282] a clock that was set is in the log and in the figures, once', async () => {
  set(hour)
  clock.advance(minute)
  const moved = logged.filter(({ event }) => event === 'clock-moved')
  expect(moved.map(({ seconds }) => seconds)).toEqual([3600])
  expect(await (await get('/metrics')).text()).toContain('adref_clock_moved_seconds 3600')
  clock.set(-hour)
})

test('[OPS-283] a clock that jumps by months signs nobody out', async () => {
  const session = await fetch(`${room.url}/api/session`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ token: room.tokens['Brazil'] }),
  })
  const cookie = session.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  clock.set(200 * 24 * hour)
  await fetch(`${room.url}/api/session`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ token: room.tokens['India'] }),
  })
  const record = await fetch(`${room.url}/api/groups/${room.groupId}/record`, {
    headers: { Cookie: cookie },
  })
  expect(record.status).toBe(200)
  clock.set(-200 * 24 * hour)
})

test('[SYNC-281] times in a text’s log never run backwards, also over a restart', async () => {
  const times = () => {
    const { store } = room.served.installation
    return store.readTextHistory(room.textId).map(({ at }) => at)
  }
  const type = async (words: string) => {
    const { doc } = room.provider('India')
    typeParagraph(doc, words)
    await until('saved', async () => (await wordsNow()).includes(words))
  }
  await type('In time.')
  set(-2 * hour)
  await type('After the clock was set back.')
  await awayFor(1000)
  await type('After a restart.')
  const [last] = times().slice(-1)
  expect(times()).toEqual(times().toSorted())
  expect(times().filter((at) => at === last).length).toBeGreaterThan(1)
  set(3 * hour)
  await type('When it is past it again.')
  expect(times().at(-1)).toBe(clock.after(0))
})

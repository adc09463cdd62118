/** What many follow and what many do at once comes some in each turn of the event loop, so that nobody who types is held up. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openDueStreams } from '#server/http/due-streams'
import { openTurns } from '#server/turns'
import { CommentId, mintId, ThreadId } from '#shared/domain/ids'
import type { Command } from '#shared/record/command'
import { followStream } from '../support/record-stream.ts'
import { newCommandId, randomBytes, type Served, startServed, until } from '../support/served.ts'

let room: Served
beforeAll(async () => {
  room = await startServed()
})
afterAll(() => room.close())

const threadOf = (body: string): Command => ({
  type: 'open-thread',
  threadId: mintId(ThreadId, 'th', randomBytes()),
  commentId: mintId(CommentId, 'c', randomBytes()),
  topicId: room.topicId,
  anchor: { on: 'recommendation', recommendationId: room.recommendationId },
  body,
})
/** Does it as the chair, without a request. */
const act = (command: Command) => {
  const { records } = room.served.installation
  const { members = {}, seats } = records.stateOf(room.groupId) ?? {}
  const chair = Object.values(members).find(({ memberId }) => memberId === room.members['Chair'])
  const seat = chair && seats?.[chair.seatId]
  if (!chair || !seat) throw new Error('no chair')
  const { role, delegationId, seatId } = seat
  const actor = { by: 'member' as const, memberId: chair.memberId, seatId, role, delegationId }
  return records.submit(room.groupId, actor, newCommandId(), command)
}

test('[API-100] two thousand streams are told some in each turn, each once with all that came meanwhile', async () => {
  const due = openDueStreams(openTurns())
  const told = new Map<number, number>()
  let between = 0
  const ticking = setInterval(() => {
    between += 1
  }, 1)
  const streams = Array.from({ length: 2000 }, (_, name) => () => {
    const end = performance.now() + 0.1
    while (performance.now() < end);
    told.set(name, (told.get(name) ?? 0) + 1)
  })
  for (let event = 0; event < 5; event += 1) for (const say of streams) due.ask(say)
  await until('the last was told', () => told.has(1999))
  clearInterval(ticking)
  expect(between).toBeGreaterThan(10)
  expect([...told.values()].every((times) => times === 1)).toBe(true)
  // Whoever has been told is told again of what comes later.
  for (const say of streams.slice(0, 3)) due.ask(say)
  await until('told again', () => told.get(2) === 2)
})

test('[API-101] acts that come at once are decided some in each turn, in their order', async () => {
  const { turns } = room.served.installation
  const rest = vi.spyOn(turns, 'rest')
  try {
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, at) => act(threadOf(`number ${at}`))),
    )
    expect(rest.mock.calls.length).toBeGreaterThanOrEqual(60)
    const sequences = answers.map((answer) => (answer.ok ? answer.value.sequence : 0))
    expect(sequences).toEqual(sequences.toSorted((a, b) => a - b))
    expect(new Set(sequences).size).toBe(60)
  } finally {
    rest.mockRestore()
  }
})

test('[API-102] whoever loses their place before it is their stream’s turn is told nothing of what came since', async () => {
  const stream = followStream(
    `${room.url}/api/groups/${room.groupId}/record/events`,
    room.as('Remote'),
  )
  await until('it hears', () => stream.heard().includes('event: presence'))
  const { turns } = room.served.installation
  const real = turns.rest
  let letGo = () => undefined as void
  const held = new Promise<void>((settle) => {
    letGo = settle
  })
  let asked = 0
  // The second to wait for a turn is the stream, which has heard of the first act.
  const rest = vi.spyOn(turns, 'rest').mockImplementation(() => {
    asked += 1
    return asked === 2 ? held : real()
  })
  try {
    await act(threadOf('while they are there'))
    const { members } = room
    const memberId = members['Remote']
    if (!memberId) throw new Error('nobody')
    await act({ type: 'remove-member', memberId })
    await act(threadOf('when they are gone'))
    letGo()
    await until('it hears that it is over', () => stream.heard().includes('event: signed-out'))
    expect(stream.heard()).not.toContain('when they are gone')
  } finally {
    rest.mockRestore()
    await stream.end()
  }
})

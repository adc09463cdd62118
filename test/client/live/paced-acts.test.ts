/** An act that the server asks to send later. */
import { afterEach, expect, test, vi } from 'vitest'
import { GroupId } from '#shared/domain/ids'
import { usualPace } from '../../../client/live/pace.ts'
import { sendUntilAnswered } from '../../../client/live/send-until-answered.ts'

afterEach(() => vi.unstubAllGlobals())

test('[API-213] an act that comes too fast is sent again by itself, under its key, when the server said; its author need not hear of it', async () => {
  const keys: (string | null)[] = []
  const times: number[] = []
  vi.stubGlobal('addEventListener', () => undefined)
  vi.stubGlobal('removeEventListener', () => undefined)
  vi.stubGlobal('fetch', (_path: string, init: RequestInit) => {
    keys.push(new Headers(init.headers).get('Idempotency-Key'))
    times.push(performance.now())
    const answer =
      keys.length < 3
        ? new Response('{}', { status: 429, headers: { 'Retry-After': '1' } })
        : new Response(JSON.stringify({ sequence: 1, events: [] }))
    return Promise.resolve(answer)
  })
  const told: string[] = []
  const groupId = GroupId.parse('g_thegroup')
  const sent = sendUntilAnswered(
    { groupId, memberId: null },
    { type: 'ask-for-floor' },
    () => told.push('unanswered'),
    usualPace,
  )
  expect((await sent).ok).toBe(true)
  expect(keys).toHaveLength(3)
  expect(new Set(keys).size).toBe(1)
  expect((times[2] ?? 0) - (times[0] ?? 0)).toBeGreaterThan(1900)
  expect(told).toEqual([])
})

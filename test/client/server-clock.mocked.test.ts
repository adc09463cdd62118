/** Deadlines go by the server's clock, whatever the device's shows. */
import { beforeEach, expect, test, vi } from 'vitest'

const noon = Date.UTC(2012, 0, 13, 12)
const minute = 60_000

beforeEach(() => {
  vi.resetModules()
  vi.useFakeTimers({ now: noon })
  return () => vi.useRealTimers()
})
const clock = () => import('../../client/live/server-clock.ts')
/** An answer of a server whose clock is so far ahead, after a request that took so long. */
const answered = (ahead: number) =>
  new Response(null, { headers: { Date: new Date(Date.now() + ahead).toUTCString() } })

test('[UI-292] a device whose clock is wrong by any time knows the server’s from the first answer, to a second', async () => {
  for (const ahead of [0, 7 * minute, -55 * minute, 40 * 24 * 60 * minute]) {
    vi.resetModules()
    const { hearDateOf, serverNow } = await clock()
    expect(serverNow()).toBe(Date.now())
    hearDateOf(answered(ahead), Date.now() - 300)
    expect(Math.abs(serverNow() - (Date.now() + ahead)), `ahead by ${ahead}`).toBeLessThan(1000)
  }
})

test('[UI-293] a slow answer does not spoil what a quick one told, and a clock that was set is noticed', async () => {
  const { hearServerTime, serverNow } = await clock()
  hearServerTime(noon + 5 * minute, noon - 20, noon)
  hearServerTime(noon + 5 * minute, noon - 8000, noon)
  expect(serverNow()).toBe(noon + 5 * minute + 10)
  // Somebody sets the device's clock back by an hour.
  vi.setSystemTime(noon - 60 * minute)
  hearServerTime(noon + 5 * minute, Date.now() - 5000, Date.now())
  expect(Math.abs(serverNow() - (noon + 5 * minute))).toBeLessThan(5000)
})

test('[UI-294] an answer without a date tells nothing', async () => {
  const { hearDateOf, serverNow } = await clock()
  hearDateOf(new Response(null), noon)
  hearDateOf(new Response(null, { headers: { Date: 'yesterday' } }), noon)
  expect(serverNow()).toBe(noon)
})

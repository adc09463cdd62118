import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { systemClock } from '#server/clock'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('[CHAIR-17] a deadline further away than a timer of the system can wait is waited for', () => {
  const year = 365 * 24 * 3600 * 1000
  const run = vi.fn<() => void>()
  const other = vi.fn<() => void>()
  systemClock.at(new Date(Date.now() + year), run)
  const callOff = systemClock.at(new Date(Date.now() + year), other)
  vi.advanceTimersByTime(year - 1)
  expect(run).not.toHaveBeenCalled()
  callOff()
  vi.advanceTimersByTime(1)
  expect(run).toHaveBeenCalledTimes(1)
  expect(other).not.toHaveBeenCalled()
  systemClock.at(new Date(Date.now() - year), run)
  vi.advanceTimersByTime(0)
  expect(run).toHaveBeenCalledTimes(2)
})

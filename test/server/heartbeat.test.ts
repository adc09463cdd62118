import { EventEmitter } from 'node:events'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { startHeartbeat } from '#server/sync/heartbeat'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

class Follower extends EventEmitter {
  pings = 0
  isEnded = false
  isThere = true
  ping(): void {
    this.pings += 1
    if (this.isThere) this.emit('pong')
  }
  terminate(): void {
    this.isEnded = true
  }
}

test('[SYNC-74] the heartbeat goes round in turns: in a hall full of followers never all are asked at once whether they are still there; who is gone for long is ended', () => {
  const hall = Array.from({ length: 400 }, () => new Follower())
  let kept = 0
  const rooms = Array.from({ length: 80 }, () => ({ keepAlive: () => void kept++ }))
  const heartbeat = startHeartbeat(
    () => rooms,
    hall,
    () => undefined,
  )
  for (const follower of hall) heartbeat.watch(follower)
  const pings = () => hall.reduce((sum, follower) => sum + follower.pings, 0)
  vi.advanceTimersByTime(10_000)
  expect(kept).toBe(80)
  for (let turn = 0; turn < 40; turn++) {
    const before = pings()
    vi.advanceTimersByTime(250)
    expect(pings() - before).toBe(10)
  }
  expect(kept).toBe(160)
  const [gone, typist] = hall
  if (gone) gone.isThere = false
  const asked = typist?.pings
  for (let second = 0; second < 100; second++) {
    typist?.emit('message')
    vi.advanceTimersByTime(1000)
  }
  expect(hall.filter(({ isEnded }) => isEnded)).toEqual([gone])
  // Whoever types is there, and need not be asked.
  expect(typist?.pings).toBe(asked)
  heartbeat.stop()
})

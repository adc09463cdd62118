/** Messages and bodies that begin and do not end: by the clock, by their sender, and of all. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { followFrames } from '#server/sync/frame-lengths'
import { openUnfinished, type Sender, type WhyEnded } from '#server/sync/unfinished'

const kilobyte = 1024
const sender = (name: string, options: Partial<Sender> = {}): Sender => ({
  key: name,
  side: name,
  most: 16 * kilobyte * kilobyte,
  mayBeLong: () => true,
  ...options,
})

/** Counts for somebody, and remembers why they were ended. */
function counting(time = { now: 0 }, most?: { short: number; long: number }) {
  const unfinished = openUnfinished(() => time.now, most)
  const ended = new Map<string, WhyEnded>()
  return {
    unfinished,
    ended,
    begin: (name: string, options?: Partial<Sender>) =>
      unfinished.watch(sender(name, options), (why) => ended.set(name, why)),
  }
}

describe('what has begun and not ended', () => {
  test('[SYNC-65] a message that takes longer than a slow line needs ends its socket; one after the other may go on for ever', () => {
    const time = { now: 0 }
    const { unfinished, ended, begin } = counting(time)
    const [stuck, slow, next] = [begin('stuck'), begin('slow'), begin('next')]
    const idle = begin('idle')
    stuck.came(100, false)
    idle.came(100, false)
    idle.came(0, true)
    let sent = 0
    for (time.now = 0; time.now < 100_000; time.now += 10_000) {
      sent += 160_000
      slow.came(sent, false)
      next.came(100, true)
      unfinished.check()
    }
    expect([...ended.keys()]).toEqual(['stuck'])
    time.now += 120_000
    next.came(100, true)
    unfinished.check()
    expect([...ended.keys()]).toEqual(['stuck', 'slow'])
  })

  test('[SYNC-250] whoever may write nothing sends nothing longer than 64 kB, and is told that it was too long', () => {
    const { ended, begin } = counting()
    const reader = begin('reader', { mayBeLong: () => false })
    reader.came(64 * kilobyte, false)
    expect(ended.size).toBe(0)
    reader.came(66 * kilobyte, false)
    expect(ended.get('reader')).toBe('too-long')
    const writer = begin('writer')
    writer.came(8 * kilobyte * kilobyte, false)
    expect(ended.has('writer')).toBe(false)
  })

  test('[SYNC-251] what all have begun is bounded: the address with the most gives way, and its others go on', () => {
    const { unfinished, ended, begin } = counting(undefined, { short: 1_000_000, long: 1_000_000 })
    const one = begin('one', { side: '192.0.2.1' })
    one.came(20_000, false)
    for (let n = 0; n < 100; n++)
      begin(`many${n}`, { side: '198.51.100.7' }).came(60 * kilobyte, false)
    expect(unfinished.bytes()).toBeLessThanOrEqual(1_000_000)
    expect(ended.size).toBeGreaterThan(80)
    expect(new Set(ended.values())).toEqual(new Set(['too-much']))
    expect(ended.has('one')).toBe(false)
    one.came(30_000, false)
    expect(ended.has('one')).toBe(false)
  })

  test('[SYNC-252] readers take nothing from those who write something long', () => {
    const { ended, begin } = counting(undefined, { short: 500_000, long: 500_000 })
    const writer = begin('writer')
    writer.came(400_000, false)
    for (let n = 0; n < 100; n++) begin(`reader${n}`).came(60 * kilobyte, false)
    expect(ended.has('writer')).toBe(false)
    expect(ended.size).toBeGreaterThan(80)
  })

  test('[SYNC-253] a body that is whole counts until it is answered, and no more by the clock', () => {
    const time = { now: 0 }
    const { unfinished, ended, begin } = counting(time)
    const body = begin('body')
    body.came(1000, false)
    body.arrived()
    unfinished.check()
    time.now = 1_000_000
    unfinished.check()
    expect(ended.size).toBe(0)
    expect(unfinished.bytes()).toBeGreaterThan(1000)
    body.leave()
    expect(unfinished.bytes()).toBe(0)
  })

  test('[SYNC-254] many tiny pieces weigh more than their bytes', () => {
    const { ended, begin } = counting()
    const drip = begin('drip', { most: 256 * kilobyte })
    for (let n = 1; n <= 10_000 && !ended.has('drip'); n++) drip.came(n, false)
    expect(ended.get('drip')).toBe('too-much')
  })
})

/** A masked frame of a client. */
function frameOf(opcode: number, isFinal: boolean, length: number): Buffer {
  const size = length < 126 ? 0 : length < 65_536 ? 2 : 8
  const head = Buffer.alloc(2 + size + 4)
  head.writeUInt8((isFinal ? 0x80 : 0) | opcode, 0)
  head.writeUInt8(0x80 | (size === 0 ? length : size === 2 ? 126 : 127), 1)
  if (size === 2) head.writeUInt16BE(length, 2)
  if (size === 8) head.writeBigUInt64BE(BigInt(length), 2)
  return Buffer.concat([head, Buffer.alloc(length, 0x8a)])
}

describe('frames of a line', () => {
  const message = fc.array(fc.integer({ min: 0, max: 70_000 }), { minLength: 1, maxLength: 4 })
  test('[SYNC-255] however the line cuts them, it is known how much of a message has come and not ended', () => {
    fc.assert(
      fc.property(
        fc.array(message, { maxLength: 5 }),
        fc.integer({ min: 0, max: 400 }),
        fc.array(fc.integer({ min: 1, max: 30_000 }), { minLength: 1, maxLength: 20 }),
        (messages, begun, cuts) => {
          const whole = messages.flatMap((lengths) =>
            lengths.flatMap((length, index) => [
              frameOf(index === 0 ? 2 : 0, index === lengths.length - 1, length),
              ...(index < lengths.length - 1 ? [frameOf(9, true, 3)] : []),
            ]),
          )
          const last = frameOf(2, false, begun)
          const line = Buffer.concat([...whole, last])
          const follow = followFrames()
          let unfinished = 0
          let ends = 0
          for (let at = 0, turn = 0; at < line.length; turn++) {
            const piece = line.subarray(at, at + (cuts[turn % cuts.length] ?? 1))
            at += piece.length
            const progress = follow(piece)
            unfinished = progress.unfinished
            if (progress.hasEnded) ends += 1
          }
          expect(unfinished).toBe(last.length)
          expect(ends > 0).toBe(messages.length > 0)
        },
      ),
    )
  })
})

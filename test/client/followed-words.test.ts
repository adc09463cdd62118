// @vitest-environment jsdom
/** What stands around an editor follows typing without holding it up. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { TextContent } from '#shared/domain/content'
import { emptyContent } from '#shared/text/empty-content'
import { followWords } from '../../client/live/followed-words.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

/** What the text says after so many changes. */
const saying = (version: number) => ({ words: [{ blockId: String(version) }] })

function follow() {
  let version = 0
  const read = vi.fn<() => TextContent>(() => ({
    ...emptyContent,
    words: [{ type: 'paragraph', blockId: String(version), inlines: [] }],
  }))
  const words = followWords(read)
  const told = vi.fn<() => void>()
  words.subscribe(told)
  const change = (isOwn: boolean) => {
    version += 1
    words.changed(isOwn)
  }
  return { words, told, read, change, shown: () => words.shown(), version: () => version }
}

test('[UI-111] around an editor, one’s own typing is followed when the page rests, at most once a second; what it says now is known at once', () => {
  const { words, told, read, change, version } = follow()
  words.shown()
  for (let key = 0; key < 20; key++) {
    change(true)
    expect(words.now()).toMatchObject(saying(version()))
    vi.advanceTimersByTime(100)
  }
  expect(told.mock.calls.length).toBeGreaterThanOrEqual(2)
  expect(told.mock.calls.length).toBeLessThanOrEqual(3)
  vi.advanceTimersByTime(2000)
  expect(words.shown()).toMatchObject(saying(20))
  expect(words.shown()).toBe(words.shown())
  const reads = read.mock.calls.length
  vi.advanceTimersByTime(5000)
  expect(read.mock.calls.length).toBe(reads)
})

test('[UI-111] what others write is shown at once, and with it nothing is lost of what this person just typed', () => {
  const { words, told, change } = follow()
  change(false)
  expect(told).toHaveBeenCalledTimes(1)
  expect(words.shown()).toMatchObject(saying(1))
  change(true)
  change(false)
  vi.advanceTimersByTime(2000)
  expect(words.shown()).toMatchObject(saying(3))
})

test('[UI-480] while others go on typing, what stands around the editor follows them three times a second, and shows their last word', () => {
  const { words, told, change } = follow()
  for (let key = 0; key < 30; key++) {
    change(false)
    vi.advanceTimersByTime(100)
  }
  expect(told.mock.calls.length).toBeGreaterThanOrEqual(6)
  expect(told.mock.calls.length).toBeLessThanOrEqual(12)
  vi.advanceTimersByTime(1000)
  expect(words.shown()).toMatchObject(saying(30))
})

test('[UI-111] a text that was put away tells the parts around its editor nothing', () => {
  const { words, told, change } = follow()
  change(true)
  words.end()
  vi.advanceTimersByTime(2000)
  expect(told).not.toHaveBeenCalled()
})

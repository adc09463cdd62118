// @vitest-environment jsdom
/** Which texts have unsaved words on this device, and how they are sent without being looked at. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { MemberId, TextId } from '#shared/domain/ids'
import { mostAtOnce, unsavedSender } from '../../client/live/send-unsaved.ts'
import { unsavedMark, unsavedTexts } from '../../client/live/unsaved-marks.ts'

const copy = { epoch: 'epoch1', memberId: MemberId.parse('m_00000001') }
const texts = Array.from({ length: 7 }, (_, index) => TextId.parse(`t_0000000${index}`))
const [a, b] = texts as [TextId, TextId, ...TextId[]]

beforeEach(() => {
  localStorage.clear()
  vi.useFakeTimers()
})
afterEach(() => vi.useRealTimers())

test('[UI-144] a text is marked on the device from its first unsaved word until a moment after the last is saved', () => {
  const mark = unsavedMark(copy, a, 1)
  expect(mark.isInherited).toBe(false)
  mark.set()
  expect(unsavedTexts(copy)).toEqual([a])
  expect(unsavedTexts({ ...copy, epoch: 'epoch2' })).toEqual([])
  expect(unsavedTexts({ ...copy, memberId: MemberId.parse('m_00000002') })).toEqual([])
  mark.clear()
  mark.set()
  vi.runAllTimers()
  expect(unsavedTexts(copy)).toEqual([a])
  mark.clear()
  vi.runAllTimers()
  expect(unsavedTexts(copy)).toEqual([])
  // Closed right after the last word was saved.
  mark.set()
  mark.clear()
  mark.end()
  expect(unsavedTexts(copy)).toEqual([])
  // Closed with words that are not saved.
  const other = unsavedMark(copy, b, 2)
  other.set()
  other.end()
  vi.runAllTimers()
  expect(unsavedTexts(copy)).toEqual([b])
})

test('[UI-144] a page takes away the marks that it found, and a page that still has words to send sets its own again', () => {
  const first = unsavedMark(copy, a, 1)
  first.set()
  const second = unsavedMark(copy, a, 2)
  expect(second.isInherited).toBe(true)
  const [key] = Object.keys(localStorage)
  second.clear()
  vi.runAllTimers()
  expect(unsavedTexts(copy)).toEqual([])
  dispatchEvent(new StorageEvent('storage', { key: key ?? '' }))
  expect(unsavedTexts(copy)).toEqual([a])
  first.clear()
  vi.runAllTimers()
  dispatchEvent(new StorageEvent('storage', { key: key ?? '' }))
  expect(unsavedTexts(copy)).toEqual([])
})

test('[UI-145] texts with unsaved words are opened a few at a time, each once, and let go when they are done', () => {
  const open = new Set<TextId>()
  const opened: TextId[] = []
  const done = new Set<TextId>()
  const listeners = new Set<() => void>()
  const tell = () => {
    for (const listener of listeners) listener()
  }
  const sender = unsavedSender({
    hold(textId) {
      open.add(textId)
      opened.push(textId)
      tell()
      return () => {
        open.delete(textId)
        tell()
      }
    },
    isDone: (textId) => done.has(textId),
    subscribe: (listener) => listeners.add(listener),
  })
  sender.send(texts)
  sender.send(texts)
  while (opened.length < texts.length) {
    expect(open.size).toBe(mostAtOnce)
    expect(sender.isWaiting()).toBe(true)
    const [first] = open
    if (first) done.add(first)
    tell()
    expect(open).not.toContain(first)
  }
  expect(sender.isWaiting()).toBe(false)
  for (const textId of texts) done.add(textId)
  tell()
  expect(open.size).toBe(0)
  expect(opened).toEqual(texts)
})

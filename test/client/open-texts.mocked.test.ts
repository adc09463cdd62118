/** How long a text stays open, and what is said of all that are. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { TextId } from '#shared/domain/ids'
import { openTexts } from '../../client/live/text-slots.ts'

const { closed, late } = vi.hoisted(() => ({
  closed: vi.fn<(textId: string) => void>(),
  /** Texts that are not here yet. */
  late: new Set<string>(),
}))
vi.mock('../../client/live/text-room.ts', () => ({
  openTextRoom: (textId: string) => ({
    status: () => ({ connection: 'live', synced: !late.has(textId), saving: 'saved' }),
    subscribe: () => () => undefined,
    subscribeToShown: () => () => undefined,
    close: () => closed(textId),
  }),
}))

beforeEach(() => {
  closed.mockClear()
  vi.useFakeTimers()
})
afterEach(() => vi.useRealTimers())

const textId = TextId.parse('t_00000001')

test('[UI-146] a text that was only asked for closes some time after the last question, one that is held stays', () => {
  const texts = openTexts(undefined)
  texts.room(textId)
  for (let question = 0; question < 5; question++) {
    vi.advanceTimersByTime(3000)
    texts.room(textId)
  }
  expect(closed).not.toHaveBeenCalled()
  const release = texts.hold(textId)
  vi.advanceTimersByTime(60_000)
  texts.room(textId)
  vi.advanceTimersByTime(60_000)
  expect(closed).not.toHaveBeenCalled()
  release()
  vi.advanceTimersByTime(60_000)
  expect(closed).toHaveBeenCalledExactlyOnceWith(textId)
  texts.room(textId)
  vi.advanceTimersByTime(60_000)
  expect(closed).toHaveBeenCalledTimes(2)
})

test('[UI-362] what is typed is called saved when every open text is here and saved; while one is on its way, that is said', () => {
  const texts = openTexts(undefined)
  const other = TextId.parse('t_00000002')
  late.add(other)
  texts.hold(textId)
  expect(texts.savedState()).toBe('saved')
  texts.hold(other)
  expect(texts.savedState()).toBe('loading')
  late.clear()
  expect(texts.savedState()).toBe('saved')
})

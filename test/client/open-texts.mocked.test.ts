/** How long a text stays open. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { TextId } from '#shared/domain/ids'
import { openTexts } from '../../client/live/text-slots.ts'

const { closed } = vi.hoisted(() => ({ closed: vi.fn<(textId: string) => void>() }))
vi.mock('../../client/live/text-room.ts', () => ({
  openTextRoom: (textId: string) => ({
    status: () => ({ connection: 'live', synced: true, saving: 'saved' }),
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

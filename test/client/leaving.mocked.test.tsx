// @vitest-environment jsdom
/** Leaving a page while words are nowhere else. */
import { act } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { DeviceNotice } from '../../client/room/DeviceNotice.tsx'

const page = vi.hoisted(() => ({ keeping: 'keeps', saved: 'saved', isOnlyHere: false }))
vi.mock('../../client/live/device-storage.ts', () => ({ useKeeping: () => page.keeping }))
vi.mock('../../client/live/open-texts.tsx', () => ({
  useSavedState: () => page.saved,
  useIsOnlyHere: () => page.isOnlyHere,
}))
vi.mock('../../client/live/record.tsx', () => ({ useYou: () => ({ memberId: 'm_00000001' }) }))

let root: Root | undefined
const close = () => act(() => root?.unmount())
beforeEach(() => void vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true))
afterEach(close)
/** Whether the browser asks before it leaves a page in this state. */
function asks(state: Partial<typeof page>): boolean {
  Object.assign(page, { keeping: 'keeps', saved: 'saved', isOnlyHere: false }, state)
  close()
  const place = document.body.appendChild(document.createElement('div'))
  root = createRoot(place)
  act(() => root?.render(<DeviceNotice />))
  const leaving = new Event('beforeunload', { cancelable: true })
  dispatchEvent(leaving)
  return leaving.defaultPrevented
}

test('[UI-366] the browser asks before it leaves words that are in this page alone, also while the device has only begun to keep them; saved, kept or still loading, it does not', () => {
  expect(asks({})).toBe(false)
  expect(asks({ saved: 'saving' })).toBe(false)
  expect(asks({ saved: 'offline' })).toBe(false)
  expect(asks({ saved: 'saving', isOnlyHere: true })).toBe(true)
  for (const keeping of ['closed', 'full']) {
    expect(asks({ keeping })).toBe(false)
    expect(asks({ keeping, saved: 'loading' })).toBe(false)
    expect(asks({ keeping, saved: 'saving' })).toBe(true)
    expect(asks({ keeping, saved: 'offline' })).toBe(true)
  }
})

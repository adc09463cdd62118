// @vitest-environment jsdom
/** Leaving a page while words are nowhere else. */
import { createRoot, type Root } from 'react-dom/client'
import { afterEach, expect, test, vi } from 'vitest'
import { DeviceNotice } from '../../client/room/DeviceNotice.tsx'

const page = vi.hoisted(() => ({ keeping: 'keeps', saved: 'saved', isOnlyHere: false }))
vi.mock('../../client/live/device-storage.ts', () => ({ useKeeping: () => page.keeping }))
vi.mock('../../client/live/open-texts.tsx', () => ({
  useSavedState: () => page.saved,
  useIsOnlyHere: () => page.isOnlyHere,
}))
vi.mock('../../client/live/record.tsx', () => ({ useYou: () => ({ memberId: 'm_00000001' }) }))

let root: Root | undefined
afterEach(() => root?.unmount())
/** Whether the browser asks before it leaves a page in this state. */
async function asks(state: Partial<typeof page>): Promise<boolean> {
  Object.assign(page, { keeping: 'keeps', saved: 'saved', isOnlyHere: false }, state)
  root?.unmount()
  const place = document.body.appendChild(document.createElement('div'))
  root = createRoot(place)
  const shown = new Promise<void>((settle) => {
    root?.render(
      <>
        <DeviceNotice />
        <span ref={() => settle()} />
      </>,
    )
  })
  await shown
  // Effects have run when React has nothing more to do.
  await new Promise((settle) => setTimeout(settle, 20))
  const leaving = new Event('beforeunload', { cancelable: true })
  dispatchEvent(leaving)
  return leaving.defaultPrevented
}

test('[UI-366] the browser asks before it leaves words that are in this page alone, also while the device has only begun to keep them; saved, kept or still loading, it does not', async () => {
  expect(await asks({})).toBe(false)
  expect(await asks({ saved: 'saving' })).toBe(false)
  expect(await asks({ saved: 'offline' })).toBe(false)
  expect(await asks({ saved: 'saving', isOnlyHere: true })).toBe(true)
  for (const keeping of ['closed', 'full']) {
    expect(await asks({ keeping })).toBe(false)
    expect(await asks({ keeping, saved: 'loading' })).toBe(false)
    expect(await asks({ keeping, saved: 'saving' })).toBe(true)
    expect(await asks({ keeping, saved: 'offline' })).toBe(true)
  }
})

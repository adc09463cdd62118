// @vitest-environment jsdom
/** Pages from before an upgrade of the server. */
import { type ReactNode, Suspense } from 'react'
import { createRoot } from 'react-dom/client'
import { beforeEach, expect, test, vi } from 'vitest'

const sleep = setTimeout
/** React shows what has come only after some time of the machine's. */
const moment = () => new Promise((resolve) => sleep(resolve, 10))

/** Fresh modules: whether to reload is asked once in the life of a page. */
const page = async () => {
  vi.resetModules()
  const { lazyPart } = await import('../../client/live/lazy-part.tsx')
  const { useReloadNeeded } = await import('../../client/live/reload-needed.ts')
  const Asked = () => <output>{useReloadNeeded()}</output>
  const root = document.body.appendChild(document.createElement('div'))
  const show = (part: ReactNode) =>
    createRoot(root).render(
      <>
        <Asked />
        <Suspense fallback="loading">{part}</Suspense>
      </>,
    )
  /** Turns the clock on until this is shown. */
  const shows = async (text: string) => {
    for (let turns = 0; root.textContent !== text && turns < 500; turns += 1) {
      await vi.advanceTimersByTimeAsync(100)
      await moment()
    }
    expect(root.textContent).toBe(text)
  }
  return { lazyPart, show, shows }
}
const answer = (how: () => Promise<Response>) => vi.stubGlobal('fetch', how)

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout'] })
  document.body.replaceChildren()
  return () => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
  }
})

test('[UI-290] a part of the page that an upgrade took away asks to reload, and what can be shown without it is shown', async () => {
  answer(async () => new Response())
  const { lazyPart, show, shows } = await page()
  const Part = lazyPart<{ words: string }>(
    () => Promise.reject(new Error('404')),
    ({ words }) => <p>{words}, to read</p>,
  )
  show(<Part words="the words" />)
  await shows('loading')
  await shows('part-missingthe words, to read')
})

test('[UI-291] a part that the network keeps away is waited for, and nobody is asked to reload', async () => {
  let tries = 0
  answer(() => Promise.reject(new Error('offline')))
  const { lazyPart, show, shows } = await page()
  const Part = lazyPart(async () => {
    tries += 1
    if (tries < 3) throw new Error('offline')
    return () => <p>here</p>
  })
  show(<Part />)
  await shows('here')
  expect(tries).toBe(3)
})

// @vitest-environment jsdom
/** Pages from before an upgrade of the server. */
import { type ReactNode, Suspense } from 'react'
import { createRoot } from 'react-dom/client'
import { beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { z } from 'zod'

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
  const { hearRelease } = await import('../../client/live/reload-needed.ts')
  const { ask } = await import('../../client/live/http.ts')
  return { lazyPart, show, shows, hearRelease, ask }
}
const answerWith = (body: unknown, status = 200) =>
  answer(async () => new Response(JSON.stringify(body), { status }))
const answer = (how: () => Promise<Response>) => vi.stubGlobal('fetch', how)

// The first time, all that a part of the page needs is made ready.
beforeAll(() => import('../../client/live/lazy-part.tsx'), 60_000)
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

test('[UI-509] a part that was loaded ahead is shown at once, with nothing in its place before', async () => {
  const { lazyPart, show, shows } = await page()
  let isLoaded = false
  const Part = lazyPart(async () => {
    isLoaded = true
    return () => <p>here</p>
  })
  const seen: (string | null)[] = []
  const watch = new MutationObserver(() => seen.push(document.body.textContent))
  watch.observe(document.body, { childList: true, subtree: true })
  Part.loadAhead()
  await Promise.resolve()
  expect(isLoaded).toBe(true)
  show(<Part />)
  await shows('here')
  watch.disconnect()
  expect(seen.join()).not.toContain('loading')
})

test('[UI-295] an answer of a newer server that the page cannot read asks to reload, and nobody is told that nothing was changed', async () => {
  const { show, shows, ask } = await page()
  show(null)
  answerWith({ newer: true })
  const unread = await ask(z.object({ known: z.string() }), '/api', { method: 'POST' })
  expect(unread).toMatchObject({ ok: false, isOffline: false, problem: { status: 0 } })
  expect(JSON.stringify(unread)).not.toMatch(/nothing was changed/i)
  await shows('unreadable')
  const refusal = { type: 'x', title: 'x', status: 409, code: 'newer', detail: 'Not on Sundays.' }
  answerWith(refusal, 409)
  const told = await ask(z.null(), '/api', { method: 'POST' })
  expect(told).toMatchObject({ problem: { status: 409, detail: 'Not on Sundays.' } })
})

test('[UI-296] a page of another build than the server serves asks to reload, and one that knows no build does not', async () => {
  const { show, shows, hearRelease } = await page()
  show(null)
  hearRelease('b1')
  await shows('')
  const meta = document.head.appendChild(document.createElement('meta'))
  meta.name = 'adref-release'
  for (const [own, asked] of [
    ['PAGE_RELEASE', ''],
    ['b1', ''],
    ['b0', 'other-release'],
  ] as const) {
    meta.content = own
    hearRelease('b1')
    await shows(asked)
  }
  meta.remove()
})

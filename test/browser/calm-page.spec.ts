/** A page that loads on a slow line: what is shown stays where it is. */
import { expect, type Page } from '@playwright/test'
import { test } from './room.ts'

/** Counts how far what is shown moves from now on, in every page that is opened. */
const countShifts = (page: Page): Promise<unknown> =>
  page.addInitScript(() => {
    const counted = { sum: 0 }
    Object.assign(globalThis, { counted })
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) counted.sum += Number(Reflect.get(entry, 'value'))
    }).observe({ type: 'layout-shift', buffered: true })
  })

test('[UI-360] on a slow line a page with amendments and an alternative shows nothing that moves when the rest comes, and a button that is pressed as soon as it is there gets its press; [UI-368] nothing moves either when somebody asks for the floor and the chair begins a temperature check and calls for positions; [UI-470] nothing on a page moves when the chair puts something on the floor or takes it off', async ({
  room,
}) => {
  const meeting = await room({
    seats: ['Brazil', 'Portugal'],
    text: [
      'The fund is ⟦BR|voluntary⟧.',
      ...Array.from({ length: 5 }, () => 'Donors report on it each year. '.repeat(6)),
    ],
    amendments: [
      { by: 'Portugal', adds: ' Every report is public, and says what was given and to whom.' },
      { by: 'Brazil', adds: ' So it is each year.', paragraph: 1 },
    ],
    alternatives: [{ by: 'Portugal', adds: ' There is no fund.', paragraph: 2 }],
  })
  const brazil = await meeting.enter('Brazil', { hasOwnTab: true })
  const { page } = brazil
  await countShifts(page)
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 400,
    downloadThroughput: 50_000,
    uploadThroughput: 50_000,
  })
  // The majority text comes behind the alternative, and amendments last.
  const { textId: majority } = meeting.recommendation()
  const { state } = await meeting.record()
  await page.routeWebSocket(/\/sync\//, (socket) => {
    const text = Object.values(state.texts).find(({ textId }) => socket.url().includes(textId))
    const late = text?.textId === majority ? 600 : text?.kind === 'amendment' ? 1200 : 0
    const server = socket.connectToServer()
    server.onMessage((message) => void setTimeout(() => socket.send(message), late))
  })
  const { recommendationId } = meeting.recommendation()
  const check = (method: string) => async () => {
    const answer = await fetch(`${meeting.url}/api/groups/${meeting.groupId}/temperature-check`, {
      method,
      headers: {
        Authorization: `Bearer ${meeting.token('Chair')}`,
        'Content-Type': 'application/json',
      },
      ...(method === 'POST' ? { body: JSON.stringify({ recommendationId }) } : {}),
    })
    expect(answer.status).toBe(204)
  }
  const chair = (type: 'call-for-positions' | 'close-call-for-positions') => () =>
    meeting.command('Chair', { type, recommendationId })
  const portugal = (type: 'ask-for-floor' | 'withdraw-floor-request') => () =>
    meeting.command('Portugal', { type })
  const putOnFloor = (onFloor: typeof recommendationId | null) => () =>
    meeting.command('Chair', { type: 'put-on-floor', recommendationId: onFloor })
  const liveActs = [
    putOnFloor(recommendationId),
    portugal('ask-for-floor'),
    check('POST'),
    chair('call-for-positions'),
  ]
  const ends = [
    putOnFloor(null),
    portugal('withdraw-floor-request'),
    check('DELETE'),
    chair('close-call-for-positions'),
  ]
  // So high that all of it is in sight: what moves counts, wherever it stands, and nothing need be scrolled.
  for (const [width, height] of [
    [1440, 2000],
    [390, 2800],
  ] as const) {
    await page.setViewportSize({ width, height })
    await page.reload()
    const last = page.getByText('Every report is public').first()
    const propose = page.getByRole('button', { name: 'Propose an alternative' })
    // A slow hand: it comes down where the button was first seen, and is lifted when all has come.
    await propose.waitFor()
    const seen = await propose.evaluate((button) => {
      const { x, y, width: across, height: down } = button.getBoundingClientRect()
      return { x: x + across / 2, y: y + down / 2 }
    })
    expect(seen.y, 'needs no scrolling').toBeLessThan(height)
    await page.mouse.move(seen.x, seen.y)
    await page.mouse.down()
    await expect(last).toBeVisible()
    await expect(page.getByRole('banner').getByText('✓ Saved')).toBeVisible()
    const sum = await page.evaluate(() => Reflect.get(globalThis, 'counted').sum)
    expect(sum, `at ${width} px`).toBeLessThan(0.02)
    await page.mouse.up()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await expect(dialog).toBeHidden()
    await page.getByRole('main').evaluate((main) => main.scrollTo(0, 0))
    const heading = page.getByRole('heading', { level: 1 })
    const places = async () => [await heading.boundingBox(), await propose.boundingBox()]
    const before = await places()
    for (const live of liveActs) await live()
    const panel = page.getByRole('region', { name: 'Temperature check' })
    await expect(panel).toBeInViewport()
    await expect(page.getByText('The chair calls for positions')).toBeInViewport()
    await expect(page.getByText(/Next: Portugal/)).toBeAttached()
    await expect(page.getByRole('banner').getByText('On the floor: A.1')).toBeVisible()
    expect(await places(), `at ${width} px`).toEqual(before)
    for (const end of ends) await end()
    await expect(panel).toBeHidden()
    expect(await places(), `afterwards, at ${width} px`).toEqual(before)
  }
  expect(brazil.complaints).toEqual([])
})

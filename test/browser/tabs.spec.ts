/** Many tabs of one browser, and a line that falls silent. A browser keeps six connections to a host over HTTP/1.1. */
import { expect, type Page } from '@playwright/test'
import { extend, makeGroup } from '../support/group.ts'
import { startHostileProxy } from '../support/hostile-proxy.ts'
import { startProduct } from '../support/product.ts'
import { openPage, personAt, saved, usual } from './people.ts'
import { test } from './room.ts'

const ask = (page: Page) => page.getByRole('button', { name: 'Ask for the floor' })
const withdraw = (page: Page) => page.getByRole('button', { name: /Withdraw/ })

/** Acts in one tab, in turn an act and its withdrawal; it is answered, and seen in another tab. */
async function actIn(page: Page, seenIn: Page): Promise<void> {
  const [now, then] = (await ask(page).isVisible()) ? [ask, withdraw] : [withdraw, ask]
  await now(page).click()
  await expect(then(page)).toBeVisible()
  await expect(then(seenIn)).toBeVisible()
}

test('[UI-261] eight tabs of a room open in one browser, and acts in each are answered and seen in the others', async ({
  room,
}) => {
  const meeting = await room({ seats: ['Brazil'] })
  const first = await meeting.enter('Brazil', { hasOwnTab: true })
  const tabs = [first.page]
  while (tabs.length < 8) {
    const page = await first.page.context().newPage()
    await openPage({ ...first, page }, first.page.url())
    tabs.push(page)
  }
  // Each of the eight holds its line to the server while it acts, and so does the one beside it.
  for (const [index, page] of tabs.entries()) await actIn(page, tabs[(index + 1) % 8] ?? page)
  // The tab that holds the stream is closed: the others go on.
  await first.page.close()
  await actIn(tabs[1] ?? first.page, tabs[7] ?? first.page)
  expect(first.complaints).toEqual([])
})

test('[UI-263] when a proxy falls silent the bar says so, and what happened meanwhile is shown once the page has another line', async ({
  browser,
}) => {
  const flags = ['--no-example']
  const product = await startProduct({ flags, settings: { HEARTBEAT_SECONDS: '1' } })
  const meeting = await makeGroup(product, { seats: ['Brazil'] })
  const proxy = await startHostileProxy(product.url)
  const through = (address: string) => address.replace(product.url, proxy.url)
  const context = await browser.newContext(usual)
  await context.clock.install()
  const brazil = personAt(await context.newPage(), 'Brazil')
  const signIn = { data: { token: meeting.token('Brazil') } }
  expect((await context.request.post(`${proxy.url}/api/session`, signIn)).ok()).toBe(true)
  await openPage(brazil, through(meeting.recommendation().address))
  await expect(brazil.majority).toContainText('The fund is voluntary.')
  await saved(brazil)
  const bar = brazil.page.getByRole('banner')
  // Nothing gets through any more, old or new.
  proxy.treat(() => 'swallowed')
  proxy.silence()
  await expect(bar.getByText('Not live: reconnecting')).toBeVisible()
  await expect(bar.getByText('✓ Saved')).toBeHidden()
  const { textId, recommendationId } = meeting.recommendation()
  await meeting.write('Secretariat', textId, (doc) => extend(doc, { adds: ' Said meanwhile.' }))
  await meeting.command('Chair', { type: 'put-on-floor', recommendationId })
  const onFloor = brazil.page.getByRole('link', { name: /On the floor/ })
  await expect(brazil.majority).not.toContainText('Said meanwhile.')
  await expect(onFloor).toBeHidden()
  proxy.treat(() => 'pass')
  // The page waits half a minute before it gives up the text's line: its clock goes forward until it asks for another one.
  const before = proxy.seen.length
  const asked = () => proxy.seen.slice(before).some(({ kind }) => kind === 'websocket')
  const inTime = async () => asked() || context.clock.fastForward(1000).then(asked)
  await expect.poll(inTime, { intervals: [100] }).toBe(true)
  await expect(bar.getByText('Not live: reconnecting')).toBeHidden()
  await expect(brazil.majority).toContainText('Said meanwhile.')
  await expect(onFloor).toBeVisible()
  await ask(brazil.page).click()
  await expect(withdraw(brazil.page)).toBeVisible()
  await saved(brazil)
  await proxy.close()
  await product.remove()
})

/** Many tabs of one browser, and a line that falls silent. A browser keeps six connections to a host over HTTP/1.1. */
import { type Browser, type BrowserContext, expect, type Page } from '@playwright/test'
import { extend, type Group, makeGroup } from '../support/group.ts'
import { startHostileProxy } from '../support/hostile-proxy.ts'
import { type Product, startProduct } from '../support/product.ts'
import { enter, openPage, type Person, saved, typeAtEnd } from './people.ts'
import { test } from './room.ts'

const tabs = 8
const ask = (page: Page) => page.getByRole('button', { name: 'Ask for the floor' })
const withdraw = (page: Page) => page.getByRole('button', { name: /Withdraw/ })

/** Opens further tabs at the address of one that is in a room already. */
async function openTabs(context: BrowserContext, first: Page): Promise<Page[]> {
  const pages = [first]
  while (pages.length < tabs) {
    const page = await context.newPage()
    await page.goto(first.url())
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    pages.push(page)
  }
  return pages
}

/** In one tab after the other somebody acts and takes it back; each act is answered, and seen in the tab beside it. */
async function actInEach(pages: readonly Page[]): Promise<void> {
  for (const [index, page] of pages.entries()) {
    const beside = pages[(index + 1) % pages.length] ?? page
    await ask(page).click()
    await expect(withdraw(page)).toBeVisible()
    await expect(withdraw(beside)).toBeVisible()
    await withdraw(page).click()
    await expect(ask(page)).toBeVisible()
    await expect(ask(beside)).toBeVisible()
  }
}

test.describe('tabs of one browser', () => {
  // They share a server with quick heartbeats.
  test.describe.configure({ mode: 'default' })
  let product: Product
  let meeting: Group
  test.beforeAll(async () => {
    product = await startProduct({ flags: ['--no-example'], settings: { HEARTBEAT_SECONDS: '1' } })
    meeting = await makeGroup(product, { seats: ['Brazil'] })
  })
  test.afterAll(() => product.remove())
  /** Opens Brazil's link, here or through a proxy, and the text. */
  const comeAsBrazil = async (browser: Browser, url = product.url): Promise<Person> => {
    const through = (address: string) => address.replace(product.url, url)
    const brazil = await enter(browser, { link: (seat) => through(meeting.link(seat)) }, 'Brazil')
    await openPage(brazil, through(meeting.recommendation().address))
    await expect(brazil.majority).toContainText('The fund is voluntary.')
    return brazil
  }

  test('[UI-261] eight tabs of a room open in one browser, and acts in each are answered and seen in the others', async ({
    browser,
  }) => {
    const brazil = await comeAsBrazil(browser)
    const pages = await openTabs(brazil.page.context(), brazil.page)
    await actInEach(pages)
    // The tab that holds the stream is closed: the others go on.
    await pages[0]?.close()
    await actInEach(pages.slice(1, 3))
    expect(brazil.complaints).toEqual([])
  })

  test('[UI-262] so do eight tabs where WebSockets are blocked, and words typed in any of them come into all', async ({
    browser,
  }) => {
    const brazil = await comeAsBrazil(browser)
    const context = brazil.page.context()
    // What a proxy does that refuses the upgrade: the socket closes before it opened.
    await context.addInitScript(() => {
      class BlockedSocket extends EventTarget {
        readyState = 0
        onclose: ((event: CloseEvent) => void) | null = null
        constructor() {
          super()
          setTimeout(() => {
            this.readyState = 3
            const event = new CloseEvent('close', { code: 1006 })
            this.onclose?.(event)
            this.dispatchEvent(event)
          })
        }
        send(): void {}
        close(): void {}
      }
      Object.assign(window, { WebSocket: BlockedSocket })
    })
    await brazil.page.reload()
    const pages = await openTabs(context, brazil.page)
    for (const page of pages)
      await expect(page.getByRole('banner').getByText('by HTTP')).toBeVisible()
    await actInEach(pages.slice(-2))
    const last = pages.at(-1) ?? brazil.page
    const lastPerson = {
      ...brazil,
      page: last,
      majority: last.getByRole('textbox', { name: 'Majority text' }).first(),
    }
    await saved(lastPerson)
    await typeAtEnd(lastPerson, ' Typed in the eighth.')
    await expect(brazil.majority).toContainText('Typed in the eighth.')
    await saved(lastPerson)
  })

  test('[UI-263] when a proxy falls silent the bar says so, and what happened meanwhile is shown once the page has another line', async ({
    browser,
  }) => {
    const proxy = await startHostileProxy(product.url)
    const brazil = await comeAsBrazil(browser, proxy.url)
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
    await expect(bar.getByText('Not live: reconnecting')).toBeHidden({ timeout: 60_000 })
    await expect(brazil.majority).toContainText('Said meanwhile.')
    await expect(onFloor).toBeVisible()
    await ask(brazil.page).click()
    await expect(withdraw(brazil.page)).toBeVisible()
    await saved(brazil)
    await proxy.close()
  })
})

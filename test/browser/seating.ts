/**
 * Browsers for people. A browser that is new costs more than all that most tests do in it, so the next test's people sit down
 * at those of the test before, of which everything was wiped away: cookies, storage, permissions, routes, other pages.
 */
import type {
  Browser,
  BrowserContext,
  BrowserContextOptions,
  CDPSession,
  Page,
} from '@playwright/test'

/** A browser of somebody's own, with one page. */
export interface Station {
  readonly context: BrowserContext
  readonly page: Page
}

interface Seat extends Station {
  /** What it was opened with: whoever needs the same may have it. */
  readonly options: BrowserContextOptions
  readonly devtools: CDPSession
}

export interface Seating {
  /** A browser in which nothing has happened yet. */
  take(options: BrowserContextOptions): Promise<Station>
  /** Wipes those that were taken since the last time, for the next test. */
  wipe(): Promise<void>
  /** Whether this browser is one of these. */
  holds(context: BrowserContext): boolean
}

/** Browsers for the tests of one worker, which all use the server at this address. */
export function openSeating(browser: Browser, url: string): Seating {
  const free: Seat[] = []
  const taken: Seat[] = []

  async function wipe({ context, page, devtools, options }: Seat): Promise<void> {
    for (const other of context.pages()) if (other !== page) await other.close()
    page.removeAllListeners()
    await page.unrouteAll({ behavior: 'ignoreErrors' })
    await context.setOffline(false)
    // Away from the room, but where its storage is at hand.
    await page.goto(`${url}/healthz`)
    await page.evaluate(() => {
      sessionStorage.clear()
    })
    await devtools.send('Storage.clearDataForOrigin', { origin: url, storageTypes: 'all' })
    await context.clearCookies()
    await context.clearPermissions()
    if (options.viewport) await page.setViewportSize(options.viewport)
  }

  return {
    async take(options) {
      const wanted = JSON.stringify(options)
      const at = free.findIndex((each) => JSON.stringify(each.options) === wanted)
      const [known] = at < 0 ? [] : free.splice(at, 1)
      if (known) {
        taken.push(known)
        return known
      }
      const context = await browser.newContext(options)
      const page = await context.newPage()
      const station = { options, context, page, devtools: await context.newCDPSession(page) }
      taken.push(station)
      return station
    },
    async wipe() {
      const left = taken.splice(0)
      const open = left.filter(({ page }) => !page.isClosed())
      await Promise.all(open.map(wipe))
      free.push(...open)
    },
    holds: (context) => free.some((each) => each.context === context),
  }
}

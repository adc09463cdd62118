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
import { usual } from './people.ts'

/** What a page can be given while it is open. */
type Look = Pick<BrowserContextOptions, 'viewport' | 'colorScheme'>

/** A browser of somebody's own, with one page. */
export interface Station {
  readonly context: BrowserContext
  readonly page: Page
}

interface Seat extends Station {
  /** What it was opened with beside its look: whoever needs the same may have it. */
  readonly wanted: string
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

/** Gives a page the size and the colours that somebody has on their screen. */
async function dress(page: Page, { viewport, colorScheme }: Look): Promise<void> {
  const size = page.viewportSize()
  if (viewport && (size?.width !== viewport.width || size.height !== viewport.height))
    await page.setViewportSize(viewport)
  if (colorScheme !== undefined) await page.emulateMedia({ colorScheme })
}

/** Browsers for the tests of one worker, which all use the server at this address. */
export function openSeating(browser: Browser, url: string): Seating {
  const free: Seat[] = []
  const taken: Seat[] = []

  async function wipe({ context, page, devtools }: Seat): Promise<void> {
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
  }

  async function open(options: BrowserContextOptions, wanted: string): Promise<Seat> {
    const context = await browser.newContext(options)
    const page = await context.newPage()
    return { wanted, context, page, devtools: await context.newCDPSession(page) }
  }

  return {
    async take(options) {
      const { viewport = usual.viewport, colorScheme = 'light', ...others } = options
      const wanted = JSON.stringify(others)
      const at = free.findIndex((each) => each.wanted === wanted)
      const [known] = at < 0 ? [] : free.splice(at, 1)
      const seat = known ?? (await open({ ...usual, ...others }, wanted))
      taken.push(seat)
      await dress(seat.page, { viewport, colorScheme })
      return seat
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

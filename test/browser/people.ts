/** People in browsers: each in a context of their own, with an eye on the console. */
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  expect,
  type Locator,
  type Page,
  test as playwrightTest,
} from '@playwright/test'
import axe from 'axe-core'
import type { Product } from '../support/product.ts'

interface Departure {
  /** Browsers that are kept for the next test. */
  readonly kept: { holds(context: BrowserContext): boolean }
  readonly departure: undefined
}

/** A test after which everybody has left: rooms that stay open would look for their ended server through all tests that follow. */
export const test = playwrightTest.extend<Departure>({
  kept: [{ holds: () => false }, { option: true }],
  departure: [
    async ({ browser, kept }, use) => {
      await use(undefined)
      for (const context of browser.contexts()) if (!kept.holds(context)) await context.close()
    },
    { auto: true },
  ],
})

export interface Person {
  readonly page: Page
  /** The majority text's place to type in, or to read. */
  readonly majority: Locator
  /** What the console complained of; must stay empty. */
  readonly complaints: readonly string[]
}

/** How a browser is opened for somebody who needs nothing special. */
export const usual = {
  viewport: { width: 1440, height: 900 },
  reducedMotion: 'reduce',
} as const satisfies BrowserContextOptions

/** The screens of a phone and of a tablet. */
export const phone = { viewport: { width: 390, height: 844 } } as const
export const tablet = { viewport: { width: 1024, height: 768 } } as const

/** Somebody at a page, with an eye on its console. */
export function personAt(page: Page, seat: string): Person {
  const complaints: string[] = []
  page.on('console', (message) => {
    // A text that nobody looks at any more is left, also while it is still being connected: browsers warn of that.
    if (message.text().includes('WebSocket is closed before the connection is established')) return
    if (message.type() === 'error' || message.type() === 'warning')
      complaints.push(`${seat}: ${message.text()}`)
  })
  page.on('pageerror', (error) => complaints.push(`${seat}: ${String(error)}`))
  const section = page.getByRole('region', { name: 'Majority text' }).first()
  const majority = section
    .getByRole('textbox', { name: 'Majority text' })
    .or(section.getByRole('group', { name: 'Majority text' }))
    .first()
  return { page, majority, complaints }
}

/** Opens a page of the room and waits for it. */
export async function openPage({ page }: Person, address: string): Promise<void> {
  await page.goto(address)
  await expect(page.getByRole('banner')).toBeVisible()
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
}

/** Opens a seat's link in a new browser and waits for the room. */
export async function enter(
  browser: Browser,
  { link }: Pick<Product, 'link'>,
  seat: string,
  options: BrowserContextOptions = {},
): Promise<Person> {
  const context = await browser.newContext({ ...usual, ...options })
  const person = personAt(await context.newPage(), seat)
  await openPage(person, link(seat))
  return person
}

/** Goes to a recommendation by its title in the outline. */
export async function openRecommendation(
  { page }: Pick<Person, 'page'>,
  title: string,
): Promise<void> {
  const entry = page.getByRole('navigation').getByRole('link', { name: title })
  const outline = page.getByRole('button', { name: 'Outline' })
  await expect(entry.or(outline).first()).toBeVisible()
  if (!(await entry.isVisible())) await outline.click()
  await entry.click()
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible()
}

/** Puts the caret at an end of a paragraph, also where its lines wrap, as Home and End do not. */
export async function caretAt(paragraph: Locator, end: 'start' | 'end'): Promise<void> {
  await paragraph.click()
  await paragraph.evaluate((element, isEnd) => {
    getSelection()?.collapse(element, isEnd ? element.childNodes.length : 0)
  }, end === 'end')
}

/** Puts the caret before these words of a paragraph. */
export async function caretBefore(paragraph: Locator, words: string): Promise<void> {
  await paragraph.click()
  await paragraph.evaluate((element, sought) => {
    const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
    while (texts.nextNode()) {
      const at = texts.currentNode.textContent?.indexOf(sought) ?? -1
      if (at >= 0) return getSelection()?.collapse(texts.currentNode, at)
    }
    throw new Error(`there is no “${sought}”`)
  }, words)
}

/** Selects the first letters of a paragraph, which stand in one run of words. */
export const selectStart = (paragraph: Locator, letters: number): Promise<void> =>
  selectLetters(paragraph, letters, 'start')

/** Selects the last letters of a paragraph, which stand in one run of words. */
export const selectEnd = (paragraph: Locator, letters: number): Promise<void> =>
  selectLetters(paragraph, letters, 'end')

async function selectLetters(
  paragraph: Locator,
  letters: number,
  end: 'start' | 'end',
): Promise<void> {
  await paragraph.click()
  await paragraph.evaluate(
    (element, asked) => {
      const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
      const runs: Node[] = []
      while (walker.nextNode()) runs.push(walker.currentNode)
      if (asked.end === 'end') runs.reverse()
      const run = runs.find(({ textContent }) => (textContent?.length ?? 0) >= asked.letters)
      if (!run) throw new Error('there is no such run of words')
      const from = asked.end === 'start' ? 0 : (run.textContent?.length ?? 0) - asked.letters
      getSelection()?.setBaseAndExtent(run, from, run, from + asked.letters)
    },
    { letters, end },
  )
}

/** Chooses one of a few that are all in sight, by its name, once it stands still. */
export async function choose(
  container: Page | Locator,
  group: string,
  name: string,
): Promise<void> {
  const choice = container.getByRole('radiogroup', { name: group, exact: true })
  await choice.getByText(name, { exact: true }).click()
  await expect(choice.getByRole('radio', { name, exact: true })).toBeChecked()
}

/**
 * Types at the end of a paragraph, the first one when left out. Key by key, with milliseconds between two, only where a delay
 * is given: a key costs a page and all who look on as much as a whole sentence does.
 */
export async function typeAtEnd(
  person: Person,
  words: string,
  { paragraph = 0, delay }: { readonly paragraph?: number; readonly delay?: number } = {},
): Promise<void> {
  await caretAt(person.majority.locator('p').nth(paragraph), 'end')
  if (delay === undefined) await person.page.keyboard.insertText(words)
  else await person.page.keyboard.type(words, { delay })
}

/** Where the words of this person that were not accepted are shown to them. */
export const keptBy = ({ page }: Person): Locator =>
  page.getByRole('group', { name: 'Words that were not accepted' })

/** The faults of accessibility that a machine can find on a page, each with where it is. */
export async function faultsOn({ page }: Pick<Person, 'page'>): Promise<string[]> {
  // What looks for them is half a megabyte: it is brought to a document once.
  if (await page.evaluate(() => !('axe' in globalThis))) await page.evaluate(axe.source)
  const violations = await page.evaluate(() =>
    (globalThis as unknown as { axe: typeof axe }).axe
      .run({ resultTypes: ['violations'] })
      .then((found) =>
        found.violations.map(({ id, nodes }) => ({ id, html: nodes.map((node) => node.html) })),
      ),
  )
  return violations.map(
    ({ id, html }) => `${id}: ${html.map((each) => each.slice(0, 160)).join(' | ')}`,
  )
}

export const saved = (person: Person): Promise<void> =>
  expect(person.page.getByRole('banner').getByText('✓ Saved')).toBeVisible()

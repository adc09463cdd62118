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

interface Sought {
  /** An end of the paragraph, or the first place before these words. */
  readonly at: 'start' | 'end' | { readonly before: string }
  /** How many letters are selected there, which stand in one run of words. */
  readonly letters: number
}

/** Selects in a paragraph; gives back whether it was still selected when the page was drawn again. */
async function selectOnce(element: Element, { at, letters }: Sought): Promise<boolean> {
  const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
  const runs: Node[] = []
  while (texts.nextNode()) runs.push(texts.currentNode)
  const lengthOf = (node: Node) => node.textContent?.length ?? 0
  const place = (): readonly [node: Node, from: number] | undefined => {
    if (typeof at === 'object') {
      const run = runs.find(({ textContent }) => textContent?.includes(at.before))
      return run && [run, run.textContent?.indexOf(at.before) ?? 0]
    }
    const isEnd = at === 'end'
    if (letters === 0) return [element, isEnd ? element.childNodes.length : 0]
    const run = (isEnd ? runs.toReversed() : runs).find((each) => lengthOf(each) >= letters)
    return run && [run, isEnd ? lengthOf(run) - letters : 0]
  }
  const found = place()
  const selection = getSelection()
  if (!found || !selection)
    throw new Error(`${JSON.stringify(at)} is not in “${element.textContent}”`)
  const [node, from] = found
  selection.setBaseAndExtent(node, from, node, from + letters)
  const selected = () => {
    const { anchorNode, anchorOffset } = selection
    if (!anchorNode || !element.contains(anchorNode)) return 'elsewhere'
    const before = document.createRange()
    before.setStart(element, 0)
    before.setEnd(anchorNode, anchorOffset)
    // Others' carets and signs of amendments are no words: an editor puts its own caret beside them as it likes.
    const words = before.cloneContents()
    for (const sign of words.querySelectorAll('[contenteditable="false"]')) sign.remove()
    return `${selection.toString()} behind ${words.textContent}`
  }
  const wanted = selected()
  const nextPicture = () => new Promise((settle) => requestAnimationFrame(settle))
  await nextPicture()
  await nextPicture()
  return selected() === wanted
}

/** An editor that is drawn before it has heard of a selection sets its own again: it is asked until it has. */
async function select(paragraph: Locator, sought: Sought): Promise<void> {
  await paragraph.click()
  await expect.poll(() => paragraph.evaluate(selectOnce, sought)).toBe(true)
}

/** Puts the caret at an end of a paragraph, also where its lines wrap, as Home and End do not. */
export const caretAt = (paragraph: Locator, at: 'start' | 'end'): Promise<void> =>
  select(paragraph, { at, letters: 0 })

/** Puts the caret before these words of a paragraph. */
export const caretBefore = (paragraph: Locator, words: string): Promise<void> =>
  select(paragraph, { at: { before: words }, letters: 0 })

/** Selects the first letters of a paragraph, which stand in one run of words. */
export const selectStart = (paragraph: Locator, letters: number): Promise<void> =>
  select(paragraph, { at: 'start', letters })

/** Selects the last letters of a paragraph, which stand in one run of words. */
export const selectEnd = (paragraph: Locator, letters: number): Promise<void> =>
  select(paragraph, { at: 'end', letters })

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

/** The words that stand in a place: neither the flags of others' carets, nor what one's own amendment strikes. */
export const wordsOf = (place: Locator): Promise<string> =>
  place.evaluate((element) => {
    const copy = element.cloneNode(true) as HTMLElement
    for (const sign of copy.querySelectorAll('[class*="caret"], del[contenteditable="false"]'))
      sign.remove()
    return (copy.textContent ?? '').replaceAll('\u2060', '')
  })

/** Where the words of this person that were not accepted are shown to them. */
export const keptBy = ({ page }: Person): Locator =>
  page.getByRole('group', { name: 'Words that were not accepted' })

/** The faults of accessibility that a machine can find on a page, each with where it is. */
export async function faultsOn({ page }: Pick<Person, 'page'>): Promise<string[]> {
  // What looks for them is half a megabyte: it is brought to a document once.
  if (await page.evaluate(() => !('axe' in globalThis))) await page.evaluate(axe.source)
  // Colours that still change over are of neither look.
  await page.evaluate(() =>
    Promise.allSettled(
      document
        .getAnimations()
        .filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity)
        .map((animation) => animation.finished),
    ),
  )
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

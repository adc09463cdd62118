/** Pictures of a negotiation at three widths: ten cards in the margin, the chair's desk, a comparison, a text in brackets. */
import { expect } from '@playwright/test'
import { beginAmending, tableOwn, typeInOwn } from '../browser/moves.ts'
import { caretAt, enter, openRecommendation, type Person, saved, test } from '../browser/people.ts'
import { startProduct } from '../support/product.ts'

const widths = [
  [1440, 900],
  [1024, 768],
  [390, 844],
] as const

async function take({ page }: Person, name: string): Promise<void> {
  for (const [width, height] of widths) {
    await page.setViewportSize({ width, height })
    await expect(page.getByText('Loading')).toHaveCount(0)
    await page.screenshot({ path: `docs/pictures/${name}-${width}.png`, animations: 'disabled' })
  }
  await page.setViewportSize({ width: widths[0][0], height: widths[0][1] })
}

/** Comments on a line of the majority text. */
async function comment(
  { page, majority }: Person,
  paragraph: number,
  words: string,
): Promise<void> {
  await page.getByRole('tab', { name: /^Comments/ }).click()
  await majority.locator('p').nth(paragraph).click()
  await page.keyboard.press('Home')
  await page.keyboard.press('Shift+End')
  await page.getByRole('button', { name: 'Comment on these words' }).first().click()
  await page.keyboard.type(words)
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('article').filter({ hasText: words })).toBeVisible()
}

/** Amends the first paragraph of the majority text, and tables that. */
async function amend(person: Person, words: string, reason: string, before = ''): Promise<void> {
  const own = await beginAmending(person)
  await caretAt(own.locator('p').first(), 'start')
  await person.page.keyboard.type(before)
  await typeInOwn(person, words)
  await tableOwn(person, reason)
}

test('pictures of a negotiation', async ({ browser }) => {
  const product = await startProduct()
  const [chair, brazil, portugal, society] = await Promise.all([
    enter(browser, product, 'Chair'),
    enter(browser, product, 'Brazil'),
    enter(browser, product, 'Portugal'),
    enter(browser, product, 'Civil society'),
  ])
  const everybody = [chair, brazil, portugal, society]
  for (const person of everybody) await openRecommendation(person, 'Voluntary funding')
  await amend(brazil, ' as agreed by all.', 'Clearer.')
  await amend(portugal, ' and published.', 'Open.')
  await amend(society, ' with civil society.', 'Inclusive.', 'In public, ')
  await comment(brazil, 1, 'Which budget year?')
  await comment(portugal, 0, 'We need the capital.')
  await comment(society, 1, 'Agreed in principle.')
  await comment(brazil, 0, 'See the report of 2011.')
  await comment(portugal, 1, 'To be checked.')
  await comment(society, 0, 'Ask the donors.')
  await comment(brazil, 1, 'Are these the numbers?')
  await saved(brazil)
  await chair.page.getByRole('tab', { name: 'Comments 10' }).click()
  await take(chair, 'margin')
  await openRecommendation(brazil, 'Links to decision makers')
  await brazil.page.getByRole('button', { name: 'All markup' }).click()
  await brazil.page.getByRole('menuitemradio', { name: 'Only brackets', exact: true }).click()
  await take(brazil, 'brackets')
  await society.page
    .getByRole('button', { name: /^Compare/ })
    .first()
    .click()
  await expect(society.page.getByRole('dialog')).toContainText('Alternative 1')
  await take(society, 'comparison')
  await chair.page.getByRole('navigation').getByRole('link', { name: 'The chair’s desk' }).click()
  await expect(chair.page.getByRole('heading', { level: 1 })).toHaveText('The chair’s desk')
  await take(chair, 'desk')
  await product.remove()
})

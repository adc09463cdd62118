/** Words typed offline reach the others, or come back, without their text being opened again. */
import { expect } from '@playwright/test'
import { type Product, startProduct } from '../support/product.ts'
import { enter, keptBy, openRecommendation, type Person, saved, test, typeAtEnd } from './people.ts'

let product: Product
test.beforeAll(async () => {
  product = await startProduct()
})
test.afterAll(async () => product.remove())

const unexplained = ({ complaints }: Person) =>
  complaints.filter((line) => !/ERR_|WebSocket|Failed to load/.test(line))

/** Types offline in one text and closes the page; comes back at another text. */
async function typeAndLeave(person: Person, title: string, words: string, other: string) {
  await openRecommendation(person, other)
  const address = person.page.url()
  await openRecommendation(person, title)
  await saved(person)
  const context = person.page.context()
  await context.setOffline(true)
  await typeAtEnd(person, words)
  await expect(person.page.getByRole('banner').getByText('Offline')).toBeVisible()
  await person.page.close()
  return async () => {
    await context.setOffline(false)
    const page = await context.newPage()
    await page.goto(address)
    await expect(page.getByRole('heading', { level: 1, name: other })).toBeVisible()
    return { ...person, page }
  }
}
const marks = ({ page }: Person) =>
  page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('adref/unsaved/')))

test('[UI-141] words typed offline in one text arrive when the room is entered at another', async ({
  browser,
}) => {
  test.setTimeout(90_000)
  const [chair, brazil] = await Promise.all([
    enter(browser, product, 'Chair'),
    enter(browser, product, 'Brazil'),
  ])
  const title = 'Links to decision makers'
  await openRecommendation(chair, title)
  const comeBack = await typeAndLeave(brazil, title, ' Typed and left.', 'Donor reporting')
  await expect(chair.majority).not.toContainText('Typed and left.')
  const again = await comeBack()
  await expect(chair.majority).toContainText('Typed and left.')
  await saved(again)
  await expect.poll(() => marks(again)).toEqual([])
  for (const person of [chair, brazil]) expect(unexplained(person)).toEqual([])
})

test('[UI-142] words for a text that was frozen meanwhile come back to their author, who has not opened it again', async ({
  browser,
}) => {
  test.setTimeout(90_000)
  const [chair, brazil] = await Promise.all([
    enter(browser, product, 'Chair'),
    enter(browser, product, 'Brazil'),
  ])
  const title = 'Liaison with the CSTD'
  await openRecommendation(chair, title)
  const comeBack = await typeAndLeave(brazil, title, ' Too late for this.', 'Donor reporting')
  await chair.page.getByRole('button', { name: /^Drafting/ }).click()
  await chair.page.getByRole('menuitem', { name: /Freeze/ }).click()
  await expect(chair.page.getByText('Frozen', { exact: true }).first()).toBeVisible()
  const again = await comeBack()
  await again.page
    .getByRole('banner')
    .getByRole('link', { name: /Not accepted/ })
    .click()
  await expect(again.page.getByRole('heading', { level: 1, name: title })).toBeVisible()
  await expect(keptBy(again)).toContainText('They came back as a ready amendment')
  await expect(keptBy(again).getByRole('insertion')).toHaveText('Too late for this.')
  await expect(chair.majority).not.toContainText('Too late for this.')
})

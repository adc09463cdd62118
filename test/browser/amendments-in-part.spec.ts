/** The chair takes up an amendment change by change. */
import { expect } from '@playwright/test'
import { type Product, startProduct } from '../support/product.ts'
import { amendmentCard, beginAmending, decideAmendment, tableOwn } from './moves.ts'
import {
  enter,
  faultsOn,
  openRecommendation,
  type Person,
  saved,
  selectStart,
  test,
} from './people.ts'

let product: Product
test.beforeAll(async () => {
  product = await startProduct()
})
test.afterAll(async () => product.remove())

test('[UI-71] the chair chooses among the changes of an amendment; the card tells everybody what was taken up and what not', async ({
  browser,
}) => {
  test.setTimeout(120_000)
  const [chair, brazil] = await Promise.all([
    enter(browser, product, 'Chair'),
    enter(browser, product, 'Brazil'),
  ])
  const everybody = [chair, brazil]
  for (const person of everybody) await openRecommendation(person, 'Host country agreements')
  const { page } = brazil
  const own = await beginAmending(brazil)
  await own.locator('p').first().click()
  await page.keyboard.press('Home')
  await page.keyboard.type('Firstly, ', { delay: 20 })
  await page.keyboard.press('End')
  await page.keyboard.type(' Lastly.', { delay: 20 })
  await saved(brazil)
  await tableOwn(brazil, '')

  await chair.page.getByRole('tab', { name: 'Amendments 1' }).click()
  const card = (person: Person) => amendmentCard(person, 1)
  await card(chair).getByRole('button', { name: 'Take up in part…' }).click()
  const dialog = chair.page.getByRole('dialog')
  const changes = dialog.getByRole('checkbox')
  await expect(changes).toHaveCount(2)
  // By keyboard alone.
  await changes.first().focus()
  await chair.page.keyboard.press('Tab')
  await chair.page.keyboard.press('Space')
  await expect(dialog.getByRole('checkbox', { name: /Lastly/ })).toBeChecked()
  await expect(dialog.getByText('1 of 2 changes chosen')).toBeVisible()
  expect(await faultsOn(chair)).toEqual([])
  await dialog.getByRole('button', { name: 'Take up 1 change' }).click()
  await expect(dialog).toBeHidden()

  await page.getByRole('tab', { name: 'Amendments 0' }).click()
  for (const person of everybody) {
    await expect(person.majority).toContainText('Lastly.')
    await expect(person.majority).not.toContainText('Firstly')
    await expect(card(person)).toContainText('Taken up in part')
    await expect(card(person).getByRole('region', { name: 'Not taken up' })).toHaveText(/Firstly,/)
    await expect(card(person).getByRole('region', { name: 'Taken up', exact: true })).toHaveText(
      /Lastly\./,
    )
  }
  await chair.page.getByRole('tab', { name: 'History' }).click()
  await expect(
    chair.page.getByRole('listitem').filter({ hasText: /Chair took up amendment 1 to .* in part/ }),
  ).toBeVisible()
  for (const { complaints } of everybody) expect(complaints).toEqual([])
})

test('[UI-74] an amendment of formatting alone is tabled, shown as such in card and text, and taken up; no bracket is offered', async ({
  browser,
}) => {
  test.setTimeout(120_000)
  const [chair, brazil] = await Promise.all([
    enter(browser, product, 'Chair'),
    enter(browser, product, 'Brazil'),
  ])
  for (const person of [chair, brazil]) await openRecommendation(person, 'Travel support')
  const { page } = brazil
  const own = await beginAmending(brazil)
  await selectStart(own.locator('p').first(), 3)
  await page.keyboard.press('Control+b')
  await expect(own.locator('strong')).toHaveText('The')
  await saved(brazil)
  await tableOwn(brazil, '', 'formatting only')
  await chair.page.getByRole('tab', { name: 'Amendments 1' }).click()
  await expect(amendmentCard(chair, 1)).toContainText('formatting only (bold): ')
  // There is but one wording: the text shows where it is shaped, and no bracket is offered.
  await expect(
    chair.majority.getByRole('button', { name: /Amendment 1 of BR, formatting only/ }),
  ).toHaveText('BR')
  await expect(chair.majority.locator('del, ins')).toHaveCount(0)
  await expect(
    amendmentCard(chair, 1).getByRole('button', { name: 'Bracket', exact: true }),
  ).toHaveCount(0)
  await decideAmendment(chair, 1, 'Take up')
  await expect(chair.majority.locator('strong').first()).toHaveText('The')
  for (const { complaints } of [chair, brazil]) expect(complaints).toEqual([])
})

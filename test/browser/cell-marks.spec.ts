/** Amendments and authors in tasks and provisions: in the cells themselves. */
import { expect } from '@playwright/test'
import { type Product, startProduct } from '../support/product.ts'
import { beginAmending, tableOwn } from './moves.ts'
import { enter, faultsOn, openRecommendation, saved, test } from './people.ts'

let product: Product
test.beforeAll(async () => {
  product = await startProduct()
})
test.afterAll(async () => product.remove())

test('[UI-181] what an amendment changes in a cell stands in the cell, with the code that leads to its card', async ({
  browser,
}) => {
  test.setTimeout(150_000)
  const brazil = await enter(browser, product, 'Brazil')
  const portugal = await enter(browser, product, 'Portugal')
  const reader = await enter(browser, product, 'Remote participant')
  for (const person of [brazil, portugal, reader])
    await openRecommendation(person, 'Host country agreements')
  await beginAmending(brazil)
  const own = brazil.page.getByRole('region', { name: 'Your amendment to: Majority text' })
  await own.getByRole('button', { name: /^Task, row 1/ }).click()
  await own.getByRole('textbox', { name: /^Task, row 1/ }).focus()
  await brazil.page.keyboard.press('End')
  await brazil.page.keyboard.type(' at once', { delay: 40 })
  await saved(brazil)
  await tableOwn(brazil, 'Sooner.', 'at once')
  for (const { page } of [portugal, reader]) {
    const majority = page.getByRole('region', { name: 'Majority text' })
    await expect(majority.locator('td').getByRole('insertion')).toContainText('at once')
    await expect(
      majority.locator('td').getByRole('button', { name: /^Amendment 1 of BR/ }),
    ).toBeVisible()
  }
  const majority = portugal.page.getByRole('region', { name: 'Majority text' })
  await majority.getByRole('button', { name: /^Timeline, row 1/ }).click()
  await majority.getByRole('textbox', { name: /^Timeline, row 1/ }).focus()
  await portugal.page.keyboard.press('End')
  await portugal.page.keyboard.type(' at the latest', { delay: 40 })
  await saved(portugal)
  for (const { page } of [portugal, reader]) {
    await page.keyboard.press('Control+Alt+w')
    // The first letter bears the author's code, and stands by itself in an editor.
    const words = page.locator('td [data-author="Portugal"]')
    await expect.poll(async () => (await words.allTextContents()).join('')).toBe(' at the latest')
    expect(await faultsOn({ page })).toEqual([])
  }
  for (const { complaints } of [portugal, reader]) expect(complaints).toEqual([])
})

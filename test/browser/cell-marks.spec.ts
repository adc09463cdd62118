/** Amendments and authors in tasks and provisions: in the cells themselves. */
import { expect, type Locator } from '@playwright/test'
import { type Product, startProduct } from '../support/product.ts'
import { beginAmending, tableOwn } from './moves.ts'
import { enter, faultsOn, openRecommendation, type Person, saved, test } from './people.ts'

let product: Product
test.beforeAll(async () => {
  product = await startProduct()
})
test.afterAll(async () => product.remove())

async function typeInCell(
  person: Person,
  text: Locator,
  cell: string,
  words: string,
): Promise<void> {
  await text.getByLabel(cell).click()
  await person.page.keyboard.press('End')
  await person.page.keyboard.type(words, { delay: 40 })
  await saved(person)
}

test('[UI-181] what an amendment changes in a cell stands in the cell, open or not, and a row that it adds below the others, with the code that leads to its card; the words of cells are coloured by author too', async ({
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
  await typeInCell(brazil, own, 'Task, row 1', ' at once')
  await own.getByRole('button', { name: 'Add task' }).click()
  await typeInCell(brazil, own, 'Task, row 2', 'Translate it')
  await tableOwn(brazil, 'Sooner.', 'at once')
  for (const { page } of [portugal, reader]) {
    const rows = page.getByRole('region', { name: 'Majority text' }).getByRole('row')
    await expect(rows.nth(1).getByRole('insertion')).toHaveText(' at once')
    await expect(rows.nth(2).getByRole('insertion')).toHaveText('Translate it')
    for (const nth of [1, 2])
      await expect(rows.nth(nth).getByRole('button', { name: /^Amendment 1 of BR/ })).toHaveText(
        'BR',
      )
  }
  const majority = portugal.page.getByRole('region', { name: 'Majority text' })
  await typeInCell(portugal, majority, 'Timeline, row 1', ' at the latest')
  // The marks stand in an open cell too, and its bar once.
  const task = majority.getByRole('row').nth(1).getByRole('cell').first()
  await majority.getByLabel('Task, row 1').click()
  await expect(task.getByRole('textbox')).toBeFocused()
  await expect(task.getByRole('insertion')).toHaveText(' at once')
  await expect(task.getByRole('button')).toHaveCount(2)
  for (const { page } of [portugal, reader]) {
    await page.keyboard.press('Control+Alt+w')
    // The first letter bears the author's code, and stands by itself in an editor.
    const words = page.locator('td [data-author="Portugal"]')
    await expect.poll(async () => (await words.allTextContents()).join('')).toBe(' at the latest')
    expect(await faultsOn({ page })).toEqual([])
  }
  for (const { complaints } of [portugal, reader]) expect(complaints).toEqual([])
})

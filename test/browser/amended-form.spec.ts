/** Amendments that split, join and shape paragraphs, as the text shows them. */
import { expect } from '@playwright/test'
import { type Product, startProduct } from '../support/product.ts'
import { amendmentCard, beginAmending, decideAmendment, tableOwn } from './moves.ts'
import { caretAt, enter, openRecommendation, saved, test } from './people.ts'

let product: Product
test.beforeAll(async () => {
  product = await startProduct()
})
test.afterAll(async () => product.remove())

test('[UI-185] the list button as first key amends; the text shows where a paragraph is split, joined or shaped, to whoever types and whoever reads', async ({
  browser,
}) => {
  test.setTimeout(120_000)
  const [chair, brazil, observer] = await Promise.all([
    enter(browser, product, 'Chair'),
    enter(browser, product, 'Brazil'),
    enter(browser, product, 'Remote participant'),
  ])
  const everybody = [chair, brazil, observer]
  for (const person of everybody) await openRecommendation(person, 'Travel support')
  const before = await brazil.majority.locator('p').first().textContent()
  const own = await beginAmending(brazil)
  await caretAt(own.locator('p').first(), 'start')
  await brazil.page.getByRole('button', { name: 'Bulleted list' }).last().click()
  await expect(own.locator('li')).toContainText(before ?? '')
  await saved(brazil)
  await tableOwn(brazil, '', 'formatting only (an item of a list): ')
  for (const { majority } of [chair, observer]) {
    await expect(
      majority.getByRole('button', { name: /Amendment 1 of BR, formatting only/ }),
    ).toHaveText('BR')
    await expect(majority.locator('del, ins')).toHaveCount(0)
  }

  // Another splits the paragraph; a sign stands there, and no words are struck.
  const again = await beginAmending(brazil)
  const paragraph = again.locator('p').first()
  await paragraph.click()
  await paragraph.evaluate((element) => {
    const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
    while (texts.nextNode()) {
      const place = texts.currentNode.textContent?.indexOf(' ') ?? -1
      if (place >= 0) return getSelection()?.collapse(texts.currentNode, place + 1)
    }
    return undefined
  })
  await brazil.page.keyboard.press('Enter')
  await saved(brazil)
  await tableOwn(brazil, '', '¶')
  for (const { majority } of [chair, observer]) {
    await expect(majority.getByRole('insertion')).toHaveText('¶ New paragraph: ')
    await expect(majority.getByRole('deletion')).toHaveCount(0)
  }
  await chair.page.getByRole('tab', { name: 'Amendments 2' }).click()
  await decideAmendment(chair, 2, 'Take up')
  await expect(chair.majority.getByRole('insertion')).toHaveCount(0)

  // And a third one joins them again, as the first one does now.
  const third = await beginAmending(brazil)
  await caretAt(third.locator('p').nth(1), 'start')
  await brazil.page.keyboard.press('Backspace')
  await saved(brazil)
  await tableOwn(brazil, '', '¶')
  for (const { majority } of [chair, observer]) {
    const joined = '¶ Paragraphs joined: '
    await expect(majority.getByRole('deletion')).toHaveText([joined, joined])
    await expect(majority.getByRole('insertion')).toHaveCount(0)
  }
  await expect(amendmentCard(chair, 3)).toContainText('Paragraphs joined:')
  for (const { complaints } of everybody) expect(complaints).toEqual([])
})

/** Brackets that come by pasting, are taken up by keyboard, and are counted through the day. */
import { expect } from '@playwright/test'
import { type Product, startProduct } from '../support/product.ts'
import { enter, openRecommendation, saved, test } from './people.ts'

let product: Product
test.beforeAll(async () => {
  product = await startProduct()
})
test.afterAll(async () => product.remove())

test('[UI-116] pasted brackets are the paster’s for everybody; the bracket at the caret is taken up by keyboard in the live text; the curve of the day and its table tell how many are left', async ({
  browser,
}) => {
  const [chair, brazil] = await Promise.all([
    enter(browser, product, 'Chair'),
    enter(browser, product, 'Brazil'),
  ])
  const people = [chair, brazil]
  for (const person of people) await openRecommendation(person, 'Liaison with the CSTD')
  const figure = chair.page.getByRole('navigation').getByRole('figure')
  const said = figure.getByText(/when the day was opened, \d+ now/)
  const now = async () => Number(/(\d+) now/.exec((await said.textContent()) ?? '')?.[1])
  await expect(said).toBeVisible()
  const before = await now()
  expect(await said.textContent()).toContain(`${before} bracket`)

  // Brazil pastes plain words from elsewhere.
  await brazil.majority.locator('p').last().click()
  await brazil.page.keyboard.press('Control+End')
  await brazil.majority.evaluate((editor) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', ' They report [each [calendar] year] in [May] [June].')
    const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true })
    editor.dispatchEvent(event)
  })
  await expect(chair.majority.locator('[data-edge="open"]').getByText('BR:')).toHaveCount(4)
  await saved(brazil)

  // By keyboard alone: into the inner bracket, its popover, and back to typing where the caret was.
  for (let step = 0; step < ' year] in [May] [June].'.length; step++)
    await brazil.page.keyboard.press('ArrowLeft')
  await brazil.page.keyboard.press('ArrowLeft')
  await expect(
    brazil.page.getByRole('button', { name: 'Show the bracket at the caret (Ctrl+Alt+B)' }),
  ).toBeEnabled()
  await brazil.page.keyboard.press('Control+Alt+b')
  const popover = brazil.page.getByRole('dialog', { name: 'Bracket of BR' })
  await expect(popover.locator('blockquote')).toHaveText('calendar')
  await brazil.page.keyboard.press('Escape')
  await expect(popover).toHaveCount(0)
  await expect(brazil.majority).toBeFocused()

  // The chair chooses an option, in the live text and by keyboard as well.
  await chair.majority.locator('p').last().click()
  await chair.page.keyboard.press('Control+End')
  await chair.page.keyboard.press('ArrowLeft')
  await chair.page.keyboard.press('Control+Alt+b')
  const choose = chair.page.getByRole('button', { name: 'Choose “June”' })
  await choose.focus()
  await chair.page.keyboard.press('Enter')
  await expect(brazil.majority).toContainText('in June.')

  // The curve ends with what is left, and a table says the same.
  await expect.poll(now).toBe(before + 2)
  await figure.getByText('Through the day').click()
  const rows = figure.getByRole('table').getByRole('row')
  await expect(rows.nth(1)).toContainText(String(before))
  await expect(rows.last()).toContainText(String(before + 2))
  for (const { complaints } of people) expect(complaints).toEqual([])
})

/** What others deleted, seen where it stood, and put back by keyboard while another types at the place. */
import { expect } from '@playwright/test'
import { removeWords, typeBehind } from '../support/flow-edits.ts'
import { caretAt, faultsOn, saved } from './people.ts'
import { test } from './room.ts'

test('[UI-640] deleted words are struck where they stood, with who deleted them; by keyboard they are put back while another types there, and taken back again', async ({
  room,
}) => {
  const group = await room({
    seats: ['Brazil', 'Portugal', 'Remote participant'],
    text: ['The fund shall be voluntary.', 'The forum has a fund.'],
  })
  const { textId } = group.recommendation()
  await group.write('Portugal', textId, (doc) => removeWords(doc, 'shall be '))
  const [brazil, reader] = await group.enterAll(['Brazil', 'Remote participant'])
  for (const { page } of [brazil, reader]) {
    await page.getByRole('button', { name: 'View: All markup' }).click()
    await page.getByRole('menuitemradio', { name: /^Deleted words/ }).click()
    await expect(page.getByText('1 passage was deleted here.')).toBeVisible()
  }
  const { page } = brazil
  await expect(brazil.majority.locator('del')).toHaveText('shall be ')
  expect(await faultsOn(brazil)).toEqual([])

  // Whoever only reads sees who it was, and cannot put anything back.
  const struck = reader.majority.getByRole('button', { name: /^Deleted by Portugal/ })
  await struck.click()
  await expect(reader.page.getByRole('dialog')).toContainText('Deleted by Portugal')
  await expect(reader.page.getByRole('button', { name: 'Put back' })).toHaveCount(0)
  await reader.page.keyboard.press('Escape')
  await expect(struck).toBeFocused()

  await caretAt(brazil.majority.locator('p').first(), 'end')
  await brazil.majority.getByRole('button', { name: /^Deleted by Portugal/ }).focus()
  await page.keyboard.press('Enter')
  const putBack = page.getByRole('button', { name: 'Put back' })
  await expect(putBack).toBeVisible()
  await group.write('Portugal', textId, (doc) => typeBehind(doc, 'really ', 'The fund ', 0))
  await expect(brazil.majority).toContainText('The fund')
  await putBack.focus()
  await page.keyboard.press('Enter')
  const whole = /The fund (shall be really|really shall be) voluntary\./
  await expect(brazil.majority.locator('p').first()).toHaveText(whole)
  await expect(page.getByText('Nothing that was deleted')).toBeVisible()
  await expect(brazil.majority.locator('del')).toHaveCount(0)
  await expect(brazil.majority).toBeFocused()
  await expect(reader.majority.locator('p').first()).toHaveText(whole)
  await page.keyboard.press('Control+z')
  await expect(brazil.majority.locator('p').first()).not.toHaveText(whole)
  await page.keyboard.press('Control+y')
  await expect(brazil.majority.locator('p').first()).toHaveText(whole)
  await saved(brazil)
  for (const person of [brazil, reader]) expect(person.complaints).toEqual([])
})

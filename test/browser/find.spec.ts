/** Somebody finds words in a text and replaces them by keyboard, while another types. */
import { expect } from '@playwright/test'
import { caretAt, saved } from './people.ts'
import { test } from './room.ts'

test('[UI-663] find and replace by keyboard: from the words to the field, through the matches, all at once while another types, back into the words, and taken back as one step', async ({
  room,
}) => {
  const meeting = await room({
    seats: ['Brazil', 'Portugal'],
    text: ['The fund is public. The Fund funds the forum.', 'The forum has a fund.'],
  })
  const [brazil, portugal] = await meeting.enterAll(['Brazil', 'Portugal'])
  const { page } = brazil
  const first = brazil.majority.locator('p').first()
  await caretAt(first, 'end')
  await page.keyboard.press('Control+f')
  await expect(page.getByLabel('Find', { exact: true })).toBeFocused()
  await page.keyboard.type('fund')
  const count = page.getByRole('search').getByRole('status')
  await expect(count).toHaveText('1 of 4')
  await page.keyboard.press('Enter')
  await expect(count).toHaveText('2 of 4')
  await page.keyboard.press('Shift+Enter')
  await expect(count).toHaveText('1 of 4')
  await page.getByLabel('Replace with').fill('trust')
  await caretAt(portugal.majority.locator('p').last(), 'end')
  await Promise.all([
    portugal.page.keyboard.type(' It is new.', { delay: 20 }),
    page.getByRole('button', { name: 'Replace all' }).click(),
  ])
  await expect(page.getByText('4 replaced.')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('search')).toBeHidden()
  for (const words of [
    'The trust is public. The trust trusts the forum.',
    'The forum has a trust. It is new.',
  ])
    await expect(portugal.majority).toContainText(words)
  await page.keyboard.press('Control+z')
  await expect(portugal.majority).toContainText('The Fund funds the forum.')
  for (const person of [brazil, portugal]) {
    await saved(person)
    await expect(person.majority).toContainText('It is new.')
    expect(person.complaints).toEqual([])
  }
})

/** What delegations do with amendments in the browser. */
import { expect, type Locator, type Page } from '@playwright/test'
import { type Person, saved } from './people.ts'

/** Changes how a person works on the text, from one mode to another. */
export async function chooseMode(page: Page, now: string, mode: RegExp): Promise<void> {
  await page.getByRole('button', { name: now, exact: true }).first().click()
  await page.getByRole('menuitem', { name: mode }).click()
}

/** The person's place to type in their own amendment. */
export const own = ({ page }: Person): Locator =>
  page.getByRole('textbox', { name: 'Your amendment to: Majority text' })

/** Types at the end of a line of one's own amendment. */
export async function typeInOwn(person: Person, words: string, paragraph = 0): Promise<void> {
  await own(person).locator('p').nth(paragraph).click()
  await person.page.keyboard.press('End')
  await person.page.keyboard.type(words, { delay: 20 })
  await saved(person)
}

/** Tables one's own amendment with a reason. */
export async function table(person: Person, reason: string): Promise<void> {
  await person.page.getByRole('button', { name: 'Table…' }).click()
  const dialog = person.page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: 'Reason' }).fill(reason)
  await dialog.getByRole('button', { name: 'Table the amendment' }).click()
  await expect(dialog).toBeHidden()
}

/** The moves that people make in the room, as they make them: by what is on their screen. */
import { expect, type Locator } from '@playwright/test'
import { caretAt, type Person, saved } from './people.ts'

/** Switches between Editing, Reading and Amending. */
export async function chooseMode({ page }: Person, now: string, mode: RegExp): Promise<void> {
  await page.getByRole('button', { name: now, exact: true }).first().click()
  await page.getByRole('menuitem', { name: mode }).click()
}

/** The person's place to type in their own amendment. */
export const ownAmendment = ({ page }: Person): Locator =>
  page.getByRole('textbox', { name: 'Your amendment to: Majority text' })

/** Begins to amend the majority text; gives back the place to type in. */
export async function beginAmending(person: Person): Promise<Locator> {
  await chooseMode(person, 'Editing', /^Amending/)
  await expect(ownAmendment(person)).toBeVisible()
  return ownAmendment(person)
}

/** Tables the amendment that the person has begun, when its dialog says what it is to say. */
export async function tableOwn(
  { page }: Person,
  reason: string,
  says: string | RegExp = '',
): Promise<void> {
  await page.getByRole('button', { name: 'Table…' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText(says)
  await dialog.getByRole('textbox', { name: 'Reason' }).fill(reason)
  await dialog.getByRole('button', { name: 'Table the amendment' }).click()
  await expect(dialog).toBeHidden()
}

/** Puts words to the end of a paragraph of the person's own amendment, and waits until they are saved. */
export async function typeInOwn(person: Person, words: string, paragraph = 0): Promise<void> {
  await caretAt(ownAmendment(person).locator('p').nth(paragraph), 'end')
  await person.page.keyboard.insertText(words)
  await saved(person)
}

/** An amendment's card in the rail, by its number. */
export const amendmentCard = ({ page }: Person, number: number): Locator =>
  page.getByRole('article', { name: `Amendment ${number}`, exact: true })

/** The chair decides a tabled amendment in its dialog. */
export async function decideAmendment(
  chair: Person,
  number: number,
  outcome: string,
): Promise<void> {
  await amendmentCard(chair, number).getByRole('button', { name: outcome, exact: true }).click()
  const dialog = chair.page.getByRole('dialog')
  await dialog.getByRole('button', { name: outcome, exact: true }).click()
  await expect(dialog).toBeHidden()
}

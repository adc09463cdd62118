/** Who wrote what: colours by delegation that stay right through splits, an amendment, offline work and a restart. */
import { expect, type Locator } from '@playwright/test'
import { split, type } from '#shared/flow/acts'
import { blockOf, draftOf } from '../support/flow-edits.ts'
import { caretBefore, faultsOn, type Person, saved } from './people.ts'
import { test } from './room.ts'

async function toggle({ page }: Person): Promise<void> {
  await page.getByRole('button', { name: 'Menu' }).click()
  await page.getByRole('menuitem', { name: /^Who wrote what/ }).click()
}
/** All words that this person sees marked as an author's, in the order of reading; a cursor in them may part them. */
const wordsOf = (person: Person, author: string): Promise<string> =>
  person.majority
    .locator(`[data-author="${author}"]`)
    .allTextContents()
    .then((runs) => runs.join(''))
/** Puts the cursor behind the last word of a text, and presses keys. */
async function goToEnd(
  { page }: Person,
  place: Locator,
  ...keys: readonly string[]
): Promise<void> {
  await place.locator('p').last().click()
  await page.keyboard.press('Control+End')
  for (const key of keys) await page.keyboard.press(key)
}
const expectWords = (person: Person, author: string, words: RegExp) =>
  expect.poll(() => wordsOf(person, author)).toMatch(words)

test('[UI-102] words keep their delegation’s colour when others split them, amend them, or work offline, also after a restart', async ({
  room,
}) => {
  const group = await room({
    seats: ['Brazil', 'Portugal', 'Civil society', 'Remote participant'],
    text: ['Hosts bear the cost of the meeting.'],
  })
  const everybody = await group.enterAll(['Portugal', 'Remote participant'])
  const [portugal, reader] = everybody
  for (const person of everybody) await toggle(person)
  await expect(portugal.page.getByText('Without a mark: the first draft')).toBeVisible()

  await group.write('Brazil', group.recommendation().textId, (doc) => {
    const draft = draftOf(doc)
    const behind = split(draft, blockOf(doc, -1)?.to ?? 0)
    type(draft, behind, 'Brazil writes this whole sentence.')
  })
  await expectWords(reader, 'Brazil', /^Brazil writes this whole sentence\.$/)
  await expect(portugal.majority).toContainText('this whole sentence.')

  // Portugal goes on, and splits Brazil's sentence.
  await goToEnd(portugal, portugal.majority)
  await portugal.page.keyboard.insertText(' Portugal goes on.')
  await caretBefore(portugal.majority.locator('p').last(), 'whole sentence.')
  await portugal.page.keyboard.press('Enter')
  await saved(portugal)
  for (const person of everybody) {
    const last = person.majority.locator('p').last()
    await expect(last).toContainText('. Portugal goes on.')
    await expect(last).not.toContainText('Brazil writes')
    await expectWords(person, 'Brazil', /^Brazil writes this whole sentence\.$/)
    await expectWords(person, 'Portugal', /^ Portugal goes on\.$/)
  }

  // Civil society's amendment is taken up.
  const textId = await group.amend({
    by: 'Civil society',
    adds: ' Society amends it.',
    paragraph: 2,
  })
  await group.command('Chair', { type: 'decide-amendment', textId, outcome: 'take-up', note: '' })
  await expect(portugal.majority).toContainText('Society amends it.')

  // Offline, Portugal splits once more and adds words.
  const network = portugal.page.context()
  await network.setOffline(true)
  await caretBefore(portugal.majority.locator('p').filter({ hasText: 'Brazil writes' }), 'this ')
  await portugal.page.keyboard.press('Enter')
  await portugal.page.keyboard.insertText('Offline words: ')
  await network.setOffline(false)
  await saved(portugal)

  const ending = async (person: Person) => {
    await expect(person.majority).toContainText('Offline words: ')
    await expectWords(person, 'Brazil', /^Brazil writes this whole sentence\.$/)
    await expectWords(person, 'Portugal', /^Offline words:  Portugal goes on\.$/)
    await expectWords(person, 'Civil society', /^ Society amends it\.$/)
  }
  for (const person of everybody) await ending(person)

  // The cursor tells whose words these are; in a text that is only read, the keyboard goes from author to author.
  await portugal.majority.locator('[data-author="Civil society"]').first().click()
  await expect(portugal.page.getByText('At the cursor: words of Civil society')).toBeVisible()
  const words = reader.majority.getByRole('group', { name: 'Words of Civil society' })
  await words.focus()
  await expect(words).toBeFocused()
  expect(await faultsOn(reader)).toEqual([])

  await group.crash()
  for (const person of everybody) {
    // The choice is this device's, and stays.
    await person.page.reload()
    await ending(person)
  }
  await portugal.page.keyboard.press('Control+Alt+w')
  await expect(portugal.majority.locator('[data-author]')).toHaveCount(0)
  for (const { complaints } of everybody)
    expect(complaints.filter((line) => !/ERR_|WebSocket|Failed to load/.test(line))).toEqual([])
})

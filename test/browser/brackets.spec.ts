/** Square brackets in the room: put by delegations, lifted by the chair. */
import { expect } from '@playwright/test'
import { type Person, saved } from './people.ts'
import { type Room, test } from './room.ts'

/** Types at the very end of the text: brackets key by key, what stands between them at once. */
async function typeAtEnd(person: Person, words: string): Promise<void> {
  // Who may type again after a freeze has an editor only when their page has heard so.
  // Until the words are there to be written in, they are a group to read.
  await expect(person.majority.and(person.page.getByRole('textbox'))).toBeVisible()
  await person.majority.locator('p').last().click()
  await person.page.keyboard.press('Control+End')
  for (const piece of words.split(/([[\]])/).filter((each) => each !== ''))
    if (piece === '[' || piece === ']') await person.page.keyboard.type(piece)
    else await person.page.keyboard.insertText(piece)
}

/** Waits until everybody reads these words; the carets of others are not words. */
async function allRead(people: readonly Person[], words: string): Promise<void> {
  for (const { majority } of people)
    await expect
      .poll(() =>
        majority.evaluate((element) => {
          const copy = element.cloneNode(true) as HTMLElement
          for (const caret of copy.querySelectorAll('[class*="caret"]')) caret.remove()
          return copy.textContent?.replaceAll('\u2060', '')
        }),
      )
      .toContain(words)
}

/** Waits until these words are what those who only read get. */
const isServed = (meeting: Room, words: string): Promise<void> =>
  expect.poll(() => meeting.plain(undefined, 'Remote participant')).toContain(words)

test('[UI-66] two delegations bracket words by typing and by option; the chair lifts them by click and by keyboard; [UI-67] a text is shown bracketed, clean, or as nothing but its brackets; outline and day say how many are left; [UI-641] what a bracket is for is said on its card by who wants it, and read by all on card, list and history', async ({
  room,
}) => {
  const meeting = await room({
    seats: ['Brazil', 'Portugal', 'Remote participant'],
    texts: { 'Liaison with the CSTD': ['It reports.'] },
  })
  const everybody = await meeting.enterAll(['Chair', 'Brazil', 'Portugal'])
  const [chair, brazil, portugal] = everybody

  // Brazil types a bracket, Portugal another one with a bracket inside.
  await typeAtEnd(brazil, ' They report [quarterly].')
  await allRead([portugal], '[BR: quarterly].')
  await typeAtEnd(portugal, ' Hosts agree [in writing [and in public]].')
  await allRead(everybody, 'Hosts agree [PT: in writing [PT: and in public]].')

  // Brazil adds an option to its bracket: by a click on it.
  await brazil.majority.getByText('BR:').click()
  const popover = brazil.page.getByRole('dialog', { name: 'Bracket of BR' })
  await expect(popover).toContainText('quarterly')
  await expect(popover.getByRole('button', { name: 'Drop the words' })).toHaveCount(0)
  await popover.getByRole('textbox', { name: 'Another option' }).fill('annually')
  await popover.getByRole('button', { name: 'Add option' }).click()
  await allRead(everybody, 'They report [BR: quarterly] [BR: annually].')
  await isServed(meeting, 'They report [BR: quarterly] [BR: annually].')
  await saved(brazil)

  // The chair chooses an option by click, and keeps the inner bracket's words.
  await chair.majority.getByText('BR:').first().click()
  await chair.page.getByRole('button', { name: 'Choose “annually”' }).click()
  await allRead(everybody, 'They report annually.')
  await chair.majority.getByText('PT:').last().click()
  await chair.page.getByRole('button', { name: 'Keep the words' }).click()
  await allRead(everybody, 'Hosts agree [PT: in writing and in public].')

  // Where only the secretariat types the chair reads, and lifts by keyboard alone.
  await chair.page.getByRole('button', { name: /^Drafting/ }).click()
  await chair.page.getByRole('menuitem', { name: /Amendments only/ }).click()
  const edge = chair.majority.getByRole('button', { name: /PT:/ })
  await edge.focus()
  await chair.page.keyboard.press('Enter')
  await chair.page.getByRole('button', { name: 'Drop the words' }).focus()
  await chair.page.keyboard.press('Enter')
  await allRead(everybody, 'Hosts agree.')
  await chair.page.getByRole('tab', { name: 'History' }).click()
  await expect(chair.page.getByText('chose “annually” from “[BR: quarterly]')).toBeVisible()
  await expect(chair.page.getByText('dropped bracketed words in')).toBeVisible()

  // People type on where words were joined.
  await chair.page.getByRole('button', { name: /^Drafting/ }).click()
  await chair.page.getByRole('menuitem', { name: /Open drafting/ }).click()
  await typeAtEnd(brazil, ' End.')
  await allRead(everybody, 'They report annually. Hosts agree. End.')
  await isServed(meeting, 'They report annually. Hosts agree. End.')

  // The views of a text with brackets, also of one from right to left.
  await typeAtEnd(brazil, ' يقدم التقرير [كل سنة] إلى اللجنة. It is [published [in full]].')
  await allRead([chair], 'It is [BR: published [BR: in full]].')
  await expect(chair.page.getByRole('main').getByText('3 brackets')).toBeVisible()
  await expect(
    chair.page
      .getByRole('navigation')
      .getByRole('link', { name: /Liaison with the CSTD/ })
      .getByRole('img', { name: '3 brackets' }),
  ).toBeVisible()
  await expect(
    chair.page.getByRole('navigation').getByRole('img', { name: /when the day was opened, / }),
  ).toBeVisible()
  const choose = async (view: string) => {
    await chair.page.getByRole('button', { name: /^View: / }).click()
    await chair.page.getByRole('menuitemradio', { name: view, exact: true }).click()
  }
  await choose('Clean')
  await expect(chair.page.getByRole('group', { name: 'Majority text' })).toContainText(
    'يقدم التقرير كل سنة إلى اللجنة. It is published in full.',
  )
  // Brazil says what a bracket is for.
  await brazil.majority.getByText('BR:').nth(1).click()
  const card = brazil.page.getByRole('dialog', { name: 'Bracket of BR' })
  await card.getByRole('textbox', { name: 'What it is for' }).fill('Costs are not known yet.')
  await card.getByRole('button', { name: 'Say so' }).click()
  await expect(card.getByRole('button', { name: 'Take it back' })).toBeVisible()
  await brazil.page.keyboard.press('Escape')
  await expect(chair.page.getByText(/is for: “Costs are not known yet.”/)).toBeVisible()
  await choose('Only brackets')
  const list = chair.page.getByRole('list', { name: 'Brackets of Majority text' })
  await expect(list.getByRole('listitem')).toHaveText([
    '[BR: كل سنة]',
    '[BR: published [BR: in full]]Costs are not known yet.',
    '[BR: in full]',
  ])
  await list.getByRole('button', { name: 'كل سنة' }).click()
  await chair.page.getByRole('button', { name: 'Drop the words' }).click()
  await expect(list.getByRole('listitem')).toHaveCount(2)
  await choose('All markup')
  await allRead(everybody, 'يقدم التقرير إلى اللجنة.')
  for (const { complaints } of everybody) expect(complaints).toEqual([])
})

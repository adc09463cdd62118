/** The chair takes up an amendment change by change. */
import { expect } from '@playwright/test'
import { amendmentCard, beginAmending, decideAmendment, tableOwn } from './moves.ts'
import { faultsOn, type Person, saved, selectStart } from './people.ts'
import { test } from './room.ts'

test('[UI-71] the chair chooses among the changes of an amendment; the card tells everybody what was taken up and what not; [UI-74] an amendment of formatting alone is tabled, shown as such in card and text, and taken up; no bracket is offered', async ({
  room,
}) => {
  const meeting = await room({
    seats: ['Brazil'],
    amendments: [{ by: 'Brazil', addsBefore: 'Firstly, ', adds: ' Lastly.' }],
  })
  const everybody = await meeting.enterAll(['Chair', 'Brazil'])
  const [chair, brazil] = everybody

  await chair.page.getByRole('tab', { name: 'Amendments 1' }).click()
  const card = (person: Person) => amendmentCard(person, 1)
  await card(chair).getByRole('button', { name: 'Take up in part…' }).click()
  const dialog = chair.page.getByRole('dialog')
  const changes = dialog.getByRole('checkbox')
  await expect(changes).toHaveCount(2)
  // By keyboard alone.
  await changes.first().focus()
  await chair.page.keyboard.press('Tab')
  await chair.page.keyboard.press('Space')
  await expect(dialog.getByRole('checkbox', { name: /Lastly/ })).toBeChecked()
  await expect(dialog.getByText('1 of 2 changes chosen')).toBeVisible()
  expect(await faultsOn(chair)).toEqual([])
  await dialog.getByRole('button', { name: 'Take up 1 change' }).click()
  await expect(dialog).toBeHidden()

  await brazil.page.getByRole('tab', { name: 'Amendments 0' }).click()
  for (const person of everybody) {
    await expect(person.majority).toContainText('Lastly.')
    await expect(person.majority).not.toContainText('Firstly')
    await expect(card(person)).toContainText('Taken up in part')
    await expect(card(person).getByRole('region', { name: 'Not taken up' })).toHaveText(/Firstly,/)
    await expect(card(person).getByRole('region', { name: 'Taken up', exact: true })).toHaveText(
      /Lastly\./,
    )
  }
  await chair.page.getByRole('tab', { name: 'History' }).click()
  await expect(
    chair.page.getByRole('listitem').filter({ hasText: /Chair took up amendment 1 to .* in part/ }),
  ).toBeVisible()

  // Bold type and nothing else.
  const own = await beginAmending(brazil)
  await selectStart(own.locator('p').first(), 3)
  await brazil.page.keyboard.press('Control+b')
  await expect(own.locator('strong')).toHaveText('The')
  await saved(brazil)
  await tableOwn(brazil, '', 'formatting only')
  await chair.page.getByRole('tab', { name: 'Amendments 1' }).click()
  await expect(amendmentCard(chair, 2)).toContainText('formatting only (bold): ')
  // There is but one wording: the text shows where it is shaped, and no bracket is offered.
  await expect(
    chair.majority.getByRole('button', { name: /Amendment 2 of BR, formatting only/ }),
  ).toHaveText('BR')
  await expect(chair.majority.locator('del, ins')).toHaveCount(0)
  await expect(
    amendmentCard(chair, 2).getByRole('button', { name: 'Bracket', exact: true }),
  ).toHaveCount(0)
  await decideAmendment(chair, 2, 'Take up')
  await expect(chair.majority.locator('strong').first()).toHaveText('The')
  for (const { complaints } of [chair, brazil]) expect(complaints).toEqual([])
})

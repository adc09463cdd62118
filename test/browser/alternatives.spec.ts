/** Three delegations and the chair: two alternatives, their comparison, a point that becomes an amendment, lapse and dissent. */
import { expect } from '@playwright/test'
import { extend } from '../support/group.ts'
import { faultsOn, type Person, phone } from './people.ts'
import { test } from './room.ts'

const title = 'Host country agreements'
const texts = {
  [title]: [
    'The host country signs the agreement nine months before the meeting.',
    'The agreement lists the costs that the host bears.',
  ],
}

const panel = ({ page }: Person, number: number) =>
  page.getByRole('region', { name: `Alternative ${number}` }).first()
const comparison = ({ page }: Person) =>
  page.getByRole('dialog').getByRole('region', { name: 'Differences from the majority text' })

test('[UI-121] two alternatives are compared as columns and in one text, and a point of one becomes an amendment', async ({
  room,
}) => {
  const meeting = await room({
    seats: ['Brazil', 'Portugal', 'Civil society'],
    texts,
    alternatives: [
      {
        by: 'Brazil',
        adds: ' The host pays.',
        reason: 'It says who pays.',
        with: ['Civil society'],
      },
    ],
  })
  const second = await meeting.propose({
    by: 'Portugal',
    adds: ' In two pages.',
    paragraph: -1,
    reason: 'It is shorter.',
  })
  const everybody = await meeting.enterAll(['Chair', 'Civil society'])
  const [chair, society] = everybody

  // The chair compares all of them, by keyboard.
  const open = chair.page.getByRole('button', { name: 'Compare the texts' })
  await open.focus()
  await chair.page.keyboard.press('Enter')
  const table = comparison(chair).getByRole('table')
  await expect(table.getByRole('columnheader')).toHaveText([
    'Majority text',
    /Alternative 1 \(.*,.*\)/,
    /Alternative 2/,
  ])
  await expect(table.getByRole('insertion')).toHaveText([/The host pays\./, /In two pages\./])
  // It is live while both texts change.
  await meeting.write('Portugal', second, (doc) =>
    extend(doc, { adds: ' At once.', paragraph: -1 }),
  )
  await expect(table).toContainText('At once.')
  // Whoever presides proposes nothing.
  await expect(comparison(chair).getByRole('button', { name: /Make an amendment/ })).toHaveCount(0)
  expect(await faultsOn(chair)).toEqual([])
  await comparison(chair).getByText('One text', { exact: true }).click()
  await expect(comparison(chair).getByRole('insertion')).toHaveCount(2)
  await expect(
    comparison(chair)
      .getByRole('img', { name: /Alternative 2/ })
      .last(),
  ).toBeVisible()
  await chair.page.getByRole('button', { name: 'Alternative 1', exact: false }).first().click()
  await expect(comparison(chair).getByRole('insertion')).toHaveText([/In two pages/])
  await chair.page.keyboard.press('Escape')
  await expect(chair.page.getByRole('dialog')).toBeHidden()

  // On a phone: one alternative of choice.
  await society.page.setViewportSize(phone.viewport)
  await society.page.getByRole('button', { name: 'Compare the texts' }).click()
  await expect(comparison(society).getByRole('table')).toHaveCount(0)
  await expect(comparison(society)).toContainText('The host pays.')
  await expect(comparison(society)).not.toContainText('In two pages.')
  await comparison(society)
    .getByRole('radiogroup', { name: 'Against the majority text' })
    .getByText(/Alternative 2/)
    .click()
  await expect(comparison(society)).toContainText('In two pages.')

  // Civil society takes one point of Portugal's for an amendment in its own name.
  await comparison(society)
    .getByRole('button', { name: /Make an amendment of: .*In two pages/ })
    .click()
  await society.page
    .getByRole('region', { name: 'Amendment to the majority text' })
    .getByRole('button', { name: 'Table the amendment' })
    .click()
  await expect(society.page.getByText('The amendment is tabled.')).toBeVisible()
  await chair.page.getByRole('tab', { name: 'Amendments 1' }).click()
  const card = chair.page.getByRole('article', { name: 'Amendment 1' })
  await expect(card).toContainText('Civil society')
  await expect(card).toContainText('From alternative 2.')
  await expect(card.getByRole('insertion')).toHaveText(/In two pages\. At once\./)
  await card.getByRole('button', { name: 'Take up', exact: true }).click()
  await chair.page.getByRole('dialog').getByRole('button', { name: 'Take up', exact: true }).click()
  await expect(chair.majority).toContainText('In two pages. At once.')
  await expect(comparison(society).getByRole('insertion')).toHaveCount(0)

  for (const { complaints } of everybody) expect(complaints).toEqual([])
})

test('[UI-122] an alternative without sponsors lapses in sight, and those that stand are recorded beside the adopted text', async ({
  room,
}) => {
  const meeting = await room({
    seats: ['Brazil', 'Portugal', 'Civil society'],
    texts,
    alternatives: [
      {
        by: 'Brazil',
        adds: ' The host pays.',
        paragraph: -1,
        reason: 'It says who pays.',
        with: ['Civil society'],
      },
      { by: 'Portugal', adds: ' In two pages.', paragraph: -1, reason: 'It is shorter.' },
    ],
  })
  const [chair, portugal] = await meeting.enterAll(['Chair', 'Portugal'])

  // Both texts have come: until then they move what stands below them.
  await expect(panel(portugal, 1)).toContainText('The host pays.')
  await expect(panel(portugal, 2)).toContainText('In two pages.')
  await panel(portugal, 2).getByRole('button', { name: 'Leave the sponsors' }).click()
  await portugal.page.getByRole('dialog').getByRole('button', { name: 'Leave' }).click()
  for (const person of [chair, portugal]) {
    await expect(panel(person, 2)).toContainText('Lapsed: no sponsor is left')
    const entry = person.page.getByRole('navigation').getByRole('link', { name: title })
    await expect(entry.getByRole('img', { name: '1 alternative has lapsed' })).toBeVisible()
    await expect(entry.getByRole('img', { name: '1 alternative stands' })).toBeVisible()
  }
  await expect(portugal.page.getByRole('textbox', { name: 'Alternative 2' })).toHaveCount(0)
  await chair.page.getByRole('tab', { name: 'History' }).click()
  await expect(
    chair.page
      .getByRole('listitem')
      .filter({ hasText: /lapsed/ })
      .first(),
  ).toBeVisible()

  await chair.page.getByRole('button', { name: 'Resolve …' }).click()
  await chair.page.getByRole('menuitem', { name: /Adopt with the alternatives recorded/ }).click()
  await chair.page.getByRole('button', { name: 'Adopt with alternatives' }).click()
  for (const person of [chair, portugal]) {
    await expect(panel(person, 1)).toContainText('Recorded as dissent')
    await expect(panel(person, 2)).not.toContainText('Recorded as dissent')
  }
  await chair.page.getByRole('button', { name: 'The decided text' }).first().click()
  const dialog = chair.page.getByRole('dialog')
  const dissent = dialog.getByRole('group', { name: 'Dissent: alternative 1' })
  await expect(dissent).toContainText('The host pays.')
  await expect(dialog).toContainText('It says who pays.')
  await expect(dialog).toContainText('proposed by Brazil and Civil society')
  for (const { complaints } of [chair, portugal]) expect(complaints).toEqual([])
})

/** Two delegations amend one recommendation while it is edited; the chair takes one amendment up and brackets the other. */
import { expect, type Page } from '@playwright/test'
import { rewrite } from '../support/group.ts'
import { amendmentCard, beginAmending, decideAmendment, ownAmendment, tableOwn } from './moves.ts'
import { caretAt, faultsOn, type Person, saved } from './people.ts'
import { test } from './room.ts'

const text = ['The host signs the agreement.', 'The last paragraph.']
/** The chair takes the paragraphs out. */
const gone = ['Nothing of it is left.']

async function typeInOwn(person: Person, words: string, paragraph = 0): Promise<void> {
  await caretAt(ownAmendment(person).locator('p').nth(paragraph), 'end')
  await person.page.keyboard.type(words)
  await saved(person)
}

test('[ROOM-41] two delegations amend one text while it is edited; the chair takes one up and brackets the other, over a crash', async ({
  room,
}) => {
  const meeting = await room({ seats: ['Brazil', 'Portugal'], text })
  const everybody = await meeting.enterAll(['Chair', 'Brazil', 'Portugal'])
  const [chair, brazil, portugal] = everybody

  // Both begin to amend; what they type is theirs alone.
  for (const person of [brazil, portugal]) await beginAmending(person)
  await typeInOwn(brazil, ' Brazil adds this.')
  await typeInOwn(portugal, ' Portugal asks for that.')
  await expect(chair.majority).not.toContainText('adds this')

  // The chair edits the text meanwhile: both amendments follow.
  await chair.majority.locator('p').first().click()
  await chair.page.keyboard.press('Control+Home')
  await chair.page.keyboard.type('In addition: ')
  await saved(chair)
  for (const person of [brazil, portugal])
    await expect(ownAmendment(person)).toContainText(`In addition: ${text[0]}`)

  await tableOwn(brazil, 'It closes a gap.')
  await tableOwn(portugal, 'It says who pays.')
  for (const person of everybody) {
    await person.page.getByRole('tab', { name: 'Amendments 2' }).click()
    const group = person.page.getByRole('group', { name: '2 amendments to the same paragraph' })
    const card = group.getByRole('article', { name: 'Amendment 1' })
    await expect(card).toContainText('It closes a gap.')
    await expect(card.getByRole('insertion')).toHaveText('Brazil adds this.')
    await expect(
      group.getByRole('article', { name: 'Amendment 2' }).getByRole('insertion'),
    ).toHaveText('Portugal asks for that.')
  }

  expect(await faultsOn(brazil)).toEqual([])

  await decideAmendment(chair, 1, 'Take up')
  await expect(chair.majority).toContainText('Brazil adds this.')
  // The other one stands beside the text as it is now.
  await expect(
    chair.page.getByRole('article', { name: 'Amendment 2' }).getByRole('insertion'),
  ).toHaveText('Portugal asks for that.')
  await decideAmendment(chair, 2, 'Bracket')

  const ending = async (person: Person) => {
    await expect(person.majority).toContainText('Brazil adds this.')
    await expect(person.majority).toContainText('Portugal asks for that.')
    await expect(person.majority).toContainText('In addition: ')
    await expect(person.page.getByText('1 bracket')).toBeVisible()
    await person.page.getByRole('tab', { name: 'Amendments 0' }).click()
    const status = (name: string) => person.page.getByRole('article', { name })
    await expect(status('Amendment 1')).toContainText('Taken up')
    await expect(status('Amendment 2')).toContainText('Bracketed')
  }
  for (const person of everybody) await ending(person)
  const words = await chair.majority.locator('p').first().textContent()
  for (const person of everybody)
    await expect(person.majority.locator('p').first()).toHaveText(words ?? '')

  // The record says what was proposed and what became of the text.
  await chair.page.getByRole('tab', { name: 'History' }).click()
  const entry = chair.page
    .getByRole('listitem')
    .filter({ hasText: /Chair put amendment 2 to .* in square brackets/ })
  await entry.getByRole('button', { name: 'The words' }).click()
  await expect(
    chair.page.getByRole('group', { name: 'What became of the text' }).getByRole('insertion'),
  ).toContainText('[PT: Portugal asks for that.]')
  await chair.page.getByRole('button', { name: 'Close' }).last().click()

  await meeting.crash()
  for (const person of everybody) {
    await person.page.reload()
    await ending(person)
    await expect(person.majority.locator('p').first()).toHaveText(words ?? '')
  }
  for (const { complaints } of everybody)
    expect(complaints.filter((line) => !/ERR_|WebSocket|Failed to load/.test(line))).toEqual([])
})

test('[UI-41] an amendment whose paragraph is gone says so with its words; delegations co-sponsor and withdraw it', async ({
  room,
}) => {
  const meeting = await room({ seats: ['Brazil', 'Portugal'], text })
  const { textId } = meeting.recommendation()
  const everybody = await meeting.enterAll(['Chair', 'Brazil', 'Portugal'])
  const [chair, brazil, portugal] = everybody
  await beginAmending(brazil)
  await typeInOwn(brazil, ' Zebra crossing.', 1)

  await meeting.write('Chair', textId, (doc) => rewrite(doc, gone))
  await expect(ownAmendment(brazil)).toContainText('Nothing of it is left.')
  const notice = (within: Page | ReturnType<typeof amendmentCard>) =>
    within.getByRole('status').filter({ hasText: 'is no longer in the text' })
  await expect(notice(brazil.page)).toContainText('Zebra crossing.')
  await tableOwn(brazil, '')
  for (const person of everybody) {
    await person.page.getByRole('tab', { name: 'Amendments 1' }).click()
    await expect(person.page.getByRole('article', { name: 'Amendment 1' })).toBeVisible()
  }
  await expect(notice(amendmentCard(chair, 1))).toContainText('Zebra crossing.')
  await expect(
    amendmentCard(chair, 1).getByRole('button', { name: 'Take up', exact: true }),
  ).toBeDisabled()
  await expect(amendmentCard(chair, 1).getByRole('button', { name: 'Not taken up' })).toBeEnabled()
  await amendmentCard(portugal, 1).getByRole('button', { name: 'Co-sponsor' }).click()
  await expect(amendmentCard(chair, 1).getByRole('img', { name: 'Portugal' })).toBeVisible()
  await amendmentCard(brazil, 1).getByRole('button', { name: 'Leave the sponsors' }).click()
  await expect(amendmentCard(chair, 1).getByRole('img', { name: 'Brazil' })).toBeHidden()
  await amendmentCard(portugal, 1).getByRole('button', { name: 'Withdraw' }).click()
  await expect(amendmentCard(chair, 1)).toContainText('Withdrawn')
  for (const { complaints } of everybody) expect(complaints).toEqual([])
})

test('[UI-75] a tabled amendment whose paragraph is gone is drafted anew by its sponsor, who is led to it, its words placed anew, tabled again and taken up', async ({
  room,
}) => {
  const meeting = await room({
    seats: ['Brazil'],
    text,
    amendments: [{ by: 'Brazil', adds: ' Zebra crossing.', paragraph: 1 }],
  })
  const { textId } = meeting.recommendation()
  const [chair, brazil] = await meeting.enterAll(['Chair', 'Brazil'])
  const own = ownAmendment(brazil).locator('p')
  await meeting.write('Chair', textId, (doc) => rewrite(doc, gone))

  await brazil.page.getByRole('tab', { name: 'Amendments 1' }).click()
  await amendmentCard(brazil, 1).getByRole('button', { name: 'Draft it anew' }).click()
  await expect(amendmentCard(brazil, 1)).toContainText('Withdrawn')
  await expect(ownAmendment(brazil)).toBeVisible()
  const notice = brazil.page.getByRole('status').filter({ hasText: 'is no longer in the text' })
  await expect(notice).toContainText('Zebra crossing.')
  await expect(ownAmendment(brazil)).toContainText('Zebra crossing.')
  await notice.getByRole('button', { name: 'Place my words anew' }).click()
  await expect(notice).toBeHidden()
  await expect(own).toHaveText(['Nothing of it is left.', 'Zebra crossing.'])
  await saved(brazil)
  await tableOwn(brazil, '')
  await chair.page.getByRole('tab', { name: 'Amendments 1' }).click()
  await decideAmendment(chair, 2, 'Take up')
  for (const person of [chair, brazil])
    await expect(person.majority.locator('p')).toHaveText([
      'Nothing of it is left.',
      'Zebra crossing.',
    ])
  for (const { complaints } of [chair, brazil]) expect(complaints).toEqual([])
})

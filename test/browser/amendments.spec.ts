/** An amendment whose paragraph is gone: what its authors and the chair read, and how its words are placed anew. */
import { expect, type Locator, type Page } from '@playwright/test'
import { rewrite } from '../support/group.ts'
import {
  amendmentCard,
  beginAmending,
  decideAmendment,
  ownAmendment,
  tableOwn,
  typeInOwn,
} from './moves.ts'
import { test } from './room.ts'

test('[UI-41] an amendment whose paragraph is gone says so with its words; delegations co-sponsor and withdraw it; [UI-75] a tabled amendment whose paragraph is gone is drafted anew by its sponsor, who is led to it, its words placed anew, tabled again and taken up', async ({
  room,
}) => {
  const meeting = await room({
    seats: ['Brazil', 'Portugal'],
    text: ['The host signs the agreement.', 'The last paragraph.'],
  })
  const { textId } = meeting.recommendation()
  const [chair, brazil] = await meeting.enterAll(['Chair', 'Brazil'])
  await beginAmending(brazil)
  await typeInOwn(brazil, ' Zebra crossing.', 1)
  await meeting.write('Chair', textId, (doc) => rewrite(doc, ['Nothing of it is left.']))
  await expect(ownAmendment(brazil)).toContainText('Nothing of it is left.')
  const notice = (within: Page | Locator) =>
    within.getByRole('status').filter({ hasText: 'is no longer in the text' })
  await expect(notice(brazil.page)).toContainText('Zebra crossing.')
  await tableOwn(brazil, '')
  for (const { page } of [chair, brazil])
    await page.getByRole('tab', { name: 'Amendments 1' }).click()
  const card = amendmentCard(chair, 1)
  await expect(notice(card)).toContainText('Zebra crossing.')
  await expect(card.getByRole('button', { name: 'Take up', exact: true })).toBeDisabled()
  await expect(card.getByRole('button', { name: 'Not taken up' })).toBeEnabled()

  // Another delegation joins; the first leaves; the other withdraws it.
  const { state } = await meeting.record('Portugal')
  const [amendment] = Object.values(state.texts).filter(({ kind }) => kind === 'amendment')
  if (!amendment) throw new Error('There is no amendment.')
  await meeting.command('Portugal', { type: 'join-sponsors', textId: amendment.textId })
  await expect(card.getByRole('img', { name: 'Portugal' })).toBeVisible()
  await amendmentCard(brazil, 1).getByRole('button', { name: 'Leave the sponsors' }).click()
  await expect(card.getByRole('img', { name: 'Brazil' })).toBeHidden()
  await amendmentCard(brazil, 1).getByRole('button', { name: 'Co-sponsor' }).click()
  await expect(card.getByRole('img', { name: 'Brazil' })).toBeVisible()

  // Drafted anew it is withdrawn, and its words find another place.
  await amendmentCard(brazil, 1).getByRole('button', { name: 'Draft it anew' }).click()
  await expect(card).toContainText('Withdrawn')
  await expect(ownAmendment(brazil)).toContainText('Zebra crossing.')
  await expect(notice(brazil.page)).toContainText('Zebra crossing.')
  await notice(brazil.page).getByRole('button', { name: 'Place my words anew' }).click()
  await expect(notice(brazil.page)).toBeHidden()
  const placed = ['Nothing of it is left.', 'Zebra crossing.']
  await expect(ownAmendment(brazil).locator('p')).toHaveText(placed)
  await tableOwn(brazil, '')
  await decideAmendment(chair, 2, 'Take up')
  for (const { majority } of [chair, brazil]) await expect(majority.locator('p')).toHaveText(placed)
  for (const { complaints } of [chair, brazil]) expect(complaints).toEqual([])
})

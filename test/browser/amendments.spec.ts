/** An amendment whose paragraph is gone, and what its sponsors do with it. */
import { expect } from '@playwright/test'
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

test('[UI-41] words of an amendment whose paragraph others took away stand in one of their own, and are tabled and taken up; delegations co-sponsor and leave; [UI-75] a sponsor drafts a tabled amendment anew, is led to it, and tables it again', async ({
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
  const placed = ['Nothing of it is left.', ' Zebra crossing.']
  await expect(ownAmendment(brazil).locator('p')).toHaveText(placed)
  // What one inserts is marked while one types it.
  await expect(ownAmendment(brazil).getByRole('insertion')).toHaveText(' Zebra crossing.')
  await tableOwn(brazil, '')
  for (const { page } of [chair, brazil])
    await page.getByRole('tab', { name: 'Amendments 1' }).click()
  const card = amendmentCard(chair, 1)
  await expect(card.getByRole('insertion')).toHaveText(' Zebra crossing.')

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

  // Drafted anew it is withdrawn, and its words are a draft again.
  await amendmentCard(brazil, 1).getByRole('button', { name: 'Draft it anew' }).click()
  await expect(card).toContainText('Withdrawn')
  await expect(ownAmendment(brazil).locator('p')).toHaveText(placed)
  await typeInOwn(brazil, ' And more.', 1)
  await tableOwn(brazil, '')
  await decideAmendment(chair, 2, 'Take up')
  const taken = ['Nothing of it is left.', ' Zebra crossing. And more.']
  for (const { majority } of [chair, brazil]) await expect(majority.locator('p')).toHaveText(taken)
  for (const { complaints } of [chair, brazil]) expect(complaints).toEqual([])
})

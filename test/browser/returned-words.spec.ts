/** Words that came too late for their text come back to their author as an amendment. */
import { expect } from '@playwright/test'
import { extend } from '../support/group.ts'
import { amendmentCard, ownAmendment, tableOwn } from './moves.ts'
import { faultsOn, keptBy, openPage, personAt, saved, typeAtEnd } from './people.ts'
import { test } from './room.ts'

test('[UI-72] typed offline while the chair freezes the text, words come back as a ready amendment with a report; [UI-142] words for a text that was frozen meanwhile come back to their author, who has not opened it again', async ({
  room,
}) => {
  const group = await room({
    seats: ['Brazil'],
    texts: {
      'Donor reporting': ['Donors report each year.', 'And publish it.'],
      'Outcome documents': ['The outcome is published.'],
    },
  })
  const { textId } = group.recommendation()
  const typist = await group.enter('Brazil', { hasOwnTab: true })
  await saved(typist)
  const context = typist.page.context()
  await context.setOffline(true)
  await typeAtEnd(typist, ' Typed while away.')
  await expect(typist.page.getByRole('banner').getByText('kept on this device')).toBeVisible()
  await typist.page.close()
  // Meanwhile the text goes on, and is then frozen.
  await group.write('Chair', textId, (doc) => extend(doc, { adds: '', addsBefore: 'Meanwhile: ' }))
  await group.command('Chair', { type: 'set-drafting-mode', textId, mode: 'frozen' })
  await context.setOffline(false)
  const brazil = personAt(await context.newPage(), 'Brazil')
  await openPage(brazil, group.recommendation('Outcome documents').address)
  await brazil.page
    .getByRole('banner')
    .getByRole('link', { name: /Not accepted/ })
    .click()
  await expect(
    brazil.page.getByRole('heading', { level: 1, name: 'Donor reporting' }),
  ).toBeVisible()

  const report = keptBy(brazil)
  await expect(report).toContainText('They came back as a ready amendment')
  await expect(report).toContainText('It is saved')
  await expect(report.getByRole('insertion')).toHaveText('Typed while away.')
  await expect(brazil.majority).toContainText('Meanwhile: Donors report each year.')
  await expect(brazil.majority).not.toContainText('Typed while away.')
  expect(await faultsOn(brazil)).toEqual([])
  // Looked at again, it is the same one amendment.
  await brazil.page.reload()
  await expect(report.getByRole('insertion')).toHaveText('Typed while away.')
  await report.getByRole('button', { name: 'Open the amendment' }).click()
  await expect(ownAmendment(brazil)).toContainText('Meanwhile: ')
  await expect(ownAmendment(brazil)).toContainText('Typed while away.')
  await tableOwn(brazil, '')
  await expect(report).toContainText('has been tabled')
  await report.getByRole('button', { name: 'Remove this report' }).click()
  await expect(report).toHaveCount(0)
  await brazil.page.getByRole('tab', { name: 'Amendments 1' }).click()
  await expect(amendmentCard(brazil, 1).getByRole('insertion')).toHaveText('Typed while away.')
  expect(await group.plain(textId)).not.toContain('Typed while away.')
  for (const { complaints } of [typist, brazil])
    expect(complaints.filter((line) => !/ERR_|WebSocket|Failed to load/.test(line))).toEqual([])
})

test('[UI-73] while a text is under silence such words stay on the device, and become an amendment when that has ended', async ({
  room,
}) => {
  const group = await room({ seats: ['Brazil'] })
  const { recommendationId } = group.recommendation()
  const brazil = await group.enter('Brazil')
  await saved(brazil)
  await brazil.page.context().setOffline(true)
  await typeAtEnd(brazil, ' Too late for this.')
  const until = new Date(Date.now() + 3_600_000).toISOString()
  await group.command('Chair', {
    type: 'put-under-silence',
    recommendationIds: [recommendationId],
    until,
  })
  await brazil.page.context().setOffline(false)
  const report = keptBy(brazil)
  await expect(report).toContainText('Too late for this.')
  await expect(report).toContainText('They cannot be made an amendment now.')
  await expect(report).toContainText('under the silence procedure')
  await group.command('Chair', { type: 'lift-silence', recommendationId })
  await expect(report).toContainText('They came back as a ready amendment')
  await report.getByRole('button', { name: 'Open the amendment' }).click()
  await expect(ownAmendment(brazil)).toContainText('Too late for this.')
})

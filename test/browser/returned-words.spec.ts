/** Words that came too late for their text come back to their author as an amendment. */
import { expect } from '@playwright/test'
import { amendmentCard, ownAmendment, tableOwn } from './moves.ts'
import { caretAt, faultsOn, keptBy, saved, typeAtEnd } from './people.ts'
import { test } from './room.ts'

test('[UI-72] typed offline while the chair freezes the text, words come back as a ready amendment with a report', async ({
  room,
}) => {
  const group = await room({
    seats: ['Brazil'],
    text: ['Donors report each year.', 'And publish it.'],
  })
  const { textId } = group.recommendation()
  const [chair, brazil] = await group.enterAll(['Chair', 'Brazil'])
  const first = await chair.majority.locator('p').first().textContent()
  await saved(brazil)
  await brazil.page.context().setOffline(true)
  await typeAtEnd(brazil, ' Typed while away.')
  // Meanwhile the text goes on, and is then frozen.
  await caretAt(chair.majority.locator('p').first(), 'start')
  await chair.page.keyboard.type('Meanwhile: ')
  await saved(chair)
  await group.command('Chair', { type: 'set-drafting-mode', textId, mode: 'frozen' })
  await brazil.page.context().setOffline(false)

  const report = keptBy(brazil)
  await expect(report).toContainText('They came back as a ready amendment')
  await expect(report).toContainText('It is saved')
  await expect(report.getByRole('insertion')).toHaveText('Typed while away.')
  await expect(brazil.majority).toContainText(`Meanwhile: ${first}`)
  await expect(brazil.majority).not.toContainText('Typed while away.')
  expect(await faultsOn(brazil)).toEqual([])
  // Looked at again, it is the same one amendment.
  await brazil.page.reload()
  await expect(report.getByRole('insertion')).toHaveText('Typed while away.')
  await report.getByRole('button', { name: 'Open the amendment' }).click()
  await expect(ownAmendment(brazil)).toContainText('Meanwhile: ')
  await expect(ownAmendment(brazil)).toContainText('Typed while away.')
  await tableOwn(brazil, '')
  await chair.page.getByRole('tab', { name: 'Amendments 1' }).click()
  await expect(amendmentCard(chair, 1).getByRole('insertion')).toHaveText('Typed while away.')
  await expect(report).toContainText('has been tabled')
  await report.getByRole('button', { name: 'Remove this report' }).click()
  await expect(report).toHaveCount(0)
  for (const { complaints } of [chair, brazil])
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

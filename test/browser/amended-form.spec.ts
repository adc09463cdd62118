/** Amendments that split, join and shape paragraphs, as the text shows them. */
import { expect } from '@playwright/test'
import { amendmentCard, beginAmending, tableOwn } from './moves.ts'
import { caretAt, caretBefore, saved } from './people.ts'
import { test } from './room.ts'

test('[UI-185] the list button as first key amends; the text shows where a paragraph is split, joined or shaped, to whoever types and whoever reads', async ({
  room,
}) => {
  const meeting = await room({
    seats: ['Brazil', 'Remote participant'],
    text: ['The trust fund pays the travel of fifty participants.', 'They are chosen in public.'],
  })
  const everybody = await meeting.enterAll(['Brazil', 'Remote participant'])
  const [brazil, observer] = everybody
  const before = await brazil.majority.locator('p').first().textContent()
  const own = await beginAmending(brazil)
  await caretAt(own.locator('p').first(), 'start')
  await brazil.page.getByRole('button', { name: 'Bulleted list' }).last().click()
  await expect(own.locator('li')).toContainText(before ?? '')
  await saved(brazil)
  await tableOwn(brazil, '', 'formatting only (an item of a list): ')
  for (const { majority } of everybody) {
    await expect(
      majority.getByRole('button', { name: /Amendment 1 of BR, formatting only/ }),
    ).toHaveText('BR')
    await expect(majority.locator('del, ins')).toHaveCount(0)
  }

  // Another splits the paragraph; a sign stands there, and no words are struck.
  const again = await beginAmending(brazil)
  const paragraph = again.locator('p').first()
  await caretBefore(paragraph, 'trust fund')
  await brazil.page.keyboard.press('Enter')
  await saved(brazil)
  await tableOwn(brazil, '', '¶')
  for (const { majority } of everybody) {
    await expect(majority.getByRole('insertion')).toHaveText('¶ New paragraph: ')
    await expect(majority.getByRole('deletion')).toHaveCount(0)
  }
  const { texts } = (await meeting.record()).state
  const [, split] = Object.values(texts).filter(({ kind }) => kind === 'amendment')
  if (!split) throw new Error('There is no second amendment.')
  await meeting.command('Chair', {
    type: 'decide-amendment',
    textId: split.textId,
    outcome: 'take-up',
    note: '',
  })
  for (const { majority } of everybody) await expect(majority.getByRole('insertion')).toHaveCount(0)

  // And a third one joins them again. What the first one shapes stays shaped.
  const third = await beginAmending(brazil)
  await caretAt(third.locator('p').nth(1), 'start')
  await brazil.page.keyboard.press('Backspace')
  await saved(brazil)
  await tableOwn(brazil, '', '¶')
  for (const { majority } of everybody) {
    await expect(majority.getByRole('deletion')).toHaveText(['¶ Paragraphs joined: '])
    await expect(majority.getByRole('insertion')).toHaveCount(0)
  }
  await observer.page.getByRole('tab', { name: 'Amendments 2' }).click()
  await expect(amendmentCard(observer, 3)).toContainText('Paragraphs joined:')
  for (const { complaints } of everybody) expect(complaints).toEqual([])
})

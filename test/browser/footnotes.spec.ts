/** Two people write one footnote at once, and everybody reads it. */
import { expect } from '@playwright/test'
import { caretAt, caretBefore, saved } from './people.ts'
import { test } from './room.ts'

test('[UI-575] a footnote by keyboard: begun, written by two at the same time, left with Enter, read by a follower with its number, and at the end of the plain text', async ({
  room,
}) => {
  const meeting = await room({
    seats: ['Brazil', 'Portugal'],
    text: ['Recalling its decision on the fund', 'Decides to meet.'],
  })
  const [brazil, portugal] = await meeting.enterAll(['Brazil', 'Portugal'])
  const [first, last] = ['first', 'last'].map((which) =>
    which === 'first' ? brazil.majority.locator('p').first() : brazil.majority.locator('p').last(),
  )
  if (!first || !last) throw new Error()
  await caretBefore(last, '.')
  await brazil.page.keyboard.press('Control+Alt+f')
  await brazil.page.keyboard.type('See annex [II].')
  await brazil.page.keyboard.press('Enter')
  await brazil.page.keyboard.type(' soon')
  await caretBefore(first, ' on the fund')
  await brazil.page.keyboard.press('Control+Alt+f')
  await brazil.page.keyboard.type('Decision 4')
  const numbers = (words: typeof first) => words.locator('[data-note-number]')
  await expect(numbers(first)).toHaveAttribute('data-note-number', '1')
  await expect(numbers(last)).toHaveAttribute('data-note-number', '2')
  const theirs = portugal.majority.locator('p').first()
  await expect(theirs).toContainText('Decision 4')
  await caretBefore(theirs, 'Decision 4')
  await Promise.all([
    brazil.page.keyboard.type(', section B.', { delay: 30 }),
    portugal.page.keyboard.type('General Assembly ', { delay: 30 }),
  ])
  for (const person of [brazil, portugal]) await saved(person)
  await expect
    .poll(async () => (await meeting.plain()).trimEnd())
    .toBe(
      'Recalling its decision^1 on the fund\n\nDecides to meet^2 soon.\n\n1 General Assembly Decision 4, section B.\n\n2 See annex [II].',
    )
  await brazil.page.keyboard.press('Enter')
  await brazil.page.keyboard.type(', as amended,')
  await expect(portugal.majority.locator('p').first()).toContainText(', as amended,')
  await caretAt(first, 'end')
  for (const person of [brazil, portugal]) expect(person.complaints).toEqual([])
})

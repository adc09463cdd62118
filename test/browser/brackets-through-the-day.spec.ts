/** Brackets that come by pasting, are taken up by keyboard, and are counted through the day. */
import { expect } from '@playwright/test'
import { type Person, saved } from './people.ts'
import { test } from './room.ts'

const atCaret = ({ page }: Person) =>
  page.getByRole('button', { name: 'Show the bracket at the caret (Ctrl+Alt+B)' })

test('[UI-116] pasted brackets are the paster’s for everybody; the bracket at the caret is taken up by keyboard in the live text; the curve of the day and its table tell how many are left', async ({
  room,
}) => {
  const meeting = await room({
    seats: ['Brazil'],
    text: ['The Group meets ⟦IN|twice⟧ a year.', 'It reports to the CSTD.'],
  })
  const people = await meeting.enterAll(['Chair', 'Brazil'])
  const [chair, brazil] = people
  const figure = chair.page.getByRole('navigation').getByRole('figure')
  const said = figure.getByText(/when the day was opened, \d+ now/)
  const now = async () => Number(/(\d+) now/.exec((await said.textContent()) ?? '')?.[1])
  // One was put since the day was opened.
  await expect(said).toHaveText(/^0 brackets when the day was opened, 1 now/)

  // Brazil pastes plain words from elsewhere.
  await brazil.majority.locator('p').last().click()
  await brazil.page.keyboard.press('Control+End')
  await brazil.majority.evaluate((editor) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', ' They report [each [calendar] year] in [May] [June].')
    const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true })
    editor.dispatchEvent(event)
  })
  await expect(chair.majority.locator('[data-edge="open"]').getByText('BR:')).toHaveCount(4)
  await saved(brazil)

  // By keyboard alone: into the inner bracket, its popover, and back to typing where the caret was.
  for (let step = 0; step < ' year] in [May] [June].'.length; step++)
    await brazil.page.keyboard.press('ArrowLeft')
  await brazil.page.keyboard.press('ArrowLeft')
  await expect(atCaret(brazil)).toBeEnabled()
  await brazil.page.keyboard.press('Control+Alt+b')
  const popover = brazil.page.getByRole('dialog', { name: 'Bracket of BR' })
  await expect(popover.locator('blockquote')).toHaveText('calendar')
  await brazil.page.keyboard.press('Escape')
  await expect(popover).toHaveCount(0)
  await expect(brazil.majority).toBeFocused()

  // The chair chooses an option, in the live text and by keyboard as well.
  // Not among the brackets, where a click opens one.
  await chair.majority
    .locator('p')
    .first()
    .click({ position: { x: 5, y: 10 } })
  await chair.page.keyboard.press('Control+End')
  await chair.page.keyboard.press('ArrowLeft')
  await expect(atCaret(chair)).toBeEnabled()
  await chair.page.keyboard.press('Control+Alt+b')
  const choose = chair.page.getByRole('button', { name: 'Choose “June”' })
  await choose.focus()
  await chair.page.keyboard.press('Enter')
  await expect(brazil.majority).toContainText('in June.')

  // The curve ends with what is left, and a table says the same.
  await expect.poll(now).toBe(3)
  await figure.getByText('Through the day').click()
  const rows = figure.getByRole('table').getByRole('row')
  await expect(rows.nth(1)).toContainText('0')
  await expect(rows.last()).toContainText('3')
  for (const { complaints } of people) expect(complaints).toEqual([])
})

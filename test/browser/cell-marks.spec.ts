/** Amendments and authors in tasks and provisions: in the cells themselves. */
import { expect, type Locator } from '@playwright/test'
import { text, words } from '#server/example/write-words'
import { beginAmending, tableOwn } from './moves.ts'
import { faultsOn, type Person, saved } from './people.ts'
import { test } from './room.ts'

async function typeInCell(
  person: Person,
  text: Locator,
  cell: string,
  typed: string,
): Promise<void> {
  await text.getByLabel(cell).click()
  await person.page.keyboard.press('End')
  await person.page.keyboard.insertText(typed)
  await saved(person)
}

test('[UI-181] what an amendment changes in a cell stands in the cell, open or not, and a row that it adds below the others, with the code that leads to its card; the words of cells are coloured by author too', async ({
  room,
}) => {
  const meeting = await room({
    seats: ['Brazil', 'Portugal'],
    text: text(words('The host signs the agreement.'), [
      ['Publish a model', 'UN DESA', 'On the website', 'By 1 December 2012'],
    ]),
  })
  const everybody = await meeting.enterAll(['Brazil', 'Portugal'])
  const [brazil, portugal] = everybody
  await beginAmending(brazil)
  const own = brazil.page.getByRole('region', { name: 'Your amendment to: Majority text' })
  await typeInCell(brazil, own, 'Task, row 1', ' at once')
  await own.getByRole('button', { name: 'Add task' }).click()
  await typeInCell(brazil, own, 'Task, row 2', 'Translate it')
  await tableOwn(brazil, 'Sooner.', 'at once')
  const majority = portugal.page.getByRole('region', { name: 'Majority text' })
  const rows = majority.getByRole('row')
  await expect(rows.nth(1).getByRole('insertion')).toHaveText(' at once')
  await expect(rows.nth(2).getByRole('insertion')).toHaveText('Translate it')
  for (const nth of [1, 2])
    await expect(rows.nth(nth).getByRole('button', { name: /^Amendment 1 of BR/ })).toHaveText('BR')
  await typeInCell(portugal, majority, 'Timeline, row 1', ' at the latest')
  // The marks stand in an open cell too, and its bar once.
  const task = majority.getByRole('row').nth(1).getByRole('cell').first()
  await majority.getByLabel('Task, row 1').click()
  await expect(task.getByRole('textbox')).toBeFocused()
  await expect(task.getByRole('insertion')).toHaveText(' at once')
  await expect(task.getByRole('button')).toHaveCount(2)
  await portugal.page.keyboard.press('Control+Alt+w')
  // The first letter bears the author's code, and stands by itself in an editor.
  const authored = portugal.page.locator('td [data-author="Portugal"]')
  await expect.poll(async () => (await authored.allTextContents()).join('')).toBe(' at the latest')
  expect(await faultsOn(portugal)).toEqual([])
  for (const { complaints } of everybody) expect(complaints).toEqual([])
})

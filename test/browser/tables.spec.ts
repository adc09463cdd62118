/** Tables in the words: wide ones on narrow and wide screens, their menu by keyboard. */
import { expect } from '@playwright/test'
import { text, words } from '#server/example/write-words'
import { faultsOn, phone } from './people.ts'
import { test } from './room.ts'

const columns = ['Country', 'Pledge', 'Paid', 'Currency', 'Deadline', 'Reported by']
const cell = (said: string, header = false) => ({
  header,
  blocks: [
    {
      type: 'paragraph' as const,
      blockId: '',
      inlines: [{ type: 'words' as const, words: said, marks: [] }],
    },
  ],
})
const withTable = {
  ...text(words('Donors pledge.')),
  words: [
    ...words('Donors pledge.'),
    {
      type: 'table' as const,
      rows: [
        columns.map((name) => cell(name, true)),
        ['Brazil', '3 million', 'half', 'real', '1 May', 'UN DESA'].map((name) => cell(name)),
      ],
    },
    ...words('It is reported on.'),
  ],
}

test('[UI-541] a wide table scrolls in its own place on a phone, for whoever reads and whoever types, and the page does not; [UI-542] the menu of a table opens by Alt+F10 in a cell, and leads on into what is new or what is left; [UI-545] cells that somebody merges are one cell for whoever reads, with the words of both', async ({
  room,
}) => {
  const meeting = await room({ seats: ['Brazil', 'Remote participant'], text: withTable })
  const reader = await meeting.enter('Remote participant', phone)
  const brazil = await meeting.enter('Brazil', phone)
  for (const { page, majority } of [reader, brazil]) {
    const table = majority.getByRole('table')
    await expect(table).toBeVisible()
    const scrolls = await table.evaluate(
      ({ parentElement: frame }) => (frame?.scrollWidth ?? 0) - (frame?.clientWidth ?? 0),
    )
    expect(scrolls).toBeGreaterThan(100)
    const page390 = await page.evaluate(() => document.documentElement.scrollWidth)
    expect(page390).toBeLessThanOrEqual(390)
    const sheet = await majority.evaluate((own) => own.scrollWidth - own.clientWidth)
    expect(sheet, 'the words do not scroll').toBeLessThanOrEqual(1)
  }
  expect(await faultsOn(reader)).toEqual([])
  await brazil.page.setViewportSize({ width: 1440, height: 900 })
  const { page, majority } = brazil
  await majority.getByText('half').click()
  await page.keyboard.press('Alt+F10')
  await expect(page.getByRole('menuitem', { name: 'Insert row above' })).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(majority.getByRole('textbox', { name: 'Row 3, column 3' })).toBeFocused()
  await page.keyboard.type('all')
  await expect(reader.majority.getByRole('row').nth(2)).toHaveText('all')
  await page.keyboard.press('Alt+F10')
  await page.getByRole('menuitem', { name: 'Delete row' }).click()
  await expect(majority.getByRole('textbox', { name: 'Row 2, column 3' })).toBeFocused()
  await page.keyboard.press('Alt+F10')
  await page.keyboard.press('Escape')
  await expect(majority.getByRole('textbox', { name: 'Row 2, column 3' })).toBeFocused()
  await page.keyboard.press('Alt+F10')
  await page.getByRole('menuitem', { name: 'Merge with the cell after it' }).click()
  await expect(majority.getByRole('textbox', { name: 'Row 2, column 3' })).toBeFocused()
  for (const each of [majority, reader.majority])
    await expect(each.getByRole('row').nth(1).getByRole('cell').nth(2)).toHaveText('halfreal')
  expect(await faultsOn(brazil)).toEqual([])
  await page.keyboard.press('Alt+F10')
  await page.keyboard.press('End')
  await page.keyboard.press('Enter')
  await expect(majority.getByRole('table')).toHaveCount(0)
  await expect(majority).toBeFocused()
  for (const { complaints } of [reader, brazil]) expect(complaints).toEqual([])
})

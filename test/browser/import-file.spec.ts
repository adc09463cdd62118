/** A file that somebody brings to the room comes into the text. */
import { expect } from '@playwright/test'
import { beginAmending, tableOwn } from './moves.ts'
import { caretAt, type Person, saved } from './people.ts'
import { test } from './room.ts'

const text = ['The host signs the agreement.', 'It lists the costs.']

/** Chooses a file with the button of the toolbar. */
async function insertFile(
  { page }: Person,
  file: string | { name: string; mimeType: string; buffer: Buffer },
): Promise<void> {
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: /^Insert a file/ }).click()
  await (await chooser).setFiles(file)
}

test('[UI-182] a Word file comes into the text with its headings, lists, tables and brackets, which are of whoever inserts it, and goes by one undo', async ({
  room,
}) => {
  const meeting = await room({ seats: ['Brazil'], text })
  const brazil = await meeting.enter('Brazil')
  const { majority } = brazil
  const before = await brazil.majority.textContent()
  await caretAt(brazil.majority.locator('p').last(), 'end')
  await brazil.page.keyboard.press('Enter')
  await insertFile(brazil, 'test/browser/files/donors.docx')
  await expect(brazil.page.getByText('What “donors.docx” says is in the text.')).toBeVisible()
  await saved(brazil)
  await expect(majority.getByRole('heading')).toHaveText('Reporting to donors')
  await expect(majority.locator('ol li')).toHaveText(['Publish pledges', 'Publish receipts'])
  await expect(majority.locator('p', { hasText: 'The Secretariat reports' })).toHaveText(
    /reports \[BR: ?quarterly\] \[BR: ?annually\] to all donors\./,
  )
  // What was proposed in Word is in, what was struck there is not.
  await expect(majority.locator('strong')).toHaveText('Decides')
  await expect(majority).toContainText('Decides each year')
  await expect(majority).not.toContainText('often')
  await expect(majority.getByRole('table')).toContainText('Donor')
  // It is in the text that everybody reads, as theirs who put it there.
  const read = await meeting.plain()
  expect(read).toContain('Reporting to donors')
  expect(read).toMatch(/reports \[BR: quarterly\] \[BR: annually\] to all donors\./)
  await brazil.page.keyboard.press('Control+z')
  await expect(majority.getByRole('heading')).toHaveCount(0)
  await expect(majority).toHaveText(before ?? '')
  await saved(brazil)
  expect(await meeting.plain()).not.toContain('Reporting to donors')
  expect(brazil.complaints).toEqual([])
})

test('[UI-183] text, Markdown and HTML files come in too, also as first act of an amendment; whose letters nobody knows is asked, what sheets of styles hide stays out and is told; what cannot be read is refused in its words', async ({
  room,
}) => {
  const meeting = await room({ seats: ['Brazil'], text })
  const brazil = await meeting.enter('Brazil')
  const { page } = brazil
  const own = await beginAmending(brazil)
  const files = [
    ['notes.md', '## Terms\n\nThe *Forum* [should] meet.'],
    ['old.txt', 'Sant\u00e9 first.\n\nThen <b>all</b> else.'],
    [
      'page.html',
      '<style>.gone { display: none }</style><p>From <em>the</em> page.<script>alert(1)</script></p><p class="gone">Unseen.</p>',
    ],
  ] as const
  for (const [name, words] of files) {
    await caretAt(own.locator('p').last(), 'end')
    await page.keyboard.press('Enter')
    const encoding = name === 'old.txt' ? 'latin1' : 'utf8'
    await insertFile(brazil, { name, mimeType: '', buffer: Buffer.from(words, encoding) })
    if (name === 'old.txt') {
      const question = page.getByRole('dialog', { name: 'How is “old.txt” to be read?' })
      await question.getByText('Santé first.').click()
      await question.getByRole('button', { name: 'Insert' }).click()
    }
    await expect(page.getByText(`What “${name}” says is in the text.`)).toBeVisible()
  }
  await expect(own.getByRole('heading')).toHaveText('Terms')
  await expect(own).toContainText(/The Forum \[BR: ?should\] meet\./)
  await expect(own).toContainText('Santé first.')
  await expect(own).toContainText('Then <b>all</b> else.')
  await expect(own).toContainText('From the page.')
  await expect(own).not.toContainText('Unseen.')
  await expect(page.getByText('Left out: 1 hidden passage.')).toBeVisible()
  // Dropped on a place, a file comes in there.
  await own
    .locator('p')
    .first()
    .evaluate((paragraph) => {
      const { x, y } = paragraph.getBoundingClientRect()
      const dataTransfer = new DataTransfer()
      dataTransfer.items.add(new File(['Dropped. '], 'dropped.txt'))
      const place = { clientX: x + 1, clientY: y + 5 }
      paragraph.dispatchEvent(
        new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true, ...place }),
      )
    })
  await expect(own.locator('p').first()).toHaveText(/^Dropped\./)
  const refusals = [
    ['picture.png', 'x', 'cannot be read: choose a Word (.docx), HTML, Markdown or text file.'],
    ['broken.docx', 'no zip', 'is damaged, or is not what its name says: nothing was inserted.'],
    ['empty.txt', '  \n', 'has no words.'],
    ['long.txt', 'word '.repeat(100_000), 'is too large for one text: insert it in parts.'],
  ] as const
  const written = await own.textContent()
  for (const [name, words, sentence] of refusals) {
    await insertFile(brazil, { name, mimeType: '', buffer: Buffer.from(words) })
    await expect(page.getByText(`“${name}” ${sentence}`)).toBeVisible()
  }
  expect(await own.textContent()).toBe(written)
  await saved(brazil)
  await tableOwn(brazil, '', 'Santé first.')
  expect(brazil.complaints).toEqual([])

  // What reads a Word file is loaded when the first one is chosen, and cannot be in a page that was just opened.
  await page.reload()
  await expect(brazil.majority).toHaveRole('textbox')
  await caretAt(brazil.majority.locator('p').last(), 'end')
  await page.route('**/assets/*.js', (route) => route.abort('connectionfailed'))
  await insertFile(brazil, 'test/browser/files/donors.docx')
  await expect(
    page.getByText('“donors.docx” cannot be read now, because what reads it could not'),
  ).toBeVisible()
  await expect(brazil.majority).not.toContainText('Reporting to donors')
  const loading = /Failed to load resource/
  expect(brazil.complaints.filter((complaint) => !loading.test(complaint))).toEqual([])
})

import { expect } from '@playwright/test'
import { caretAt, choose, type Person, selectEnd, selectStart } from './people.ts'
import { test } from './room.ts'

const title = 'Links to decision makers'
const texts = {
  [title]: [
    // Long, so that there is room for cards beside the words below it.
    'The Working Group recommends that the IGF Secretariat deliver the outcome document, under the authority of the Secretary-General, to the secretariats of the intergovernmental bodies whose work it touches, and ask each of them for a written answer to the points that concern it.',
    'Each body says what it did with them within a year.',
  ],
}
const cards = ({ page }: Person) => page.getByRole('complementary').getByRole('article')
const card = (person: Person, words: string) => cards(person).filter({ hasText: words })

/** Selects so many characters from an end of a paragraph and comments on them. */
async function commentOn(
  person: Person,
  paragraph: number,
  length: number,
  body: string,
  from: 'start' | 'end' = 'start',
) {
  const place = person.majority.locator('p').nth(paragraph)
  await (from === 'start' ? selectStart(place, length) : selectEnd(place, length))
  await person.page.keyboard.press('Control+Alt+m')
  await person.page.getByRole('textbox', { name: 'Comment on these words' }).fill(body)
  await person.page.keyboard.press('Control+Enter')
  await expect(card(person, body)).toBeVisible()
}

/** The distance between a card and its words, in pixels. */
async function distance(person: Person, body: string): Promise<number> {
  const id = (await card(person, body).getAttribute('id'))?.replace('thread-', '')
  const words = await person.page.locator(`#draft [data-thread="${id}"]`).first().boundingBox()
  const place = await card(person, body).boundingBox()
  return words && place ? Math.abs(words.y - place.y) : Number.POSITIVE_INFINITY
}

test('[CMT-29] a thread asks for the chair, who finds it by its filter and takes it off; its link opens it; [UI-4] a delegate comments on words; the card and the words find each other; the chair resolves it; [CMT-27] two people: cards stand in line with their words, the chosen one on its line; words and card choose each other; Escape returns to the text; when the words go the card says so', async ({
  room,
}) => {
  const meeting = await room({ seats: ['Brazil'], texts })
  const [brazil, chair] = await meeting.enterAll(['Brazil', 'Chair'])
  await brazil.page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await commentOn(brazil, 0, 'The Working Group'.length, 'The chair should rule on this.')
  await card(brazil, 'should rule').getByRole('button', { name: 'Ask the chair' }).click()
  await expect(card(chair, 'should rule')).toContainText('The Working Group')
  await expect(chair.majority.locator('mark')).toHaveText('The Working Group')
  await expect(card(chair, 'should rule')).toHaveAttribute('data-active', 'false')
  await chair.majority.locator('mark').click()
  await expect(card(chair, 'should rule')).toHaveAttribute('data-active', 'true')
  await choose(chair.page, 'Show', 'Needs the chair')
  await expect(card(chair, 'should rule')).toContainText('For the chair')
  await card(brazil, 'should rule').getByRole('button', { name: 'Copy link' }).click()
  const link = await brazil.page.evaluate(() => navigator.clipboard.readText())
  await chair.page.goto(link)
  await expect(card(chair, 'should rule')).toHaveAttribute('data-active', 'true')
  await card(chair, 'should rule').getByRole('button', { name: 'Seen by the chair' }).click()
  await expect(card(brazil, 'should rule').getByText('For the chair')).toHaveCount(0)
  await expect(brazil.majority.locator('mark')).toHaveCount(1)
  await card(chair, 'should rule').getByRole('button', { name: 'Resolve' }).click()
  await expect(brazil.majority.locator('mark')).toHaveCount(0)
  await expect(card(brazil, 'should rule')).toHaveCount(0)
  await choose(brazil.page, 'Show', 'Resolved')
  await expect(card(brazil, 'should rule')).toBeVisible()
  await choose(brazil.page, 'Show', 'Open')
  await choose(chair.page, 'Show', 'Open')

  await commentOn(brazil, 1, 12, 'First remark.')
  await commentOn(brazil, 1, 5, 'Second remark, on the same line.', 'end')
  await expect(card(chair, 'First remark.')).toBeVisible()
  await expect(card(chair, 'Second remark')).toBeVisible()

  const boxes = await Promise.all(
    (await cards(chair).all()).map(async (each) => each.boundingBox()),
  )
  const sorted = boxes.flatMap((box) => box ?? []).toSorted((a, b) => a.y - b.y)
  for (const [index, box] of sorted.entries()) {
    const before = sorted[index - 1]
    if (before) expect(box.y).toBeGreaterThanOrEqual(before.y + before.height)
  }
  for (const remark of ['First remark.', 'Second remark']) {
    await card(chair, remark).click()
    await expect(card(chair, remark)).toHaveAttribute('data-active', 'true')
    await expect.poll(() => distance(chair, remark)).toBeLessThan(24)
  }
  await card(chair, 'First remark.').click()
  await chair.majority.locator('mark').last().click()
  await expect(card(chair, 'Second remark')).toHaveAttribute('data-active', 'true')
  await chair.page.keyboard.press('Escape')
  await expect(chair.majority).toBeFocused()
  await expect(card(chair, 'Second remark')).toHaveAttribute('data-active', 'false')

  await chair.page.keyboard.down('Control')
  await chair.page.keyboard.down('Alt')
  await chair.page.keyboard.press('n')
  await chair.page.keyboard.press('c')
  await chair.page.keyboard.up('Alt')
  await chair.page.keyboard.up('Control')
  const chosen = chair.page.locator('article[data-active="true"]')
  await expect(chosen).toHaveCount(1)
  await expect(chosen).toBeFocused()

  await caretAt(brazil.majority.locator('p').nth(1), 'end')
  for (let step = 0; step < 5; step++) await brazil.page.keyboard.press('Backspace')
  await expect(card(chair, 'Second remark')).toContainText('no longer in the text')
  await expect(card(chair, 'Second remark')).toContainText('year.')
  // Slow typing is undone in several steps.
  const ending = brazil.majority.locator('p').nth(1)
  while (!(await ending.innerText()).trimEnd().endsWith('year.'))
    await brazil.page.keyboard.press('Control+z')
  await expect(card(chair, 'Second remark')).not.toContainText('no longer in the text')
  expect([...brazil.complaints, ...chair.complaints]).toEqual([])
})

test('[CMT-28] a mention completes by keyboard, is a chip, and makes the thread one of mine; what is new is marked until it is seen; [CMT-30] an internal note is on the screens of its delegation alone', async ({
  room,
}) => {
  const meeting = await room({ seats: ['Brazil', 'Portugal'], texts })
  const [brazil, portugal] = await meeting.enterAll(['Brazil', 'Portugal'])
  const field = brazil.page.getByRole('textbox', { name: 'New comment' })
  await field.fill('Our red line.')
  await brazil.page.getByText('Internal: only Brazil sees it').click()
  await field.press('Control+Enter')
  await expect(card(brazil, 'Our red line.')).toContainText('Internal to Brazil')
  await field.fill('Could ')
  await brazil.page.keyboard.press('End')
  await brazil.page.keyboard.type('@Port')
  await expect(brazil.page.getByRole('option', { name: 'Portugal' })).toBeVisible()
  await brazil.page.keyboard.press('Enter')
  await expect(field).toHaveValue('Could @Portugal ')
  await brazil.page.keyboard.insertText('agree to this?')
  await brazil.page.keyboard.press('Control+Enter')
  const asked = card(portugal, 'agree to this?')
  await expect(asked.locator('[data-mention="PT"]')).toHaveText('@Portugal')
  await expect(asked.getByText('New', { exact: true })).toBeVisible()
  await expect(portugal.page.getByText('Our red line.')).toHaveCount(0)
  await choose(portugal.page, 'Show', 'Mine')
  await expect(asked).toBeVisible()
  await asked.click()
  await expect(asked.getByText('New', { exact: true })).toHaveCount(0)
  await portugal.page.reload()
  await expect(asked).toBeVisible()
  await expect(asked.getByText('New', { exact: true })).toHaveCount(0)
  await expect(portugal.page.getByText('Our red line.')).toHaveCount(0)
})

test('[CMT-31] a comment that is not posted is discarded only when its writer says so; topics are commented on as well; [CMT-33] in a text that is only read, the words selected are the ones commented on, not their first likes', async ({
  room,
}) => {
  const meeting = await room({
    seats: ['Brazil'],
    texts: { [title]: ['What the first, and the second, and the third of them say.'] },
  })
  const brazil = await meeting.enter('Brazil')
  const outline = brazil.page.getByRole('navigation')
  await outline.getByRole('link', { name: /^A\. / }).click()
  const field = brazil.page.getByRole('textbox', { name: 'New comment' })
  await field.fill('On the whole topic.')
  await field.press('Escape')
  await brazil.page.getByRole('button', { name: 'Keep writing' }).click()
  await expect(field).toHaveValue('On the whole topic.')
  await outline.getByRole('link', { name: title }).click()
  await expect(brazil.majority).toBeVisible()
  await brazil.page.goBack()
  await expect(field).toHaveValue('On the whole topic.')
  await field.press('Control+Enter')
  await expect(card(brazil, 'On the whole topic.')).toBeVisible()
  await field.fill('Not this.')
  await field.press('Escape')
  await brazil.page.getByRole('button', { name: 'Discard', exact: true }).click()
  await expect(field).toHaveValue('')

  await outline.getByRole('link', { name: title }).click()
  const { textId } = meeting.recommendation()
  await meeting.command('Chair', { type: 'set-drafting-mode', textId, mode: 'frozen' })
  await expect(brazil.majority).toHaveRole('group')
  const second = await brazil.majority.evaluate((words) => {
    const walker = document.createTreeWalker(words, NodeFilter.SHOW_TEXT)
    let seen = 0
    for (let node = walker.nextNode(); node; node = walker.nextNode())
      for (const { index } of (node.textContent ?? '').matchAll(/the/g)) {
        seen += 1
        if (seen < 2) continue
        const range = document.createRange()
        range.setStart(node, index)
        range.setEnd(node, index + 3)
        getSelection()?.removeAllRanges()
        getSelection()?.addRange(range)
        return range.getBoundingClientRect().x
      }
    return -1
  })
  await brazil.page.getByRole('button', { name: 'Comment on these words' }).click()
  await brazil.page.getByRole('textbox', { name: 'Comment on these words' }).fill('Which of them?')
  await brazil.page.keyboard.press('Control+Enter')
  await expect(card(brazil, 'Which of them?')).toBeVisible()
  const place = await brazil.majority.locator('mark').boundingBox()
  expect(Math.abs((place?.x ?? 0) - second)).toBeLessThan(2)
})

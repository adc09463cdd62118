/** Somebody drags a paragraph by its handle while another types in it. */
import { expect, type Locator } from '@playwright/test'
import { caretAt, saved } from './people.ts'
import { test } from './room.ts'

const paragraphs = ({ majority }: { readonly majority: Locator }) => majority.locator('p')

test('[UI-645] a paragraph is dragged by its handle to where a line shows, with the words that another types in it meanwhile; Escape leaves it, and it is taken back as one step', async ({
  room,
}) => {
  const meeting = await room({
    seats: ['Brazil', 'Portugal'],
    text: ['The fund is public.', 'The forum has a fund.', 'The last paragraph.'],
  })
  const [brazil, portugal] = await meeting.enterAll(['Brazil', 'Portugal'])
  const { page } = brazil
  const handle = page.getByTitle(/^Drag to move this paragraph/)
  const line = page.locator('[class*="dropLine"]')
  const middleOf = async (place: Locator) => {
    const box = await place.boundingBox()
    if (!box) throw new Error('it is not on the page')
    return { x: box.x + box.width / 2, y: box.y + box.height / 2, top: box.y }
  }
  const take = async (paragraph: Locator) => {
    await paragraph.hover()
    const { x, y } = await middleOf(handle)
    await page.mouse.move(x, y)
    await page.mouse.down()
  }
  const first = await middleOf(paragraphs(brazil).first())
  await take(paragraphs(brazil).last())
  await page.mouse.move(first.x, first.top + 2, { steps: 3 })
  await expect(line).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(line).toBeHidden()
  await page.mouse.up()
  await expect(paragraphs(brazil).last()).toHaveText('The last paragraph.')

  await caretAt(paragraphs(portugal).last(), 'end')
  await take(paragraphs(brazil).last())
  await page.mouse.move(first.x, first.top + 2, { steps: 3 })
  await expect(line).toBeVisible()
  await portugal.page.keyboard.insertText(' It is typed')
  await expect(paragraphs(brazil).last()).toContainText('It is typed')
  await page.mouse.up()
  await portugal.page.keyboard.insertText(' while it is dragged.')
  const words = 'The last paragraph. It is typed while it is dragged.'
  for (const person of [brazil, portugal]) {
    await expect(paragraphs(person).first()).toContainText(words)
    await expect(paragraphs(person).last()).toHaveText('The forum has a fund.')
  }
  await expect(brazil.majority).toBeFocused()
  await page.keyboard.press('Control+z')
  await expect(paragraphs(brazil).last()).toContainText(words)
  for (const person of [brazil, portugal]) {
    await saved(person)
    expect(person.complaints).toEqual([])
  }
})

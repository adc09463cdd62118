/** Brackets in a paragraph that runs from right to left. */
import { expect, type Locator } from '@playwright/test'
import { caretAt, saved } from './people.ts'
import { test } from './room.ts'

/** Where the edges of the bracket, its code and its words stand on the screen, in pixels from the left. */
const placesOf = (paragraph: Locator): Promise<number[]> =>
  paragraph.evaluate((element) => {
    const leftOf = (text: string) => {
      const nodes = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
      while (nodes.nextNode()) {
        const place = nodes.currentNode.textContent?.indexOf(text) ?? -1
        if (place < 0) continue
        const range = document.createRange()
        range.setStart(nodes.currentNode, place)
        range.setEnd(nodes.currentNode, place + text.length)
        return range.getBoundingClientRect().left
      }
      return Number.NaN
    }
    return ['[', 'BR', 'سنويا', ']'].map(leftOf)
  })

test('[UI-187] a bracket in a paragraph that runs from right to left begins at the right of its words, for whoever types and whoever reads', async ({
  room,
}) => {
  const meeting = await room({ seats: ['Brazil'] })
  const brazil = await meeting.enter('Brazil')
  await caretAt(brazil.majority.locator('p').last(), 'end')
  await brazil.page.keyboard.press('Enter')
  await brazil.page.keyboard.insertText('يجتمع المنتدى ')
  await brazil.page.keyboard.type('[سنويا] في')
  await saved(brazil)
  const paragraph = brazil.majority.locator('p', { hasText: 'يجتمع' })
  const isInOrder = async () => {
    const places = await placesOf(paragraph)
    return places.every((place, index) => index === 0 || place < (places[index - 1] ?? 0))
  }
  await expect(paragraph).toContainText('BR:')
  await expect.poll(isInOrder).toBe(true)
  // Frozen, it is only read.
  const { textId } = meeting.recommendation()
  await meeting.command('Chair', { type: 'set-drafting-mode', textId, mode: 'frozen' })
  await expect(brazil.majority).toHaveRole('group')
  await expect(paragraph).toContainText('BR:')
  await expect.poll(isInOrder).toBe(true)
  expect(brazil.complaints).toEqual([])
})

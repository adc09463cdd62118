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
  const seats = ['Brazil', 'Remote participant'] as const
  const [brazil, observer] = await (await room({ seats })).enterAll(seats)
  await caretAt(brazil.majority.locator('p').last(), 'end')
  await brazil.page.keyboard.press('Enter')
  await brazil.page.keyboard.type('يجتمع المنتدى [سنويا] في جنيف.')
  await saved(brazil)
  for (const { majority } of [brazil, observer]) {
    const paragraph = majority.locator('p', { hasText: 'يجتمع' })
    await expect(paragraph).toContainText('BR:')
    const isInOrder = async () => {
      const places = await placesOf(paragraph)
      return places.every((place, index) => index === 0 || place < (places[index - 1] ?? 0))
    }
    await expect.poll(isInOrder).toBe(true)
  }
  for (const { complaints } of [brazil, observer]) expect(complaints).toEqual([])
})

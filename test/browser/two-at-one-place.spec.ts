/** Two people with their carets at one place, who type at once, as fast as people do: each gets a whole sentence. */
import { expect, type Locator } from '@playwright/test'
import { text, words } from '#server/example/write-words'
import { caretAt, caretBefore, type Person, saved, wordsOf } from './people.ts'
import { test } from './room.ts'

/** Milliseconds between two keys of each of the two. */
const [fast, usual, slow] = [
  [30, 30],
  [60, 45],
  [80, 110],
] as const

test('[UI-233] two who type at one place at human speed get two whole sentences, on both screens and on the server: at the end, in the middle, at the start, in an empty paragraph, in a cell', async ({
  room,
}) => {
  const meeting = await room({
    seats: ['Brazil', 'Portugal'],
    text: text(words('The Working Group reports each year.'), [
      ['Report', 'The Chair', 'In writing', 'May 2013'],
    ]),
  })
  const people = await meeting.enterAll(['Brazil', 'Portugal'])
  const [brazil] = people
  const paragraph = ({ majority }: Person) => majority.locator('p').first()
  const empty = ({ majority }: Person) => majority.locator('p').last()
  const cell = ({ page }: Person) =>
    page
      .getByRole('region', { name: 'Majority text' })
      .first()
      .getByLabel('Responsible body, row 1')
      .first()
  const places = [
    { name: 'end', pace: usual, where: paragraph, go: (at: Locator) => caretAt(at, 'end') },
    { name: 'middle', pace: fast, where: paragraph, go: (at: Locator) => caretBefore(at, 'Group') },
    { name: 'start', pace: slow, where: paragraph, go: (at: Locator) => caretAt(at, 'start') },
    { name: 'empty', pace: fast, where: empty, go: (at: Locator) => at.click() },
    { name: 'cell', pace: usual, where: cell, go: (at: Locator) => at.click() },
  ]
  const everywhere: string[] = []
  for (const { name, pace, where, go } of places) {
    if (name === 'empty') {
      await caretAt(empty(brazil), 'end')
      await brazil.page.keyboard.press('Enter')
      for (const person of people) await expect.poll(() => wordsOf(empty(person))).toBe('')
    }
    const sentences = people.map((_, index) => `${'BP'[index]}ut all ${name}. `)
    everywhere.push(...sentences)
    for (const person of people) await go(where(person))
    await Promise.all(
      people.map(({ page }, index) =>
        page.keyboard.type(sentences[index] ?? '', { delay: pace[index] ?? 0 }),
      ),
    )
    for (const person of people)
      for (const sentence of sentences)
        await expect.poll(() => wordsOf(where(person))).toContain(sentence.trim())
    if (name === 'cell') for (const { page } of people) await page.keyboard.press('Enter')
  }
  await Promise.all(people.map(saved))
  const written = await meeting.plain()
  for (const sentence of everywhere) expect(written).toContain(sentence.trim())
  expect(people.flatMap(({ complaints }) => complaints)).toEqual([])
})

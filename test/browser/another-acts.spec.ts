/** Somebody types a sentence while another acts on the same paragraph: on a slow line, and without one. */
import { expect, type Locator, type Page } from '@playwright/test'
import { caretBefore, type Person, saved } from './people.ts'
import { test } from './room.ts'

/** Milliseconds that each message of a slow line takes, either way. */
const delay = 400

/** What another does in a paragraph, with the caret before its second word. */
const acts: Readonly<Record<string, (page: Page, paragraph: Locator) => Promise<void>>> = {
  types: ({ keyboard }) => keyboard.type('words of another, '),
  splits: ({ keyboard }) => keyboard.press('Enter'),
  joins: async ({ keyboard }, paragraph) => {
    await caretBefore(paragraph, 'Alpha')
    await keyboard.press('Backspace')
  },
  lists: ({ keyboard }) => keyboard.press('Control+Shift+8'),
  heads: ({ keyboard }) => keyboard.press('Control+Alt+2'),
  brackets: async ({ keyboard }) => {
    for (let letter = 0; letter < 'beta gamma'.length; letter += 1)
      await keyboard.press('Shift+ArrowRight')
    await keyboard.press('Control+Alt+b')
  },
  breaks: ({ keyboard }) => keyboard.press('Shift+Enter'),
  strikes: async ({ keyboard }) => {
    for (let letter = 0; letter < 'Alpha '.length; letter += 1) await keyboard.press('Backspace')
  },
}
const names = Object.keys(acts)

/** One paragraph for each act; the words of each end with its number. */
const paragraphs = (line: string) =>
  names.map((_, at) => `Alpha${line}${at} beta gamma${line}${at} delta.`)

const paragraphOf = ({ majority }: Person, line: string, at: number): Locator =>
  majority
    .locator('p, h2, li')
    .filter({ hasText: new RegExp(`gamma${line}${at} `) })
    .last()

/** What a page shows of the words, without others' carets and without brackets. */
const shownTo = ({ majority }: Person): Promise<string> =>
  majority.evaluate((element) => {
    const copy = element.cloneNode(true) as HTMLElement
    for (const sign of copy.querySelectorAll('[class*="caret"]')) sign.remove()
    for (const code of copy.querySelectorAll('[data-bracket] b')) code.remove()
    return (copy.textContent ?? '').replaceAll(/[\u2060[\]]/g, '').replaceAll(/\s+/g, ' ')
  })

/** Lets each message of a page's sockets wait. */
const slowDown = (page: Page): Promise<void> =>
  page.routeWebSocket(/\/sync\//, (near) => {
    const far = near.connectToServer()
    near.onMessage((message) => void setTimeout(() => far.send(message), delay))
    far.onMessage((message) => void setTimeout(() => near.send(message), delay))
  })

const sentence = (line: string, at: number): string => ` Brazil typed ${line}${at}`

test('[UI-443] a sentence that one types in a browser while another types, splits, joins, lists, heads, brackets, breaks and strikes in the same paragraph stands whole behind the letter where it began, on a line of 400 ms and offline', async ({
  room,
}) => {
  const meeting = await room({
    seats: ['Brazil', 'Portugal'],
    text: [...paragraphs('s'), 'Between.', ...paragraphs('o')],
  })
  const brazil = await meeting.enter('Brazil', { hasOwnTab: true })
  await slowDown(brazil.page)
  await brazil.page.reload()
  const portugal = await meeting.enter('Portugal')
  await expect.poll(() => shownTo(brazil)).toContain('delta.')

  /** Brazil types behind "beta" of a paragraph, key by key. */
  const type = async (line: string, at: number) => {
    await caretBefore(paragraphOf(brazil, line, at), ` gamma${line}${at}`)
    await brazil.page.keyboard.type(sentence(line, at), { delay: 30 })
  }
  const act = async (line: string, at: number) => {
    const paragraph = paragraphOf(portugal, line, at)
    await caretBefore(paragraph, 'beta')
    await acts[names[at] ?? '']?.(portugal.page, paragraph)
  }
  for (const at of names.keys()) await Promise.all([type('s', at), act('s', at)])

  await brazil.page.context().setOffline(true)
  for (const at of names.keys()) await type('o', at)
  for (const at of names.keys()) await act('o', at)
  await saved(portugal)
  await brazil.page.context().setOffline(false)

  await saved(brazil)
  for (const person of [brazil, portugal])
    for (const line of ['s', 'o'])
      for (const at of names.keys())
        await expect
          .poll(() => shownTo(person), `${names[at]} on line ${line}`)
          .toContain(`beta${sentence(line, at)} gamma${line}${at}`)
  expect(
    (await meeting.plain()).replaceAll(/\[(PT: )?|\]/g, '').split('Brazil typed'),
  ).toHaveLength(2 * names.length + 1)
  expect(await shownTo(portugal)).toBe(await shownTo(brazil))
})

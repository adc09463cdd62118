/** Somebody composes letters, as in Chinese, Japanese, Korean, with dead keys, or with a phone's predictions, while another acts beside them. */
import { type CDPSession, expect, type Locator } from '@playwright/test'
import { caretBefore, type Person, saved, selectStart } from './people.ts'
import { test } from './room.ts'

interface Composition {
  readonly name: string
  /** What stands on the way, one after the other, and what it becomes. */
  readonly ways: readonly string[]
  readonly becomes: string
  /** How many letters before the caret it replaces. */
  readonly replaces?: number
  /** What another does meanwhile, in the paragraph in which it is composed. */
  readonly meanwhile: (other: Person, paragraph: Locator) => Promise<void>
}

const press =
  (words: string, ...keys: readonly string[]) =>
  async ({ page }: Person, paragraph: Locator) => {
    await caretBefore(paragraph, words)
    for (const key of keys) await page.keyboard.press(key)
  }

const compositions: readonly Composition[] = [
  // The first: the browser counts the letters that it replaces from the start of what is edited.
  {
    name: 'prediction',
    ways: ['twofold'],
    becomes: 'twofold',
    replaces: 3,
    meanwhile: press('one', 'Enter'),
  },
  {
    name: 'pinyin',
    ways: ['n', 'ni', 'ni h', 'ni hao'],
    becomes: '你好',
    meanwhile: async ({ page }, paragraph) => {
      await caretBefore(paragraph, 'one')
      await page.keyboard.type('typed before ')
    },
  },
  {
    name: 'kana',
    ways: ['n', 'に', 'にh', 'にほ', 'にほん', '日本'],
    becomes: '日本',
    meanwhile: press(' three', 'Enter'),
  },
  {
    name: 'Hangul',
    ways: ['ㅎ', '하', '한'],
    becomes: '한',
    meanwhile: async ({ page }, paragraph) => {
      await caretBefore(paragraph, 'two')
      for (let letter = 0; letter < 'two three'.length; letter += 1)
        await page.keyboard.press('Shift+ArrowRight')
      await page.keyboard.press('Control+Alt+b')
    },
  },
  { name: 'dead key', ways: ['´'], becomes: 'é', meanwhile: press('one', 'Control+Shift+8') },
]

const words = (name: string): string => `${name}: one two three.`

/** The paragraph that was this one: others may have split it since. */
const paragraphOf = ({ majority }: Person, name: string): Locator =>
  majority
    .locator('p, li')
    .filter({ hasText: `${name}:` })
    .first()

/** Composes behind "two", key by key, and ends it. */
async function compose(
  { page }: Person,
  devtools: CDPSession,
  { ways, becomes, replaces = 0 }: Composition,
  meanwhile: () => Promise<void>,
): Promise<void> {
  for (const [at, text] of ways.entries()) {
    const replaced = at === 0 && replaces > 0
    await devtools.send('Input.imeSetComposition', {
      text,
      selectionStart: text.length,
      selectionEnd: text.length,
      ...(replaced && (await replacedBefore(page, replaces))),
    })
    if (at === ways.length - 1) await meanwhile()
  }
  await devtools.send('Input.insertText', { text: becomes })
}

/** The letters before the caret as the browser counts them: from the start of what is edited. */
const replacedBefore = (page: Person['page'], letters: number) =>
  page.evaluate((count) => {
    const selection = getSelection()
    const root = selection?.anchorNode?.parentElement?.closest('[contenteditable="true"]')
    if (!selection?.anchorNode || !root) throw new Error('nothing is edited')
    const before = document.createRange()
    before.setStart(root, 0)
    before.setEnd(selection.anchorNode, selection.anchorOffset)
    const end = before.toString().length
    return { replacementStart: end - count, replacementEnd: end }
  }, letters)

test('[UI-444] what is composed in a browser arrives as composed, once, whatever another types, splits, brackets and lists around it meanwhile: pinyin, kana, Hangul, a dead key, a phone’s prediction', async ({
  room,
}) => {
  const meeting = await room({
    seats: ['Brazil', 'Portugal'],
    text: compositions.map(({ name }) => words(name)),
  })
  const [brazil, portugal] = await meeting.enterAll(['Brazil', 'Portugal'])
  const devtools = await brazil.page.context().newCDPSession(brazil.page)
  for (const each of compositions)
    await test.step(each.name, async () => {
      await caretBefore(paragraphOf(brazil, each.name), ' three')
      await compose(brazil, devtools, each, () =>
        each.meanwhile(portugal, paragraphOf(portugal, each.name)),
      )
      await brazil.page.keyboard.type('.')
    })
  await saved(brazil)
  await saved(portugal)
  const expected = compositions.map(({ becomes, replaces }) =>
    replaces === undefined ? `two${becomes}.` : `${becomes}.`,
  )
  for (const written of expected)
    await expect
      .poll(
        async () => (await meeting.plain()).replaceAll(/\[(PT: )?|\]/g, '').split(written).length,
      )
      .toBe(2)
  const plain = await meeting.plain()
  for (const { ways, becomes } of compositions)
    for (const way of ways) if (way !== becomes && way.length > 1) expect(plain).not.toContain(way)
  expect(plain).toContain('typed before one two你好.')
  for (const { majority } of [brazil, portugal])
    for (const { becomes } of compositions) await expect(majority).toContainText(becomes)
  expect([...brazil.complaints, ...portugal.complaints]).toEqual([])
})

test('[UI-445] the comment field leaves the keys of a composition alone: Enter, Escape and arrows choose what is composed, and post and leave nothing', async ({
  room,
}) => {
  const meeting = await room({ seats: ['Brazil'], text: ['one two three.'] })
  const { page, majority } = await meeting.enter('Brazil')
  await selectStart(majority.locator('p').first(), 3)
  await page.keyboard.press('Control+Alt+m')
  const field = page.getByRole('textbox', { name: /comment/i }).last()
  await expect(field).toBeFocused()
  await page.keyboard.type('@Br')
  // As browsers tell of keys that choose what is composed; the last one when it is done already.
  for (const key of ['ArrowDown', 'Enter', 'Tab', 'Escape'])
    await field.dispatchEvent('keydown', { key, keyCode: 229, isComposing: true })
  await field.dispatchEvent('keydown', { key: 'Enter', keyCode: 229, ctrlKey: true })
  await expect(field).toBeFocused()
  await expect(field).toHaveValue('@Br')
  await page.keyboard.press('Enter')
  await expect(field).toHaveValue('@Brazil ')
})

/** A delegation's amendment begins with its first key, and not before. */
import { expect, type Locator } from '@playwright/test'
import { extend } from '../support/group.ts'
import { beginAmending, chooseMode, ownAmendment, tableOwn } from './moves.ts'
import { caretAt, keptBy, type Person, saved, selectStart } from './people.ts'
import { type Room, test } from './room.ts'

const text = ['The host signs the agreement.', 'It lists the costs.']
const commands = '**/api/groups/*/commands'

/** How many amendments the record tells this seat of. */
async function amendmentsKnownTo(meeting: Room, seat: string): Promise<number> {
  const { state } = await meeting.record(seat)
  return Object.values(state.texts).filter(({ kind }) => kind === 'amendment').length
}

test('[REC-151] whoever only looks at Amending starts nothing: the text is there, follows what others type, and is left as it was; [REC-152] the first key starts the amendment; on a slow link no key is lost or doubled, and the caret stays', async ({
  room,
}) => {
  const meeting = await room({ seats: ['Brazil', 'Portugal'], text })
  const brazil = await meeting.enter('Brazil')
  const own = await beginAmending(brazil)
  await meeting.write('Portugal', meeting.recommendation().textId, (doc) =>
    extend(doc, { adds: ' Others go on.' }),
  )
  await expect(own).toContainText('Others go on.')
  await expect(brazil.page.getByRole('button', { name: 'Table…' })).toBeDisabled()
  await expect(brazil.page.getByRole('button', { name: 'Discard…' })).toBeDisabled()
  expect(await amendmentsKnownTo(meeting, 'Brazil')).toBe(0)
  await chooseMode(brazil, 'Amending', /^Editing/)
  await expect(brazil.majority).toContainText('Others go on.')
  await expect(own).toHaveCount(0)
  expect(await amendmentsKnownTo(meeting, 'Brazil')).toBe(0)

  // On a slow link the first key starts it.
  await beginAmending(brazil)
  let asked = 0
  let goOn: () => void = () => undefined
  const slow = new Promise<void>((settle) => {
    goOn = settle
  })
  await brazil.page.route(commands, async (route) => {
    asked += 1
    await slow
    await route.continue()
  })
  await caretAt(own.locator('p').first(), 'end')
  await brazil.page.keyboard.type(' Typed before', { delay: 30 })
  await expect.poll(() => asked).toBe(1)
  // Meanwhile others type in the text.
  await meeting.write('Portugal', meeting.recommendation().textId, (doc) =>
    extend(doc, { adds: ' Meanwhile.', paragraph: 1 }),
  )
  goOn()
  await brazil.page.keyboard.type(' the server knew.', { delay: 30 })
  await saved(brazil)
  await expect(own.locator('p').first()).toHaveText(
    `${text[0]} Others go on. Typed before the server knew.`,
  )
  await expect(own).toContainText('Meanwhile.')
  expect(asked).toBe(1)
  await tableOwn(brazil, '', 'Typed before the server knew.')
  expect(await amendmentsKnownTo(meeting, 'Portugal')).toBe(1)
  await expect
    .poll(async () => {
      const { state } = await meeting.record('Portugal')
      const tabled = Object.values(state.texts).find(({ kind }) => kind === 'amendment')
      return meeting.plain(tabled?.textId, 'Portugal')
    })
    .toContain('Typed before the server knew.')
  expect(brazil.complaints).toEqual([])
})

test('[REC-153] when the server cannot start it, the words are kept and become an amendment as soon as it can', async ({
  room,
}) => {
  const meeting = await room({ seats: ['Portugal'], text })
  const portugal = await meeting.enter('Portugal')
  const own = await beginAmending(portugal)
  await portugal.page.route(commands, (route) => route.abort('connectionfailed'))
  await caretAt(own.locator('p').first(), 'end')
  await portugal.page.keyboard.insertText(' Nobody hears this.')
  // They stand where they were typed, once, while the page goes on asking; and are kept on the device.
  await expect(
    portugal.page.getByRole('banner').getByRole('link', { name: /^Not accepted/ }),
  ).toBeVisible()
  await expect(own.locator('p').first()).toHaveText(`${text[0]} Nobody hears this.`)
  const refused = /Failed to load resource/
  expect(portugal.complaints.filter((complaint) => !refused.test(complaint))).toEqual([])
  await portugal.page.reload()
  await expect(keptBy(portugal)).toContainText('Nobody hears this.')
  await portugal.page.unroute(commands)
  await expect(keptBy(portugal)).toContainText('ready amendment')
  await keptBy(portugal).getByRole('button', { name: 'Open the amendment' }).click()
  await expect(ownAmendment(portugal).locator('p').first()).toHaveText(
    `${text[0]} Nobody hears this.`,
  )
  await tableOwn(portugal, '', 'Nobody hears this.')
})

const firstActs: readonly {
  readonly name: string
  readonly act: (person: Person, own: Locator) => Promise<void>
  readonly gives: RegExp
}[] = [
  {
    name: 'pasting',
    act: async (_, own) => {
      await caretAt(own.locator('p').first(), 'end')
      await own.evaluate((element) => {
        const clipboardData = new DataTransfer()
        clipboardData.setData('text/plain', ' Pasted words.')
        const event = new ClipboardEvent('paste', {
          clipboardData,
          bubbles: true,
          cancelable: true,
        })
        element.dispatchEvent(event)
      })
    },
    gives: /Pasted words\.$/,
  },
  {
    name: 'cutting',
    act: async ({ page }, own) => {
      await selectStart(own.locator('p').first(), 4)
      await page.keyboard.press('Control+x')
    },
    gives: /^(?!The )/,
  },
  {
    name: 'dropping',
    act: async ({ page }, own) => {
      const paragraph = own.locator('p').first()
      await selectStart(paragraph, 4)
      const [from, to] = await paragraph.evaluate((element) => {
        const selected = getSelection()?.getRangeAt(0).getBoundingClientRect()
        const words = document.createRange()
        words.selectNodeContents(element)
        const last = [...words.getClientRects()].at(-1)
        const middle = (box: DOMRect | undefined, x: number) => ({
          x: (box?.x ?? 0) + x,
          y: (box?.y ?? 0) + (box?.height ?? 0) / 2,
        })
        return [middle(selected, 10), middle(last, (last?.width ?? 0) - 1)]
      })
      await page.mouse.move(from.x, from.y)
      await page.mouse.down()
      await page.mouse.move(to.x - 5, to.y, { steps: 5 })
      await page.mouse.move(to.x, to.y)
      await page.mouse.up()
    },
    gives: /^(?!The ).*The ?/,
  },
  {
    name: 'formatting',
    act: async ({ page }, own) => {
      await selectStart(own.locator('p').first(), 3)
      await page.keyboard.press('Control+b')
    },
    gives: /^The/,
  },
  {
    name: 'a bracket',
    act: async ({ page }, own) => {
      await selectStart(own.locator('p').first(), 3)
      await page.keyboard.press('Control+Alt+b')
    },
    gives: /^\[CS: ?The\]/,
  },
]

/** What a paragraph of an amendment says: its own deletions are shown in it, and are not of it. */
const withoutDeleted = (paragraph: Locator): Promise<string> =>
  paragraph.evaluate((element) =>
    [...element.childNodes]
      .filter(({ nodeName }) => nodeName !== 'DEL')
      .map(({ textContent }) => textContent ?? '')
      .join(''),
  )

test('[REC-163] pasting, cutting, dropping, formatting or bracketing starts an amendment as a key does', async ({
  room,
}) => {
  const meeting = await room({ seats: ['Civil society'], text })
  const society = await meeting.enter('Civil society')
  const { page } = society
  for (const { name, act, gives } of firstActs)
    await test.step(name, async () => {
      const before = await amendmentsKnownTo(meeting, 'Civil society')
      const own = await beginAmending(society)
      await act(society, own)
      await expect(page.getByRole('button', { name: 'Table…' })).toBeEnabled()
      await saved(society)
      expect(await amendmentsKnownTo(meeting, 'Civil society')).toBe(before + 1)
      await expect.poll(() => withoutDeleted(own.locator('p').first())).toMatch(gives)
      await page.getByRole('button', { name: 'Discard…' }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Discard' }).click()
      await expect(own).toHaveCount(0)
    })
  expect(society.complaints).toEqual([])
})

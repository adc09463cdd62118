/** Five people at once: the whole job, from typing together to the chair's decision, over a crash. */
import { expect } from '@playwright/test'
import * as encoding from 'lib0/encoding'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { type Product, startProduct } from '../support/product.ts'
import { caretAt, enter, majorityTextId, openRecommendation, saved, typeAtEnd } from './people.ts'
import { test } from './room.ts'

let product: Product
test.beforeAll(async () => {
  product = await startProduct()
})
test.afterAll(async () => product.remove())

const title = 'Host country agreements'
const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }

/** What a raw socket hears after it sent an update: the refusal's text, if there is one. */
function writeRaw(textId: string, token: string, words: string): Promise<string> {
  const doc = new Y.Doc()
  const paragraph = new Y.XmlElement('paragraph')
  paragraph.insert(0, [new Y.XmlText(words)])
  doc.getXmlFragment('words').insert(0, [paragraph])
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, 0)
  encoding.writeVarUint(encoder, 2)
  encoding.writeVarUint8Array(encoder, Y.encodeStateAsUpdate(doc))
  const socket = new WebSocket(
    `${product.url.replace('http', 'ws')}/sync/${textId}?adref=1&token=${token}`,
  )
  return new Promise((settle, fail) => {
    socket.on('error', fail)
    socket.on('open', () => socket.send(encoding.toUint8Array(encoder)))
    socket.on('message', (data: Buffer) => {
      if (data[0] !== 101) return
      settle(data.toString('utf8'))
      socket.close()
    })
  })
}

test('[ROOM-1] five people draft, dissent and decide together, and nothing of it is lost in a crash', async ({
  browser,
}) => {
  const [chair, brazil, portugal, observer, follower] = await Promise.all([
    enter(browser, product, 'Chair'),
    enter(browser, product, 'Brazil'),
    enter(browser, product, 'Portugal'),
    enter(browser, product, 'Remote participant', phone),
    enter(browser, product, 'Public follow link'),
  ])
  const everybody = [chair, brazil, portugal, observer, follower]

  // The chair takes up a draft; those who follow are there without doing anything.
  await openRecommendation(chair, title)
  await chair.page.getByRole('button', { name: 'Put on the floor' }).click()
  for (const person of [observer, follower])
    await expect(person.page.getByRole('heading', { level: 1, name: title })).toBeVisible()
  await brazil.page.getByRole('link', { name: /On the floor/ }).click()
  await portugal.page.getByRole('link', { name: /On the floor/ }).click()
  for (const person of [brazil, portugal])
    await expect(person.page.getByRole('heading', { level: 1, name: title })).toBeVisible()

  // Two delegates type in one paragraph at the same time.
  await Promise.all([
    typeAtEnd(brazil, ' Alpha beta gamma.', { delay: 25 }),
    typeAtEnd(portugal, ' One two three.', { delay: 25 }),
  ])
  await Promise.all([saved(brazil), saved(portugal)])
  // Each sentence is whole, and all five read the same: the carets of others are not words.
  const firstParagraphs = () =>
    Promise.all(
      everybody.map(({ majority }) =>
        majority
          .locator('p')
          .first()
          .evaluate((paragraph) => {
            const copy = paragraph.cloneNode(true) as HTMLElement
            for (const caret of copy.querySelectorAll('[class*="caret"]')) caret.remove()
            return copy.textContent?.replaceAll('\u2060', '')
          }),
      ),
    )
  await expect
    .poll(async () => [...new Set(await firstParagraphs())])
    .toEqual([expect.stringMatching(/^(?=.*Alpha beta gamma\.)(?=.*One two three\.)/)])

  // A dissenting delegation puts an alternative beside it; another supports it; both see how they differ.
  await brazil.page.getByRole('button', { name: 'Propose an alternative' }).click()
  await brazil.page.getByRole('textbox', { name: 'Reason' }).fill('Nine months are too short.')
  await brazil.page.getByRole('button', { name: 'Propose', exact: true }).click()
  const alternative = brazil.page.getByRole('textbox', { name: 'Alternative 1' })
  await caretAt(alternative.locator('p').nth(1), 'end')
  await brazil.page.keyboard.type(' It is public.')
  await saved(brazil)
  await portugal.page.getByRole('tab', { name: 'Positions' }).click()
  const onAlternative = portugal.page.getByRole('region', { name: 'Positions on alternative 1' })
  await onAlternative.getByRole('button', { name: 'Take a position' }).click()
  await portugal.page.getByText('Can accept', { exact: true }).last().click()
  await portugal.page.getByRole('button', { name: 'Take position' }).click()
  await expect(onAlternative).toContainText('1 can accept')
  await portugal.page.getByRole('button', { name: 'Compare with the majority text' }).click()
  await expect(
    portugal.page
      .getByRole('region', { name: 'Differences from the majority text' })
      .locator('ins'),
  ).toContainText('It is public.')
  await portugal.page.keyboard.press('Escape')
  await expect(follower.page.getByRole('region', { name: 'Alternative 1' }).first()).toContainText(
    'It is public.',
  )

  // The observer follows on a phone; over a raw socket an attempt to write is refused.
  const heard = await writeRaw(
    await majorityTextId(product, title),
    product.token('Remote participant'),
    'FORGED',
  )
  expect(heard).toContain('not-a-writer')
  await expect(chair.majority).not.toContainText('FORGED')
  expect(await observer.page.getByRole('textbox', { name: 'Majority text' }).count()).toBe(0)

  // The chair resolves: the dissent is recorded beside the adopted text, in everyone's room.
  await chair.page.getByRole('button', { name: 'Resolve …' }).click()
  await chair.page.getByRole('menuitem', { name: /Adopt with the alternatives recorded/ }).click()
  await expect(chair.page.getByRole('dialog')).toContainText('recorded beside it as dissent')
  await chair.page.getByRole('button', { name: 'Adopt with alternatives' }).click()
  for (const { page } of everybody)
    await expect(page.getByRole('main').getByText('Adopted with alternatives')).toBeVisible()
  await expect(brazil.page.getByRole('textbox', { name: 'Majority text' })).toHaveCount(0)
  await chair.page.getByRole('tab', { name: 'History' }).click()
  await expect(chair.page.getByText('adopted with alternatives recorded')).toBeVisible()

  // A crash, and all that was shown as saved or decided is there again.
  const before = await follower.page.getByRole('main').innerText()
  await product.crash()
  await product.start()
  const late = await enter(browser, product, 'Vice-Chair')
  await openRecommendation(late, title)
  await expect(late.page.getByRole('main').getByText('Adopted with alternatives')).toBeVisible()
  await expect(late.page.getByRole('main')).toContainText('It is public.')
  await expect
    .poll(async () => (await follower.page.getByRole('main').innerText()) === before)
    .toBe(true)
  const complaints = everybody
    .flatMap((person) => person.complaints)
    .filter(
      (complaint) =>
        !/ERR_CONNECTION|WebSocket|Failed to load|ERR_INCOMPLETE|ERR_EMPTY/.test(complaint),
    )
  expect(complaints).toEqual([])
})

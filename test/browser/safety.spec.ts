/** What a person is told when words are not saved: refused, held up by the server, or kept out. */
import { join } from 'node:path'
import { expect, type WebSocketRoute } from '@playwright/test'
import { WebSocket } from 'ws'
import { text, words } from '#server/example/write-words'
import { adref } from '../support/administrator.ts'
import { damageRecord } from '../support/damage.ts'
import { type Group, makeGroup } from '../support/group.ts'
import { startProduct } from '../support/product.ts'
import { smallDisk } from '../support/small-disk.ts'
import {
  caretAt,
  enter,
  faultsOn,
  keptBy,
  openPage,
  openRecommendation,
  type Person,
  phone,
  saved,
  typeAtEnd,
} from './people.ts'
import { test } from './room.ts'

/** Two recommendations: one to type in, and another to be at meanwhile. */
const texts = {
  'Donor reporting': ['Donors report each year.'],
  'Outcome documents': ['The outcome is published.'],
}
/** Types without a network while the chair freezes the text: the words are then not accepted. */
async function typeTooLate(
  author: Person,
  group: Group,
  alsoType: () => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  await author.page.context().setOffline(true)
  await typeAtEnd(author, ' Too late for this.')
  await alsoType()
  const { textId } = group.recommendation()
  await group.command('Chair', { type: 'set-drafting-mode', textId, mode: 'frozen' })
  await author.page.context().setOffline(false)
}
/** Holds a place at a text as a program of a member; resolves when it is let in. */
function openSocket(url: string, textId: string, token: string): Promise<WebSocket> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/sync/${textId}?adref=1&token=${token}`)
  return new Promise((settle, fail) => {
    socket.once('error', fail)
    socket.once('message', () => settle(socket))
  })
}

const bannerOf = ({ page }: Person) => page.getByRole('banner')

test('[UI-19] while words stand that were not accepted the bar says so, and leads to them from anywhere; [UI-3] words refused because the text was frozen meanwhile are kept and shown to their author', async ({
  room,
}) => {
  const meeting = await room({
    seats: ['Brazil'],
    texts: {
      'Donor reporting': text(words('Donors report every year.'), [
        ['Publish the report', 'UN DESA', 'On the website', 'By 1 May'],
      ]),
      'Outcome documents': ['The outcome is published.'],
    },
  })
  const brazil = await meeting.enter('Brazil')
  await saved(brazil)
  await typeTooLate(brazil, meeting, async () => {
    await brazil.page.getByLabel('Responsible body, row 1').first().click()
    await brazil.page.keyboard.press('End')
    await brazil.page.keyboard.insertText(' and nobody else')
  })
  await expect(keptBy(brazil)).toContainText('Too late for this.')
  await expect(keptBy(brazil)).toContainText('and nobody else')
  await expect(keptBy(brazil)).toContainText('The text is frozen.')
  expect(await meeting.plain()).not.toContain('Too late for this.')
  await brazil.page.setViewportSize(phone.viewport)
  const notAccepted = bannerOf(brazil).getByRole('link', {
    name: 'Not accepted (your words in A.1, kept on this device)',
  })
  await expect(notAccepted).toBeVisible()
  await expect(bannerOf(brazil).getByText('✓ Saved')).toHaveCount(0)
  await expect(notAccepted.locator('..')).toHaveAttribute('role', 'status')
  await expect(brazil.page.getByRole('alert').filter({ hasText: /\S/ })).toHaveCount(0)
  await openRecommendation(brazil, 'Outcome documents')
  await notAccepted.click()
  await expect(keptBy(brazil)).toContainText('Too late for this.')
  await expect(keptBy(brazil)).toBeFocused()
  // Also when the page is the right one and another part of it is shown.
  await brazil.page.getByRole('button', { name: 'Outline', exact: true }).click()
  await expect(keptBy(brazil)).toBeHidden()
  await notAccepted.click()
  await expect(keptBy(brazil)).toBeFocused()
  expect(await faultsOn(brazil)).toEqual([])
  await brazil.page.reload()
  await expect(notAccepted).toBeVisible()
  await expect(keptBy(brazil)).toContainText('Too late for this.')
  await keptBy(brazil).getByRole('button', { name: 'Remove this report' }).click()
  await expect(notAccepted).toHaveCount(0)
  await saved(brazil)
})

test('[UI-188] words that were not accepted and that the device has no room to keep apart stand in their text, read only, over a reload, until their author goes on without them', async ({
  room,
}) => {
  const meeting = await room({ seats: ['Brazil'], texts })
  const { textId } = meeting.recommendation()
  const brazil = await meeting.enter('Brazil')
  await saved(brazil)
  await brazil.page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await brazil.page.evaluate(() => {
    for (let length = 4_000_000; length >= 1; length = Math.floor(length / 2))
      try {
        for (;;) localStorage.setItem(`filler-${length}-${localStorage.length}`, 'x'.repeat(length))
      } catch {
        // Full for this length: shorter ones fill what is left.
      }
  })
  await typeTooLate(brazil, meeting)
  const main = brazil.page.getByRole('main')
  const sentence = main.getByText('this device has no room to keep them apart')
  const shown = main.getByRole('region', { name: 'Majority text' })
  // After a reload the server is asked once more, and refuses once more.
  for (const isReloaded of [false, true]) {
    if (isReloaded) await brazil.page.reload()
    await expect(sentence).toBeVisible()
    await expect(bannerOf(brazil)).toContainText('Not live')
    await expect(shown).toContainText('Too late for this.')
    await expect(main.getByRole('textbox', { name: 'Majority text' })).toHaveCount(0)
  }
  await main.getByRole('button', { name: 'Copy the text' }).click()
  await expect(brazil.page.getByText('The text is copied.')).toBeVisible()
  await expect
    .poll(() => brazil.page.evaluate(() => navigator.clipboard.readText()))
    .toContain('Too late for this.')
  await main.getByRole('button', { name: 'Go on without these words' }).click()
  await expect(sentence).toHaveCount(0)
  await expect(shown).not.toContainText('Too late for this.')
  await expect(shown).toBeFocused()
  await saved(brazil)
  await meeting.command('Chair', { type: 'set-drafting-mode', textId, mode: 'open' })
  await typeAtEnd(brazil, ' In time.')
  await saved(brazil)
  expect(await meeting.plain()).toContain('In time.')
})

test('[UI-190] a message that is too long for the server is not sent again: its words are kept for their author, who types on', async ({
  room,
}) => {
  const meeting = await room({ seats: ['Brazil'], texts })
  const brazil = await meeting.enter('Brazil', { hasOwnTab: true })
  const sockets: WebSocketRoute[] = []
  // The line says what the server says of a frame over its limit [SYNC-7].
  await brazil.page.routeWebSocket(/\/sync\//, (socket) => {
    const server = socket.connectToServer()
    socket.onMessage((message) => {
      const isTooLong = Buffer.from(message).includes('endless')
      if (isTooLong) sockets.push(socket)
      if (isTooLong) void socket.close({ code: 1009 })
      else server.send(message)
    })
  })
  await brazil.page.reload()
  await saved(brazil)
  await caretAt(brazil.majority.locator('p').first(), 'end')
  await brazil.page.keyboard.insertText(' An endless sentence.')
  await expect(keptBy(brazil)).toContainText('An endless sentence.')
  await expect(keptBy(brazil)).toContainText('more than one message or one text can hold')
  await expect(brazil.majority).not.toContainText('endless')
  await typeAtEnd(brazil, ' A short one.')
  await expect(brazil.majority).toContainText('A short one.')
  await expect.poll(() => meeting.plain()).toContain('A short one.')
  expect(await meeting.plain()).not.toContain('endless')
  expect(sockets).toHaveLength(1)
})

test('[UI-20] while the disk is full the person reads that the server cannot save, goes on, and all is sent by itself later', async ({
  browser,
}) => {
  const disk = smallDisk(48)
  test.skip(disk === undefined, 'needs a tmpfs')
  if (!disk) return
  const dataFolder = join(disk.folder, 'room', 'data')
  const product = await startProduct({ flags: ['--no-example'], dataFolder })
  const meeting = await makeGroup(product, { seats: ['Brazil', 'Portugal'], texts })
  const read = () => meeting.plain(undefined, 'Portugal')
  const brazil = await enter(browser, meeting, 'Brazil')
  await openPage(brazil, meeting.recommendation().address)
  await saved(brazil)
  disk.fill()
  await typeAtEnd(brazil, ' While full.')
  const sentence = brazil.page
    .getByRole('main')
    .getByText('The server cannot save at present. Your words are kept on this device')
  await expect(sentence).toBeVisible()
  await expect(bannerOf(brazil)).toContainText('Cannot save now: kept on this device')
  // It stays said, in calm, over as many failed attempts as it takes, and typing goes on.
  const flickers = await brazil.page.evaluateHandle(() => {
    const seen: string[] = []
    const banner = document.querySelector('header')
    new MutationObserver(() => {
      if (!banner?.textContent?.includes('Cannot save now')) seen.push(banner?.textContent ?? '')
    }).observe(document.body, { subtree: true, childList: true, characterData: true })
    return seen
  })
  const attempts: string[] = []
  brazil.page.on('websocket', (socket) => attempts.push(socket.url()))
  await typeAtEnd(brazil, ' Typed on.')
  await expect.poll(() => attempts.length).toBeGreaterThan(1)
  expect(await flickers.jsonValue()).toEqual([])
  await expect(brazil.majority).toContainText('While full. Typed on.')
  expect(await read()).not.toContain('While full.')
  // Elsewhere in the room the words are not forgotten.
  await openRecommendation(brazil, 'Outcome documents')
  await expect(bannerOf(brazil)).toContainText('Cannot save now: kept on this device')
  disk.free()
  await expect.poll(read).toContain('While full. Typed on.')
  await saved(brazil)
  await openRecommendation(brazil, 'Donor reporting')
  await expect(brazil.majority).toContainText('While full. Typed on.')
  await expect(sentence).toHaveCount(0)
  await product.remove()
  disk.remove()
})

test('[UI-21] a text that the server does not open says why, and opens by itself when the cause is gone', async ({
  room,
}) => {
  const meeting = await room({ seats: ['Brazil'] })
  const { textId } = meeting.recommendation()
  // As many places as one member may have: programs have them all.
  const places = await Promise.all(
    Array.from({ length: 200 }, () => openSocket(meeting.url, textId, meeting.token('Brazil'))),
  )
  const brazil = await meeting.enter('Brazil')
  const main = brazil.page.getByRole('main')
  await expect(main.getByText('You have this room open in too many places.')).toBeVisible()
  await expect(bannerOf(brazil)).toContainText('Not live')
  for (const place of places) place.close()
  await expect(brazil.page.getByRole('textbox', { name: 'Majority text' })).toBeVisible()
  await expect(bannerOf(brazil).getByText('✓ Saved')).toBeVisible()
  await expect(main.getByText('too many places')).toHaveCount(0)
})

test('[UI-22] a text whose record is damaged says so and shows nothing in its place, and the others go on', async ({
  room,
}) => {
  const meeting = await room({ seats: ['Brazil'], texts })
  const { product } = meeting
  const { textId } = meeting.recommendation('Outcome documents')
  await product.stop()
  await damageRecord(product.dataFolder, textId, 1)
  await product.start()
  const brazil = await meeting.enter('Brazil', { at: 'Outcome documents' })
  const main = brazil.page.getByRole('main')
  await expect(main.getByText('The server could not load this text')).toBeVisible()
  await expect(main.getByRole('textbox', { name: 'Majority text' })).toHaveCount(0)
  await openRecommendation(brazil, 'Donor reporting')
  await typeAtEnd(brazil, ' Still at work.')
  await saved(brazil)
})

test('[UI-312] whoever signs in again after a backup was put in place reads so, and has the words that they typed since as kept words', async ({
  room,
}) => {
  const meeting = await room({ seats: ['Brazil'], texts })
  const { product } = meeting
  const brazil = await meeting.enter('Brazil')
  const backup = join(product.dataFolder, '..', 'backup')
  expect(await adref(['backup', backup], product.dataFolder)).toMatchObject({ code: 0 })
  await typeAtEnd(brazil, ' Typed since.')
  await expect.poll(() => meeting.plain()).toContain('Typed since.')
  await saved(brazil)
  await product.stop()
  const restored = await adref(['restore', backup, '--force'], product.dataFolder)
  expect(restored).toMatchObject({ code: 0 })
  await product.start()
  await expect(brazil.page.getByRole('heading', { name: 'closed to you' })).toBeVisible()
  await openPage(brazil, meeting.link('Brazil'))
  const notice = brazil.page.getByRole('status').filter({ hasText: 'A backup was put in place' })
  await expect(notice).toContainText('words that you typed since are kept for you')
  await openPage(brazil, meeting.recommendation().address)
  await expect(keptBy(brazil)).toContainText('Typed since.')
  await expect(brazil.majority).toHaveText('Donors report each year.')
  expect(await meeting.plain()).not.toContain('Typed since.')
})

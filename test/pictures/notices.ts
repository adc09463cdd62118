/** Pictures at three widths of all that the room says when something is not as usual: over it, in a text, at its door. */

import { execFileSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { keptBy, type Person, saved, typeAtEnd } from '../browser/people.ts'
import { type Room, test } from '../browser/room.ts'
import { makeGroup } from '../support/group.ts'
import { startHostileProxy } from '../support/hostile-proxy.ts'
import { startProduct } from '../support/product.ts'

const widths = [
  [1440, 900],
  [1024, 768],
  [390, 844],
] as const

async function take(page: Page, name: string): Promise<void> {
  for (const [width, height] of widths) {
    await page.setViewportSize({ width, height })
    await page.screenshot({
      path: `test-results/notices/${name}-${width}.png`,
      animations: 'disabled',
    })
  }
  await page.setViewportSize({ width: widths[0][0], height: widths[0][1] })
}

const options = {
  seats: ['Brazil', 'Portugal', 'India', 'Remote participant'],
  texts: {
    'Host country agreements': [
      'The host country signs the agreement with the United Nations nine months before the annual meeting.',
      'The agreement lists the costs that the host country bears.',
    ],
    'Donor reporting': ['Donors report each year.'],
  },
}
const apart = { hasOwnTab: true } as const

test('reload needed', async ({ room }) => {
  const meeting = await room(options)
  const brazil = await meeting.enter('Brazil', apart)
  await brazil.page.route('**/recommendations/*', async (route) => {
    const answer = await route.fetch()
    const body = (await answer.text()).replace(/(name="adref-release" content=")[^"]*/, '$1older')
    await route.fulfill({ response: answer, body })
  })
  await brazil.page.reload()
  await expect(brazil.page.getByText('has been upgraded')).toBeVisible()
  await take(brazil.page, 'reload')
  await brazil.page.context().setOffline(true)
  await typeAtEnd(brazil, ' Not saved yet.')
  await take(brazil.page, 'reload-unsaved')
})

test('storage closed and full', async ({ room }) => {
  const meeting = await room(options)
  const brazil = await meeting.enter('Brazil', apart)
  await brazil.page.addInitScript(() => {
    Object.defineProperty(globalThis, 'localStorage', {
      get() {
        throw new DOMException('denied', 'SecurityError')
      },
    })
    Object.defineProperty(globalThis, 'indexedDB', { value: undefined })
  })
  await brazil.page.reload()
  await expect(brazil.page.getByText('keeps nothing for this room')).toBeVisible()
  await take(brazil.page, 'storage-closed')
  await brazil.page.context().setOffline(true)
  await typeAtEnd(brazil, ' Not saved yet.')
  await expect(brazil.page.getByText('in this page alone')).toBeVisible()
  await take(brazil.page, 'storage-closed-offline')
})

test('two seats', async ({ room }) => {
  const meeting = await room(options)
  const brazil = await meeting.enter('Brazil')
  await saved(brazil)
  const second = await brazil.page.context().newPage()
  await second.goto(meeting.link('Portugal'))
  await expect(second.getByRole('heading', { name: 'signed in as Brazil' })).toBeVisible()
  await take(second, 'seat-question')
  await second.getByRole('button', { name: 'Sign in as Portugal' }).click()
  await expect(brazil.page.getByText('is signed in in this browser now').first()).toBeVisible()
  await take(brazil.page, 'somebody-else')
  await brazil.page.getByRole('button', { name: 'Sign in again as Brazil' }).click()
  await brazil.page.getByRole('textbox', { name: 'Personal link' }).fill(meeting.link('India'))
  await brazil.page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(brazil.page.getByText('This is the link of')).toBeVisible()
  await take(brazil.page, 'sign-in-again')
})

test('read only', async ({ room }) => {
  const meeting = await room(options)
  const { textId } = meeting.recommendation()
  const brazil = await meeting.enter('Brazil')
  await saved(brazil)
  await brazil.page.context().setOffline(true)
  await typeAtEnd(brazil, ' Too late.')
  await meeting.command('Chair', { type: 'set-drafting-mode', textId, mode: 'frozen' })
  await brazil.page.context().setOffline(false)
  await expect(keptBy(brazil)).toBeVisible()
  await take(brazil.page, 'frozen-kept')
  const observer = await meeting.enter('Remote participant')
  await take(observer.page, 'observer')
})

test('silent line, and an act that nobody answers', async ({ browser }) => {
  const product = await startProduct({
    flags: ['--no-example'],
    settings: { HEARTBEAT_SECONDS: '1' },
  })
  const meeting = await makeGroup(product, options)
  const proxy = await startHostileProxy(product.url)
  const page = await (
    await browser.newContext({ viewport: { width: 1440, height: 900 } })
  ).newPage()
  await page.goto(meeting.link('Brazil').replace(product.url, proxy.url))
  await expect(page.getByRole('banner')).toBeVisible()
  await page.goto(meeting.recommendation().address.replace(product.url, proxy.url))
  await expect(page.getByRole('banner').getByText('✓ Saved')).toBeVisible()
  proxy.treat(() => 'swallowed')
  await page.getByRole('button', { name: 'Ask for the floor' }).click()
  await expect(page.getByText('trying again')).toBeVisible()
  await take(page, 'unanswered')
  proxy.silence()
  await expect(page.getByText('Not live: reconnecting')).toBeVisible()
  await take(page, 'silent')
  await proxy.close()
  await product.remove()
})

async function breakable(meeting: Room): Promise<Person> {
  const brazil = await meeting.enter('Brazil', apart)
  await brazil.page.addInitScript(() => {
    const flags = globalThis as unknown as { broken?: 'text' | 'room' | 'part' }
    globalThis.MutationObserver = class extends MutationObserver {
      override observe(target: Node, options?: MutationObserverInit): void {
        // Only an editor asks for what letters were before.
        if (flags.broken === 'text' && options?.characterDataOldValue === true)
          throw new Error('The editor is broken.')
        super.observe(target, options)
      }
    }
    const ask = globalThis.matchMedia.bind(globalThis)
    globalThis.matchMedia = (query) => {
      if (flags.broken === 'room') throw new Error('The room is broken.')
      return ask(query)
    }
  })
  await brazil.page.reload()
  await saved(brazil)
  return brazil
}
/** Breaks something and goes to another text in one moment: in between, the page might be drawn anew by itself. */
const breakOnTheWay = ({ page }: Person, what: 'text' | 'room') =>
  page
    .getByRole('navigation')
    .getByRole('link', { name: 'Donor reporting' })
    .evaluate((link: HTMLElement, broken) => {
      Object.assign(globalThis, { broken })
      link.click()
    }, what)

test('a text that fails', async ({ room }) => {
  const brazil = await breakable(await room(options))
  await breakOnTheWay(brazil, 'text')
  await expect(brazil.page.getByText('“Majority text” could not be shown').first()).toBeVisible()
  await brazil.page.getByRole('button', { name: 'Read the words' }).first().click()
  await take(brazil.page, 'text-failed')
})

test('a room that fails', async ({ room }) => {
  const brazil = await breakable(await room(options))
  await breakOnTheWay(brazil, 'room')
  await expect(brazil.page.getByText('failed').first()).toBeVisible()
  await take(brazil.page, 'room-failed')
})

test('a backup put in place', async ({ browser }) => {
  const product = await startProduct({ flags: ['--no-example'] })
  const meeting = await makeGroup(product, options)
  const page = await (
    await browser.newContext({ viewport: { width: 1440, height: 900 } })
  ).newPage()
  await page.goto(meeting.link('Brazil'))
  await expect(page.getByRole('banner')).toBeVisible()
  await page.goto(meeting.recommendation().address)
  await expect(page.getByRole('banner').getByText('✓ Saved')).toBeVisible()
  const backup = join(mkdtempSync(join(tmpdir(), 'adref-backup-')), 'backup')
  const adref = (...words: string[]) =>
    execFileSync(process.execPath, ['dist/server/cli/adref.js', ...words], {
      env: { ...process.env, DATA_DIR: product.dataFolder },
    })
  adref('backup', backup)
  await page.getByRole('textbox', { name: 'Majority text' }).locator('p').first().click()
  await page.keyboard.press('End')
  await page.keyboard.type(' Typed after the backup.')
  await expect(page.getByRole('banner').getByText('✓ Saved')).toBeVisible()
  await product.stop()
  adref('restore', backup, '--force')
  await product.start()
  await expect(page.getByRole('heading', { name: 'closed to you' })).toBeVisible()
  await take(page, 'restored-signed-out')
  await page.goto(meeting.link('Brazil'))
  await expect(page.getByText('A backup was put in place')).toBeVisible()
  await take(page, 'restored-again')
  await product.remove()
})

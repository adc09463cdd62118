/** Two seats in one browser: whose act it is, and whose words. */
import { expect, type Page } from '@playwright/test'
import { caretAt, type Person, saved, typeAtEnd } from './people.ts'
import { test } from './room.ts'

/** Takes one tab off the network, or back; the other tabs of its browser stay on it. */
async function networkOf(page: Page): Promise<(offline: boolean) => Promise<unknown>> {
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  return (offline) =>
    session.send('Network.emulateNetworkConditions', {
      offline,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput: -1,
    })
}
const wordsOf = ({ majority }: Person, author: string): Promise<string> =>
  majority
    .locator(`[data-author="${author}"]`)
    .allTextContents()
    .then((runs) => runs.join(''))

test('[UI-275] a second seat in a browser is asked about first; the first tab can then only be read, its unsaved words stay its own, and it goes on when its member signs in again', async ({
  room,
}) => {
  const group = await room({
    seats: ['Brazil', 'Portugal', 'India'],
    text: ['The Secretariat reports every year.'],
  })
  const brazil = await group.enter('Brazil')
  const read = () => group.plain()
  await saved(brazil)
  const goOffline = await networkOf(brazil.page)
  await goOffline(true)
  await typeAtEnd(brazil, ' Typed by Brazil.')
  await expect(brazil.page.getByRole('banner').getByText('Offline')).toBeVisible()

  const portugal: Person = { ...brazil, page: await brazil.page.context().newPage() }
  await portugal.page.goto(group.link('Portugal'))
  const question = portugal.page.getByRole('heading', { name: 'signed in as Brazil' })
  await expect(question).toBeFocused()
  await portugal.page.getByRole('button', { name: 'Sign in as Portugal' }).click()
  await expect(portugal.page.getByRole('banner')).toBeVisible()
  const told = brazil.page.getByRole('alert').getByText('Portugal is signed in in this browser now')
  await expect(told).toBeVisible()
  await goOffline(false)
  await expect(brazil.page.getByRole('textbox', { name: 'Majority text' })).toHaveCount(0)
  await expect(brazil.page.getByText('Typed by Brazil.')).toBeVisible()
  await expect(brazil.page.getByRole('button', { name: 'Ask for the floor' })).toHaveCount(0)
  await expect(brazil.page.getByText('Read only for now')).toBeVisible()
  // What Portugal types comes, under its name; what Brazil typed does not, under nobody's.
  await portugal.page.goto(group.recommendation().address)
  const portuguese = portugal.page.getByRole('textbox', { name: 'Majority text' })
  await caretAt(portuguese.locator('p').first(), 'start')
  await portugal.page.keyboard.insertText('Portugal first. ')
  await expect.poll(read).toContain('Portugal first.')
  expect(await read()).not.toContain('Typed by Brazil.')

  await brazil.page.getByRole('button', { name: 'Sign in again as Brazil' }).click()
  const field = brazil.page.getByRole('textbox', { name: 'Personal link of Brazil' })
  await field.fill(group.link('India'))
  await brazil.page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(brazil.page.getByText('This is the link of India, not of Brazil.')).toBeVisible()
  await field.fill(group.link('Brazil'))
  await brazil.page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(told).toHaveCount(0)
  await expect.poll(read).toContain('Typed by Brazil.')
  await saved(brazil)
  await expect(
    portugal.page.getByRole('alert').getByText('Brazil is signed in in this browser now'),
  ).toBeVisible()
  await expect(portugal.page.getByRole('textbox', { name: 'Majority text' })).toHaveCount(0)

  // Whose words they are, as the server bound them.
  await brazil.page.keyboard.press('Control+Alt+w')
  await expect.poll(() => wordsOf(brazil, 'Brazil')).toContain('Typed by Brazil.')
  await expect.poll(() => wordsOf(brazil, 'Portugal')).toContain('Portugal first.')
})

test('[UI-276] a new link on one’s own row is shown and keeps the session; another’s names first who is shown out', async ({
  room,
}) => {
  const group = await room({ seats: ['Brazil'] })
  const [office, brazil] = await group.enterAll(['Secretariat', 'Brazil'])
  const { page } = office
  await page.getByRole('button', { name: 'Menu' }).click()
  await page.getByRole('menuitem', { name: 'Seats and links' }).click()
  const row = (name: string) => page.getByRole('listitem').filter({ hasText: name })
  const dialog = page.getByRole('dialog')
  await row('you').getByRole('button', { name: 'New link' }).click()
  await expect(dialog).toContainText('Secretariat')
  await expect(dialog).toContainText('You stay signed in here')
  await expect(dialog).toContainText('/join#')
  await dialog.getByRole('button', { name: 'Close' }).click()
  await row('Brazil').getByRole('button', { name: 'New link' }).click()
  await expect(dialog).toContainText('Brazil (Delegate)')
  await expect(dialog).toContainText('Has the room open now')
  await dialog.getByRole('button', { name: 'Make a new link' }).click()
  await expect(dialog).toContainText('/join#')
  await expect(brazil.page.getByRole('heading', { name: 'closed to you' })).toBeVisible()
  await dialog.getByRole('button', { name: 'Close' }).click()
})

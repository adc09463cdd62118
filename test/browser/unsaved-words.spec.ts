/** Words typed offline reach the others, or come back, without their text being opened again. */
import { expect } from '@playwright/test'
import { mintId, SeatId } from '#shared/domain/ids'
import { keptBy, openPage, type Person, saved, typeAtEnd } from './people.ts'
import { test } from './room.ts'

/** Two recommendations: one to type in, and another to come back at. */
const texts = {
  'Host country agreements': ['Hosts bear the cost.'],
  'Donor reporting': ['Donors report each year.'],
}
const other = 'Donor reporting'

const unexplained = ({ complaints }: Person) =>
  complaints.filter((line) => !/ERR_|WebSocket|Failed to load/.test(line))

/** What the bar says of words that wait on this device. */
const keptHere = ({ page }: Person) =>
  page.getByRole('banner').getByText('Offline: kept on this device')

/** Types offline in the text that is open and closes the page; comes back at an address. */
async function typeAndLeave(person: Person, words: string, address: string) {
  await saved(person)
  const context = person.page.context()
  await context.setOffline(true)
  await typeAtEnd(person, words)
  await expect(keptHere(person)).toBeVisible()
  await person.page.close()
  return async () => {
    await context.setOffline(false)
    const page = await context.newPage()
    await page.goto(address)
    await expect(page.getByRole('banner')).toBeVisible()
    return { ...person, page }
  }
}
const marks = ({ page }: Person) =>
  page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('adref/unsaved/')))

test('[UI-2] words typed offline are kept, and arrive on return, also after the tab was closed; [UI-141] words typed offline in one text arrive when the room is entered at another; [UI-310] words typed offline are called kept on the device only once its disk has them', async ({
  room,
}) => {
  const group = await room({ seats: ['Brazil'], texts })
  const brazil = await group.enter('Brazil', { hasOwnTab: true })
  const { page } = brazil
  await saved(brazil)
  await page.context().setOffline(true)
  await expect(keptHere(brazil)).toBeVisible()
  // The disk is busy: whoever writes after this has to wait.
  await page.evaluate(async () => {
    const [copy] = (await indexedDB.databases()).filter(({ name }) => name?.includes('/t_'))
    const request = indexedDB.open(copy?.name ?? '')
    await new Promise((settle) => request.addEventListener('success', settle))
    const updates = request.result.transaction('updates', 'readwrite').objectStore('updates')
    const goOn = () => {
      if (!('diskIsFree' in globalThis)) updates.count().addEventListener('success', goOn)
    }
    goOn()
  })
  await typeAtEnd(brazil, ' Not there yet.')
  await expect(page.getByRole('banner').getByText('Saving …')).toBeVisible()
  await expect(keptHere(brazil)).toHaveCount(0)
  await page.evaluate(() => Object.assign(globalThis, { diskIsFree: true }))
  await expect(keptHere(brazil)).toBeVisible()

  // The tab is closed. Back at another recommendation, they arrive without their text being opened.
  const context = page.context()
  await page.close()
  await context.setOffline(false)
  expect(await group.plain()).not.toContain('Not there yet.')
  const again: Person = { ...brazil, page: await context.newPage() }
  await openPage(again, group.recommendation(other).address)
  await expect(again.page.getByRole('heading', { level: 1, name: other })).toBeVisible()
  await expect.poll(() => group.plain()).toContain('Not there yet.')
  await saved(again)
  await expect.poll(() => marks(again)).toEqual([])
  expect(unexplained(brazil)).toEqual([])
})

test('[UI-143] who was moved to an observer’s seat meanwhile sees the words typed offline as kept words', async ({
  room,
}) => {
  const group = await room({ seats: ['Brazil'], texts })
  const { recommendationId } = group.recommendation(other)
  await group.command('Chair', { type: 'put-on-floor', recommendationId })
  const brazil = await group.enter('Brazil', { hasOwnTab: true })
  const { state, you } = await group.record('Brazil')
  const { memberId } = you
  const member = memberId && state.members[memberId]
  const seat = member && state.seats[member.seatId]
  if (!memberId || !seat) throw new Error('Brazil has no seat.')
  const comeBack = await typeAndLeave(brazil, ' Words of a delegate.', group.address)
  const seatId = mintId(SeatId, 's', crypto.getRandomValues(new Uint8Array(24)))
  const observer = { ...seat, seatId, role: 'observer', title: 'Observer of Brazil' } as const
  await group.command('Chair', { ...observer, type: 'add-seat' })
  await group.command('Chair', { type: 'move-member', memberId, seatId })
  const again = await comeBack()
  // An observer is taken along with the floor, and goes to the words from there, now and after a reload.
  const notAccepted = again.page.getByRole('banner').getByRole('link', { name: /Not accepted/ })
  for (const isReloaded of [false, true]) {
    if (isReloaded) await again.page.reload()
    await notAccepted.click()
    await expect(keptBy(again)).toContainText('Words of a delegate.')
    await expect(keptBy(again)).toContainText('You may read this text but not type in it.')
  }
})

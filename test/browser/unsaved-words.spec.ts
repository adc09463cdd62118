/** Words typed offline reach the others, or come back, without their text being opened again. */
import { expect } from '@playwright/test'
import { CommandId, mintId } from '#shared/domain/ids'
import { type Product, startProduct } from '../support/product.ts'
import { enter, keptBy, openRecommendation, type Person, saved, test, typeAtEnd } from './people.ts'

let product: Product
test.beforeAll(async () => {
  product = await startProduct()
})
test.afterAll(async () => product.remove())

const unexplained = ({ complaints }: Person) =>
  complaints.filter((line) => !/ERR_|WebSocket|Failed to load/.test(line))

/** Types offline in one text and closes the page; comes back at another text. */
async function typeAndLeave(person: Person, title: string, words: string, other: string) {
  await openRecommendation(person, other)
  const address = person.page.url()
  await openRecommendation(person, title)
  await saved(person)
  const context = person.page.context()
  await context.setOffline(true)
  await typeAtEnd(person, words)
  await expect(person.page.getByRole('banner').getByText('Offline')).toBeVisible()
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

test('[UI-141] words typed offline in one text arrive when the room is entered at another', async ({
  browser,
}) => {
  test.setTimeout(90_000)
  const [chair, brazil] = await Promise.all([
    enter(browser, product, 'Chair'),
    enter(browser, product, 'Brazil'),
  ])
  const title = 'Links to decision makers'
  await openRecommendation(chair, title)
  const comeBack = await typeAndLeave(brazil, title, ' Typed and left.', 'Donor reporting')
  await expect(chair.majority).not.toContainText('Typed and left.')
  const again = await comeBack()
  await expect(again.page.getByRole('heading', { level: 1, name: 'Donor reporting' })).toBeVisible()
  await expect(chair.majority).toContainText('Typed and left.')
  await saved(again)
  await expect.poll(() => marks(again)).toEqual([])
  for (const person of [chair, brazil]) expect(unexplained(person)).toEqual([])
})

test('[UI-142] words for a text that was frozen meanwhile come back to their author, who has not opened it again', async ({
  browser,
}) => {
  test.setTimeout(90_000)
  const [chair, brazil] = await Promise.all([
    enter(browser, product, 'Chair'),
    enter(browser, product, 'Brazil'),
  ])
  const title = 'Liaison with the CSTD'
  await openRecommendation(chair, title)
  const comeBack = await typeAndLeave(brazil, title, ' Too late for this.', 'Donor reporting')
  await chair.page.getByRole('button', { name: /^Drafting/ }).click()
  await chair.page.getByRole('menuitem', { name: /Freeze/ }).click()
  await expect(chair.page.getByText('Frozen', { exact: true }).first()).toBeVisible()
  const again = await comeBack()
  await again.page
    .getByRole('banner')
    .getByRole('link', { name: /Not accepted/ })
    .click()
  await expect(again.page.getByRole('heading', { level: 1, name: title })).toBeVisible()
  await expect(keptBy(again)).toContainText('They came back as a ready amendment')
  await expect(keptBy(again).getByRole('insertion')).toHaveText('Too late for this.')
  await expect(chair.majority).not.toContainText('Too late for this.')
})

test('[UI-143] who was moved to an observer’s seat meanwhile sees the words typed offline as kept words', async ({
  browser,
}) => {
  test.setTimeout(90_000)
  const brazil = await enter(browser, product, 'Brazil')
  const headers = { Authorization: `Bearer ${product.token('Chair')}` }
  const read = async (path: string, of: string) => {
    const answer = await fetch(`${product.url}${path}`, {
      headers: { Authorization: `Bearer ${product.token(of)}` },
    })
    return answer.json()
  }
  const { groupId, memberId } = (await read('/api/session', 'Brazil')).attendances[0]
  const { state } = await read(`/api/groups/${groupId}/record`, 'Chair')
  const seat = state.seats[state.members[memberId].seatId]
  const seatId = `s_${'observer'.padEnd(16, '0')}`
  const act = async (command: object) => {
    const key = mintId(CommandId, 'cmd', crypto.getRandomValues(new Uint8Array(24)))
    const answer = await fetch(`${product.url}/api/groups/${groupId}/commands`, {
      method: 'POST',
      headers: { ...headers, 'Content-Type': 'application/json', 'Idempotency-Key': key },
      body: JSON.stringify(command),
    })
    expect(await answer.text()).toContain('sequence')
  }
  const title = 'Host country agreements'
  const comeBack = await typeAndLeave(brazil, title, ' Words of a delegate.', 'Donor reporting')
  await act({ ...seat, type: 'add-seat', seatId, role: 'observer', title: 'Observer of Brazil' })
  await act({ type: 'move-member', memberId, seatId })
  const again = await comeBack()
  // An observer is taken along with the floor, and goes to the words from there, now and after a reload.
  const notAccepted = again.page.getByRole('banner').getByRole('link', { name: /Not accepted/ })
  await notAccepted.click()
  await expect(keptBy(again)).toContainText('Words of a delegate.')
  await expect(keptBy(again)).toContainText('You may read this text but not type in it.')
  await again.page.reload()
  await notAccepted.click()
  await expect(keptBy(again)).toContainText('Words of a delegate.')
})

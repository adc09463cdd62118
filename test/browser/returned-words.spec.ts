/** Words that came too late for their text come back to their author as an amendment. */
import { expect } from '@playwright/test'
import { CommandId, mintId } from '#shared/domain/ids'
import { type Product, startProduct } from '../support/product.ts'
import { amendmentCard, ownAmendment, tableOwn } from './moves.ts'
import {
  enter,
  faultsOn,
  keptBy,
  openRecommendation,
  saved,
  setMode,
  test,
  typeAtEnd,
} from './people.ts'

let product: Product
test.beforeAll(async () => {
  product = await startProduct()
})
test.afterAll(async () => product.remove())

/** Something that the chair does, as a program. */
async function actAsChair(command: object): Promise<void> {
  const headers = { Authorization: `Bearer ${product.token('Chair')}` }
  const session = await (await fetch(`${product.url}/api/session`, { headers })).json()
  const { groupId } = session.attendances[0]
  const key = mintId(CommandId, 'cmd', crypto.getRandomValues(new Uint8Array(24)))
  const answer = await fetch(`${product.url}/api/groups/${groupId}/commands`, {
    method: 'POST',
    headers: { ...headers, 'Content-Type': 'application/json', 'Idempotency-Key': key },
    body: JSON.stringify(command),
  })
  expect(await answer.text()).toContain('sequence')
}

test('[UI-72] typed offline while the chair freezes the text, words come back as a ready amendment with a report', async ({
  browser,
}) => {
  test.setTimeout(120_000)
  const [chair, brazil] = await Promise.all([
    enter(browser, product, 'Chair'),
    enter(browser, product, 'Brazil'),
  ])
  for (const person of [chair, brazil]) await openRecommendation(person, 'Donor reporting')
  const first = await chair.majority.locator('p').first().textContent()
  await saved(brazil)
  await brazil.page.context().setOffline(true)
  await typeAtEnd(brazil, ' Typed while away.')
  // Meanwhile the text goes on, and is then frozen.
  await chair.majority.locator('p').first().click()
  await chair.page.keyboard.press('Control+Home')
  await chair.page.keyboard.type('Meanwhile: ', { delay: 20 })
  await saved(chair)
  await setMode(chair, /Freeze/)
  await expect(chair.page.getByText('Frozen', { exact: true }).first()).toBeVisible()
  await brazil.page.context().setOffline(false)

  const report = keptBy(brazil)
  await expect(report).toContainText('They came back as a ready amendment')
  await expect(report).toContainText('It is saved')
  await expect(report.getByRole('insertion')).toHaveText('Typed while away.')
  await expect(brazil.majority).toContainText(`Meanwhile: ${first}`)
  await expect(brazil.majority).not.toContainText('Typed while away.')
  expect(await faultsOn(brazil)).toEqual([])
  // Looked at again, it is the same one amendment.
  await brazil.page.reload()
  await expect(report.getByRole('insertion')).toHaveText('Typed while away.')
  await report.getByRole('button', { name: 'Open the amendment' }).click()
  await expect(ownAmendment(brazil)).toContainText('Meanwhile: ')
  await expect(ownAmendment(brazil)).toContainText('Typed while away.')
  await tableOwn(brazil, '')
  await chair.page.getByRole('tab', { name: 'Amendments 1' }).click()
  await expect(amendmentCard(chair, 1).getByRole('insertion')).toHaveText('Typed while away.')
  await expect(report).toContainText('has been tabled')
  await report.getByRole('button', { name: 'Remove this report' }).click()
  await expect(report).toHaveCount(0)
  for (const { complaints } of [chair, brazil])
    expect(complaints.filter((line) => !/ERR_|WebSocket|Failed to load/.test(line))).toEqual([])
})

test('[UI-73] while a text is under silence such words stay on the device, and become an amendment when that has ended', async ({
  browser,
}) => {
  test.setTimeout(120_000)
  const [chair, brazil] = await Promise.all([
    enter(browser, product, 'Chair'),
    enter(browser, product, 'Brazil'),
  ])
  const title = 'Host country agreements'
  for (const person of [chair, brazil]) await openRecommendation(person, title)
  await saved(brazil)
  await brazil.page.context().setOffline(true)
  await typeAtEnd(brazil, ' Too late for this.')
  const recommendationId = new URL(chair.page.url()).pathname.split('/').at(-1) ?? ''
  const until = new Date(Date.now() + 3_600_000).toISOString()
  await actAsChair({ type: 'put-under-silence', recommendationIds: [recommendationId], until })
  await brazil.page.context().setOffline(false)
  const report = keptBy(brazil)
  await expect(report).toContainText('Too late for this.')
  await expect(report).toContainText('They cannot be made an amendment now.')
  await expect(report).toContainText('under the silence procedure')
  await actAsChair({ type: 'lift-silence', recommendationId })
  await expect(report).toContainText('They came back as a ready amendment')
  await report.getByRole('button', { name: 'Open the amendment' }).click()
  await expect(ownAmendment(brazil)).toContainText('Too late for this.')
})

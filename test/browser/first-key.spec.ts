/** A delegation's amendment begins with its first key, and not before. */
import { expect } from '@playwright/test'
import { RecordView } from '#shared/protocol/api'
import { type Product, startProduct } from '../support/product.ts'
import { beginAmending, chooseMode, ownAmendment, tableOwn } from './moves.ts'
import {
  caretAt,
  enter,
  faultsOn,
  keptBy,
  openRecommendation,
  type Person,
  saved,
  test,
  typeAtEnd,
} from './people.ts'

let product: Product
test.beforeAll(async () => {
  product = await startProduct()
})
test.afterAll(async () => product.remove())

const title = 'Host country agreements'
const commands = '**/api/groups/*/commands'

/** How many amendments the record tells this person of. */
async function amendmentsKnownTo({ page }: Person): Promise<number> {
  const path = new URL(page.url()).pathname.match(/g_[a-z0-9]+/)?.[0]
  const answer = await page.request.get(`${product.url}/api/groups/${path}/record`)
  const { state } = RecordView.parse(await answer.json())
  return Object.values(state.texts).filter(({ kind }) => kind === 'amendment').length
}

test('[REC-151] whoever only looks at Amending starts nothing: the text is there, follows what others type, and is left as it was', async ({
  browser,
}) => {
  const [brazil, portugal] = await Promise.all([
    enter(browser, product, 'Brazil'),
    enter(browser, product, 'Portugal'),
  ])
  for (const person of [brazil, portugal]) await openRecommendation(person, title)
  const before = await amendmentsKnownTo(brazil)
  const own = await beginAmending(brazil)
  await typeAtEnd(portugal, ' Others go on.')
  await expect(own).toContainText('Others go on.')
  await expect(brazil.page.getByRole('button', { name: 'Table…' })).toBeDisabled()
  await expect(brazil.page.getByRole('button', { name: 'Discard…' })).toBeDisabled()
  expect(await faultsOn(brazil)).toEqual([])
  expect(await amendmentsKnownTo(brazil)).toBe(before)
  await chooseMode(brazil, 'Amending', /^Editing/)
  await expect(brazil.majority).toContainText('Others go on.')
  await expect(own).toHaveCount(0)
  expect(await amendmentsKnownTo(brazil)).toBe(before)
  for (const { complaints } of [brazil, portugal]) expect(complaints).toEqual([])
})

test('[REC-152] the first key starts the amendment; on a slow link no key is lost or doubled, and the caret stays', async ({
  browser,
}) => {
  const [brazil, portugal] = await Promise.all([
    enter(browser, product, 'Brazil'),
    enter(browser, product, 'Portugal'),
  ])
  for (const person of [brazil, portugal]) await openRecommendation(person, title)
  const own = await beginAmending(brazil)
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
  await typeAtEnd(portugal, ' Meanwhile.', 1)
  await saved(portugal)
  goOn()
  await brazil.page.keyboard.type(' the server knew.', { delay: 30 })
  await saved(brazil)
  await expect(own).toContainText(' Typed before the server knew.')
  await expect(own).toContainText('Meanwhile.')
  expect(asked).toBe(1)
  await tableOwn(brazil, '', 'Typed before the server knew.')
  await portugal.page.getByRole('tab', { name: /^Amendments/ }).click()
  await expect(portugal.page.getByRole('article', { name: /^Amendment \d/ }).first()).toContainText(
    'Typed before the server knew.',
  )
  for (const { complaints } of [brazil, portugal]) expect(complaints).toEqual([])
})

test('[REC-153] when the server cannot start it, the words are kept and become an amendment as soon as it can', async ({
  browser,
}) => {
  const portugal = await enter(browser, product, 'Portugal')
  await openRecommendation(portugal, title)
  const own = await beginAmending(portugal)
  await portugal.page.route(commands, (route) => route.abort('connectionfailed'))
  await caretAt(own.locator('p').first(), 'end')
  await portugal.page.keyboard.type(' Nobody hears this.', { delay: 20 })
  await expect(keptBy(portugal)).toContainText('Nobody hears this.')
  await expect(own).toHaveCount(0)
  const refused = /Failed to load resource/
  expect(portugal.complaints.filter((complaint) => !refused.test(complaint))).toEqual([])
  await portugal.page.unroute(commands)
  await portugal.page.reload()
  await expect(keptBy(portugal)).toContainText('ready amendment')
  await keptBy(portugal).getByRole('button', { name: 'Open the amendment' }).click()
  await expect(ownAmendment(portugal)).toContainText('Nobody hears this.')
  await tableOwn(portugal, '', 'Nobody hears this.')
})

/** Day 3 with six people: every move of a negotiation, and the same end on every screen, in the record and after a crash. */
import { expect } from '@playwright/test'
import { RecordView, SessionView } from '#shared/protocol/api'
import { type Product, startProduct } from '../support/product.ts'
import { amendmentCard, decideAmendment, tableAmendment, takePosition } from './moves.ts'
import { enter, openRecommendation, type Person, saved, typeAtEnd } from './people.ts'
import { test } from './room.ts'

let product: Product
test.beforeAll(async () => {
  product = await startProduct()
})
test.afterAll(async () => product.remove())

const amended = 'Host country agreements'
const split = 'Liaison with the CSTD'
const uncontested = 'National and regional initiatives'

/** The record's events and state, as this seat may read them. */
async function recordOf(seat: string) {
  const headers = { Authorization: `Bearer ${product.token(seat)}` }
  const session = await fetch(`${product.url}/api/session`, { headers })
  const { attendances } = SessionView.parse(await session.json())
  const group = `${product.url}/api/groups/${attendances[0]?.groupId}`
  const record = await (await fetch(`${group}/record`, { headers })).text()
  return { text: record, state: RecordView.parse(JSON.parse(record)).state }
}

/** What a person reads in a text: the carets of others and the signs between blocks are not words. */
const wordsOf = ({ majority }: Person): Promise<string> =>
  majority.evaluate((element) => {
    const copy = element.cloneNode(true)
    if (!(copy instanceof HTMLElement)) return ''
    for (const other of copy.querySelectorAll('[class*="caret"], [aria-hidden="true"]'))
      other.remove()
    return (copy.textContent ?? '').replaceAll(/\u2060|\s+/g, ' ').trim()
  })

const gather = async (people: readonly Person[], title: string) => {
  for (const person of people) await openRecommendation(person, title)
}

test('[ROOM-42] six people (chair, secretariat, three delegations, an observer) amend, bracket, comment, take positions, dissent and break a silence: all end with the same texts, decisions and dissent, over a crash; what is internal to a delegation is in nobody else’s record', async ({
  browser,
}) => {
  const [chair, secretariat, brazil, portugal, civil, observer] = await Promise.all([
    enter(browser, product, 'Chair'),
    enter(browser, product, 'Secretariat'),
    enter(browser, product, 'Brazil'),
    enter(browser, product, 'Portugal'),
    enter(browser, product, 'Civil society'),
    enter(browser, product, 'Remote participant', {
      viewport: { width: 390, height: 844 },
      isMobile: true,
      hasTouch: true,
    }),
  ])
  const everybody = [chair, secretariat, brazil, portugal, civil, observer]
  const atTable = [chair, secretariat, brazil, portugal, civil]

  // 1. A text that three delegations amend while it is edited.
  await openRecommendation(chair, amended)
  await chair.page.getByRole('button', { name: 'Put on the floor' }).click()
  await expect(observer.page.getByRole('heading', { level: 1, name: amended })).toBeVisible()
  await gather([secretariat, brazil, portugal, civil], amended)
  await tableAmendment(brazil, ' It is public.', 'Hosts are accountable.')
  await tableAmendment(portugal, ' It names a contact.', 'Somebody must answer.')
  await tableAmendment(civil, ' Remote access is free.', 'Nobody stays outside.', 1, 'Always: ')
  await tableAmendment(brazil, ' This is put too late.', 'Second thoughts.', 1)
  await typeAtEnd(secretariat, ' (agreed language)', { paragraph: 1 })
  await saved(secretariat)
  for (const { page } of atTable) await page.getByRole('tab', { name: 'Amendments 4' }).click()
  await amendmentCard(civil, 1).getByRole('button', { name: 'Co-sponsor' }).click()
  await expect(amendmentCard(chair, 1).getByRole('img', { name: 'Civil society' })).toBeVisible()
  await decideAmendment(chair, 1, 'Take up')
  await decideAmendment(chair, 2, 'Bracket')
  await amendmentCard(chair, 3).getByRole('button', { name: 'Take up in part…' }).click()
  const parts = chair.page.getByRole('dialog')
  await parts.locator('label', { hasText: 'Remote access' }).click()
  await parts.getByRole('button', { name: 'Take up 1 change' }).click()
  await expect(parts).toBeHidden()
  await amendmentCard(brazil, 4).getByRole('button', { name: 'Withdraw' }).click()
  for (const person of everybody) {
    await expect(person.majority).toContainText('It is public.')
    await expect(person.majority).toContainText('[PT: It names a contact.]')
    await expect(person.majority).toContainText('Remote access is free.')
    await expect(person.majority).not.toContainText('Always: ')
    await expect(person.majority).not.toContainText('put too late')
  }

  // Who wrote what: words taken up are their delegation's.
  await portugal.page.keyboard.press('Control+Alt+w')
  const authored = async () => {
    for (const [name, words] of [
      ['Brazil', 'It is public.'],
      ['Civil society', 'Remote access is free.'],
      ['Portugal', 'It names a contact.'],
    ] as const)
      await expect
        .poll(async () => {
          const runs = portugal.majority.locator(`[data-author="${name}"]`)
          return (await runs.allTextContents()).join('')
        })
        .toContain(words)
  }
  await authored()

  // Comments: for the chair, internal to a delegation, resolved by the secretariat.
  await brazil.page.getByRole('tab', { name: 'Comments' }).click()
  const field = brazil.page.getByRole('textbox', { name: 'New comment' })
  const question = ({ page }: Person) =>
    page.getByRole('article').filter({ hasText: 'Who pays for this?' })
  await field.fill('Who pays for this?')
  await field.press('Control+Enter')
  await question(brazil).click()
  await question(brazil).getByRole('button', { name: 'Ask the chair' }).click()
  await field.fill('We can live with ten months.')
  await brazil.page.getByText('Internal: only Brazil sees it').click()
  await field.press('Control+Enter')
  const note = brazil.page.getByRole('article').filter({ hasText: 'We can live with ten months.' })
  await expect(note).toBeVisible()
  for (const { page } of [chair, secretariat, portugal])
    await page.getByRole('tab', { name: 'Comments' }).click()
  await expect(question(chair)).toContainText('For the chair')
  await question(secretariat).click()
  await question(secretariat).getByRole('button', { name: 'Resolve' }).click()
  await expect(question(chair)).toHaveCount(0)

  // The bracket is lifted, positions are taken, and the text is agreed ad referendum.
  await chair.majority.getByText('PT:').click()
  await chair.page.getByRole('button', { name: 'Keep the words' }).click()
  for (const person of everybody) await expect(person.majority).not.toContainText('[PT:')
  await takePosition(brazil, 'Positions on the majority text', 'Support', 'As we asked.')
  await takePosition(civil, 'Positions on the majority text', 'Can accept', 'With regret.')
  await chair.page.getByRole('button', { name: 'Resolve …' }).click()
  await chair.page.getByRole('menuitem', { name: /Agree ad ref/ }).click()
  await chair.page.getByRole('dialog').getByRole('button', { name: 'Agree ad ref' }).click()
  for (const { page } of everybody)
    await expect(page.getByRole('main').getByText('Agreed ad ref').first()).toBeVisible()
  await expect(brazil.page.getByRole('textbox', { name: 'Majority text' })).toHaveCount(0)
  const agreed = await wordsOf(chair)

  // 2. A text on which the room is split: the dissent is recorded beside it.
  await gather(atTable, split)
  await civil.page.getByRole('button', { name: 'Propose an alternative' }).click()
  await civil.page.getByRole('textbox', { name: 'Reason' }).fill('The report must be public.')
  await civil.page.getByRole('button', { name: 'Propose', exact: true }).click()
  const alternative = civil.page.getByRole('textbox', { name: 'Alternative 1' })
  await alternative.locator('p').first().click()
  await civil.page.keyboard.press('Control+Home')
  await civil.page.keyboard.type('In public: ')
  await saved(civil)
  // The words, and who wrote them, move what stands below: by keyboard the button is where it is.
  await expect(portugal.page.getByRole('main')).toContainText('In public: ')
  await portugal.page.getByRole('button', { name: 'Join the sponsors' }).press('Enter')
  await expect(portugal.page.getByRole('textbox', { name: 'Alternative 1' })).toBeVisible()
  await takePosition(portugal, 'Positions on alternative 1', 'Support', '')
  await takePosition(brazil, 'Positions on alternative 1', 'Object', 'It binds the host.')

  // A point of the alternative becomes an amendment to the majority text; the chair builds a bridge, from the desk.
  await brazil.page.getByRole('button', { name: 'Compare with the majority text' }).click()
  const comparison = brazil.page.getByRole('dialog')
  await comparison.getByRole('button', { name: /Make an amendment of: .*In public/ }).click()
  await comparison.getByRole('button', { name: 'Table the amendment' }).click()
  await expect(brazil.page.getByText('The amendment is tabled.')).toBeVisible()
  await brazil.page.keyboard.press('Escape')
  await expect(comparison).toBeHidden()
  await chair.page.getByRole('navigation').getByRole('link', { name: 'The chair’s desk' }).click()
  const open = chair.page.getByRole('list', { name: 'Open on E.1' })
  await expect(open).toContainText('1 amendment')
  await chair.page.getByRole('link', { name: 'Decide E.1' }).click()
  await decideAmendment(chair, 1, 'Not taken up')
  await chair.page.getByRole('button', { name: 'Build a bridging proposal' }).click()
  const composer = chair.page.getByRole('region', { name: 'Build a bridging proposal' })
  await composer.getByText('Alternative 1', { exact: true }).click()
  await composer.getByRole('textbox', { name: 'Words of: Alternative 1' }).focus()
  await chair.page.keyboard.press('Control+Home')
  await chair.page.keyboard.press('Enter')
  await expect(composer.getByRole('listitem').first()).toContainText('words of Civil society')
  await composer
    .getByRole('combobox', { name: 'Where it stands in the majority text' })
    .selectOption({ index: 1 })
  await composer.getByRole('button', { name: 'Put in place' }).click()
  await expect(composer).toBeHidden()
  for (const { majority } of atTable.slice(1)) await expect(majority).toContainText('In public: ')
  await openRecommendation(chair, split)
  await chair.majority.getByText('Chair:').click()
  await chair.page.getByRole('button', { name: /^Choose “In public/ }).click()
  for (const { majority } of atTable.slice(1)) await expect(majority).not.toContainText('[')
  await chair.page.getByRole('button', { name: 'Resolve …' }).click()
  await chair.page.getByRole('menuitem', { name: /Adopt with the alternatives recorded/ }).click()
  await chair.page.getByRole('button', { name: 'Adopt with alternatives' }).click()
  for (const { page } of atTable)
    await expect(page.getByRole('main').getByText('Adopted with alternatives')).toBeVisible()

  // 3. What nobody contests goes under silence; a delegation breaks it with a reason.
  await gather(atTable, uncontested)
  await chair.page.getByRole('button', { name: 'Ask the room …' }).click()
  await chair.page.getByRole('menuitem', { name: /silence/i }).click()
  await chair.page.getByRole('dialog').getByRole('button', { name: 'Put under silence' }).click()
  await portugal.page.getByRole('button', { name: 'Break the silence' }).click()
  const breaking = portugal.page.getByRole('dialog')
  await breaking.getByRole('textbox', { name: 'Reason' }).fill('The capital has not answered.')
  await breaking.getByRole('button', { name: 'Break the silence' }).click()
  for (const { page } of atTable)
    await expect(page.getByRole('main')).toContainText('Portugal broke the silence')

  // The end: on every screen, in the record, and after a crash.
  const ending = async () => {
    await gather(atTable, amended)
    for (const person of atTable) await expect.poll(() => wordsOf(person)).toBe(agreed)
    await authored()
    await gather(atTable, split)
    for (const { page } of atTable) {
      const main = page.getByRole('main')
      await expect(main.getByText('Adopted with alternatives')).toBeVisible()
      await expect(main).toContainText('In public: ')
    }
  }
  await ending()
  const { state: before, text } = await recordOf('Chair')
  const statusOf = (title: string) =>
    Object.values(before.recommendations).find((each) => each.title === title)?.status
  expect([amended, split, uncontested].map(statusOf)).toEqual([
    'agreed-ad-ref',
    'adopted-with-alternatives',
    'draft',
  ])
  for (const seat of ['Chair', 'Remote participant'])
    expect((await recordOf(seat)).text).not.toContain('ten months')
  expect(text).toContain('Hosts are accountable.')

  await product.crash()
  await product.start()
  for (const { page } of everybody) await page.reload()
  await ending()
  expect((await recordOf('Chair')).state).toEqual(before)
  expect(
    everybody
      .flatMap(({ complaints }) => complaints)
      .filter((line) => !/ERR_|WebSocket|Failed to load/.test(line)),
  ).toEqual([])
})

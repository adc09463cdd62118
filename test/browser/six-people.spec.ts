/** A day with six people: every move of a negotiation, and the same end on every screen, in the record and after a crash. */
import { expect } from '@playwright/test'
import { comment } from '../support/comment.ts'
import { extend } from '../support/group.ts'
import {
  amendmentCard,
  beginAmending,
  decideAmendment,
  ownAmendment,
  tableOwn,
  typeInOwn,
} from './moves.ts'
import { caretAt, openRecommendation, type Person, phone, saved } from './people.ts'
import { test } from './room.ts'

const [amended, split, uncontested] = [
  'Host country agreements',
  'Liaison with the CSTD',
  'National and regional initiatives',
] as const
const opening = 'The host signs the agreement.'
const texts = {
  [amended]: [opening, 'The agreement lists the costs.'],
  [split]: ['The Chair reports to each session.'],
  [uncontested]: ['Each initiative presents its results.'],
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

const gather = (people: readonly Person[], title: string) =>
  Promise.all(people.map((person) => openRecommendation(person, title)))

/** Waits until these words stand under the names of their delegations for somebody who looks who wrote what. */
async function authored({ majority }: Person): Promise<void> {
  for (const [name, words] of [
    ['Brazil', 'It is public.'],
    ['Civil society', 'Remote access is free.'],
    ['Portugal', 'Hosts name a contact.'],
  ] as const)
    await expect
      .poll(async () =>
        (await majority.locator(`[data-author="${name}"]`).allTextContents()).join(''),
      )
      .toContain(words)
}

test('[ROOM-41] two delegations amend one text while it is edited; the chair takes one up and brackets the other, over a crash; [ROOM-42] six people (chair, secretariat, three delegations, an observer) amend, bracket, comment, take positions, dissent and break a silence: all end with the same texts, decisions and dissent, over a crash; what is internal to a delegation is in nobody else’s record', async ({
  room,
}) => {
  const meeting = await room({
    seats: ['Brazil', 'Portugal', 'Civil society', 'Remote participant'],
    texts,
  })
  const { textId, recommendationId } = meeting.recommendation(amended)
  await meeting.command('Chair', { type: 'put-on-floor', recommendationId })
  const [chair, brazil, portugal] = await meeting.enterAll(['Chair', 'Brazil', 'Portugal'])
  const observer = await meeting.enter('Remote participant', phone)
  const everybody = [chair, brazil, portugal, observer]
  const atTable = [chair, brazil, portugal]

  // 1. A text that three delegations amend while it is edited. What they type is theirs alone until it is tabled.
  for (const person of [brazil, portugal]) await beginAmending(person)
  await typeInOwn(brazil, ' It is public.')
  await typeInOwn(portugal, ' Hosts name a contact.')
  await caretAt(chair.majority.locator('p').first(), 'start')
  await chair.page.keyboard.insertText('In addition: ')
  await saved(chair)
  for (const person of [brazil, portugal])
    await expect(ownAmendment(person)).toContainText(`In addition: ${opening}`)
  await expect(chair.majority).not.toContainText('It is public.')
  await tableOwn(brazil, 'Hosts are accountable.')
  await tableOwn(portugal, 'Somebody must answer.')
  await meeting.amend({
    by: 'Civil society',
    addsBefore: 'Always: ',
    adds: ' Remote access is free.',
    paragraph: 1,
  })
  await meeting.amend({ by: 'Brazil', adds: ' This is put too late.', paragraph: 1 })
  await meeting.write('Secretariat', textId, (doc) =>
    extend(doc, { adds: ' (agreed language)', paragraph: 1 }),
  )
  for (const person of atTable) {
    await person.page.getByRole('tab', { name: 'Amendments 4' }).click()
    const together = person.page.getByRole('group', {
      name: '2 amendments to the same words',
    })
    const card = (number: number) =>
      together.first().getByRole('article', { name: `Amendment ${number}` })
    await expect(card(1)).toContainText('Hosts are accountable.')
    await expect(card(1).getByRole('insertion')).toHaveText('It is public.')
    await expect(card(2).getByRole('insertion')).toHaveText('Hosts name a contact.')
  }
  await amendmentCard(portugal, 1).getByRole('button', { name: 'Co-sponsor' }).click()
  await expect(amendmentCard(chair, 1).getByRole('img', { name: 'Portugal' })).toBeVisible()
  await decideAmendment(chair, 1, 'Take up')
  // The other one stands beside the text as it is now.
  await expect(chair.majority).toContainText('It is public.')
  await expect(amendmentCard(chair, 2).getByRole('insertion')).toHaveText('Hosts name a contact.')
  await decideAmendment(chair, 2, 'Bracket')
  await amendmentCard(chair, 3).getByRole('button', { name: 'Take up in part…' }).click()
  const parts = chair.page.getByRole('dialog')
  await parts.locator('label', { hasText: 'Remote access' }).click()
  await parts.getByRole('button', { name: 'Take up 1 change' }).click()
  await expect(parts).toBeHidden()
  await amendmentCard(brazil, 4).getByRole('button', { name: 'Withdraw' }).click()
  for (const { majority } of everybody) {
    await expect(majority).toContainText('[PT: Hosts name a contact.]')
    await expect(majority).toContainText('It is public.')
    await expect(majority).toContainText('Remote access is free.')
    await expect(majority).toContainText('(agreed language)')
    await expect(majority).not.toContainText('Always: ')
    await expect(majority).not.toContainText('put too late')
  }
  for (const person of atTable)
    for (const [number, became] of [
      [1, 'Taken up'],
      [2, 'Bracketed'],
      [4, 'Withdrawn'],
    ] as const)
      await expect(amendmentCard(person, number)).toContainText(became)
  // Words that were taken up are their delegation's, and the record says what became of the text.
  await portugal.page.keyboard.press('Control+Alt+w')
  await authored(portugal)
  await chair.page.getByRole('tab', { name: 'History' }).click()
  const entry = chair.page
    .getByRole('listitem')
    .filter({ hasText: /Chair put amendment 2 to .* in square brackets/ })
  await entry.getByRole('button', { name: 'The words' }).click()
  await expect(
    chair.page.getByRole('group', { name: 'What became of the text' }).getByRole('insertion'),
  ).toContainText('[PT: Hosts name a contact.]')
  await chair.page.getByRole('button', { name: 'Close' }).last().click()

  // Comments: for the chair, and internal to a delegation; the secretariat resolves what was answered.
  await brazil.page.getByRole('tab', { name: 'Comments' }).click()
  const field = brazil.page.getByRole('textbox', { name: 'New comment' })
  await field.fill('We can live with ten months.')
  await brazil.page.getByText('Internal: only Brazil sees it').click()
  await field.press('Control+Enter')
  await expect(
    brazil.page.getByRole('article').filter({ hasText: 'live with ten months' }),
  ).toBeVisible()
  const threadId = await comment(meeting, 'Brazil', 'Who pays for this?')
  await meeting.command('Brazil', { type: 'mark-for-chair', threadId })
  await chair.page.getByRole('tab', { name: 'Comments' }).click()
  const question = chair.page.getByRole('article').filter({ hasText: 'Who pays for this?' })
  await expect(question).toContainText('For the chair')
  await meeting.command('Secretariat', { type: 'resolve-thread', threadId })
  await expect(question).toHaveCount(0)

  // The bracket is lifted, positions are taken, and the text is agreed ad referendum.
  await chair.majority.getByText('PT:').click()
  await chair.page.getByRole('button', { name: 'Keep the words' }).click()
  for (const { majority } of everybody) await expect(majority).not.toContainText('[PT:')
  for (const [seat, stance] of [
    ['Brazil', 'support'],
    ['Civil society', 'can-accept'],
  ] as const)
    await meeting.command(seat, { type: 'take-position', textId, stance, explanation: 'As asked.' })
  await chair.page.getByRole('button', { name: 'Resolve …' }).click()
  await chair.page.getByRole('menuitem', { name: /Agree ad ref/ }).click()
  await chair.page.getByRole('dialog').getByRole('button', { name: 'Agree ad ref' }).click()
  for (const { page } of everybody)
    await expect(page.getByRole('main').getByText('Agreed ad ref').first()).toBeVisible()
  await expect(brazil.page.getByRole('textbox', { name: 'Majority text' })).toHaveCount(0)
  const agreed = await wordsOf(chair)
  for (const person of everybody) await expect.poll(() => wordsOf(person)).toBe(agreed)

  // 2. A text on which the room is split: the dissent is recorded beside it.
  const place = meeting.recommendation(split)
  await meeting.propose({ by: 'Civil society', addsBefore: 'In public: ', adds: '', to: split })
  await gather(atTable, split)
  // The words, and who wrote them, move what stands below: by keyboard the button is where it is.
  await expect(portugal.page.getByRole('main')).toContainText('In public: ')
  await portugal.page.getByRole('button', { name: 'Join the sponsors' }).press('Enter')
  await expect(portugal.page.getByRole('textbox', { name: 'Alternative 1' })).toBeVisible()
  await chair.page.getByRole('button', { name: 'Resolve …' }).click()
  await chair.page.getByRole('menuitem', { name: /Adopt with the alternatives recorded/ }).click()
  await chair.page.getByRole('button', { name: 'Adopt with alternatives' }).click()

  // 3. What nobody contests goes under silence; a delegation breaks it with a reason.
  const quiet = meeting.recommendation(uncontested)
  const until = new Date(Date.now() + 3_600_000).toISOString()
  const recommendationIds = [quiet.recommendationId]
  await meeting.command('Chair', { type: 'put-under-silence', recommendationIds, until })
  await openRecommendation(portugal, uncontested)
  await portugal.page.getByRole('button', { name: 'Break the silence' }).click()
  const breaking = portugal.page.getByRole('dialog')
  await breaking.getByRole('textbox', { name: 'Reason' }).fill('The capital has not answered.')
  await breaking.getByRole('button', { name: 'Break the silence' }).click()
  await openRecommendation(brazil, uncontested)
  for (const { page } of [brazil, portugal])
    await expect(page.getByRole('main')).toContainText('Portugal broke the silence')

  // The end: on every screen, in the record, and after a crash.
  const ending = async () => {
    await gather([brazil, portugal], amended)
    for (const person of [brazil, portugal, observer])
      await expect.poll(() => wordsOf(person)).toBe(agreed)
    await authored(portugal)
    const main = chair.page.getByRole('main')
    await expect(main.getByText('Adopted with alternatives')).toBeVisible()
    await expect(main).toContainText('In public: ')
  }
  await ending()
  const { state: before } = await meeting.record()
  expect(
    [recommendationId, place.recommendationId, quiet.recommendationId].map(
      (id) => before.recommendations[id]?.status,
    ),
  ).toEqual(['agreed-ad-ref', 'adopted-with-alternatives', 'draft'])
  for (const seat of ['Chair', 'Remote participant'])
    expect(JSON.stringify(await meeting.record(seat))).not.toContain('ten months')
  expect(JSON.stringify(await meeting.record('Brazil'))).toContain('ten months')

  await meeting.crash()
  // On two screens that stayed, and on two that are new.
  for (const { page } of [portugal, observer]) await page.reload()
  await ending()
  expect((await meeting.record()).state).toEqual(before)
  expect(
    everybody
      .flatMap(({ complaints }) => complaints)
      .filter((line) => !/ERR_|WebSocket|Failed to load/.test(line)),
  ).toEqual([])
})

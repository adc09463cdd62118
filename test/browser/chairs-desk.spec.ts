/** The chair and two delegations: calls, temperature check, desk, consent list, undo and silence. */
import { expect, type Page } from '@playwright/test'
import { text, words } from '#server/example/write-words'
import { faultsOn, openRecommendation, type Person, saved } from './people.ts'
import { type Room, test } from './room.ts'

const [funding, liaison, initiatives] = [
  'Voluntary funding',
  'Liaison with the CSTD',
  'National and regional initiatives',
]
const task = ['Report each year', 'Chair', 'Oral report', 'May 2013'] as const
const topics = {
  Participation: { 'Travel support': ['Travel is ⟦BR|fully⟧ paid for.'] },
  Funding: { [funding]: ['The fund is ⟦BR|voluntary⟧, ⟦IN|stable⟧ and ⟦PT|audited⟧.'] },
  'Other bodies': {
    [liaison]: text(
      words('The Chair reports to each session.'),
      [task],
      [['Reports made', 'None', 'One each year', 'Report of the session', '', 'Every year']],
    ),
    // It lacks what it is monitored by.
    [initiatives]: text(words('Each initiative presents its results.'), [task]),
  },
}

/** Answers the temperature check for a delegation. */
async function answerAs(meeting: Room, seat: string, stance: string): Promise<void> {
  const answer = await fetch(
    `${meeting.url}/api/groups/${meeting.groupId}/temperature-check/answer`,
    {
      method: 'PUT',
      headers: {
        Authorization: `Bearer ${meeting.token(seat)}`,
        'Content-Type': 'application/json',
      },
      body: JSON.stringify({ stance }),
    },
  )
  expect(answer.ok).toBe(true)
}

const statusOf = (page: Page) => page.getByRole('main').locator('header').first()
const openDesk = async ({ page }: Person) => {
  const link = page.getByRole('navigation').getByRole('link', { name: 'The chair’s desk' })
  await link.focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'The chair’s desk' })).toBeVisible()
}
const choose = async (page: Page, menu: string, entry: string | RegExp) => {
  await page.getByRole('button', { name: menu }).click()
  await page.getByRole('menuitem', { name: entry }).click()
}

test('[CHAIR-16] the chair and two delegations go through calls, temperature check, desk, consent list, undo and silence on screen; [CHAIR-33] the dialog for a deadline says why a time is none, and takes it only when it is one; [CHAIR-41] a decided recommendation takes no call for positions, and the chair is offered none', async ({
  room,
}) => {
  const meeting = await room({ seats: ['Brazil', 'Portugal', 'India'], topics })
  const idOf = (title: string) => meeting.recommendation(title).recommendationId
  await meeting.command('India', {
    type: 'take-position',
    textId: meeting.recommendation(funding).textId,
    stance: 'object',
    explanation: 'It is not stable.',
  })
  await meeting.command('Chair', { type: 'put-on-floor', recommendationId: idOf(liaison) })
  const [chair, brazil] = await meeting.enterAll(['Chair', 'Brazil'], { at: funding })
  const everybody = [chair, brazil]

  // A call for positions with a deadline, in each reader's time zone, which is named.
  await chair.page.getByRole('button', { name: 'Call for positions' }).click()
  const callDialog = chair.page.getByRole('dialog')
  await expect(callDialog).toContainText('It stays open until you close it.')
  // The dialog says why a time is none, and takes it only when it is one.
  const confirm = callDialog.getByRole('button', { name: 'Call for positions' })
  await callDialog.getByText('A day and time', { exact: true }).click()
  await expect(confirm).toBeDisabled()
  const time = callDialog.getByLabel('Day and time', { exact: true })
  for (const [typed, why] of [
    ['2001-01-01T10:00', 'This time is past.'],
    ['2199-01-01T10:00', 'This is more than a year ahead.'],
  ] as const) {
    await time.fill(typed)
    await expect(callDialog).toContainText(why)
    await expect(callDialog).not.toContainText('Ends on')
    await expect(confirm).toBeDisabled()
  }
  await time.fill(new Date(Date.now() + 24 * 3_600_000).toISOString().slice(0, 16))
  await expect(callDialog).toContainText('Ends on')
  await expect(confirm).toBeEnabled()
  await callDialog.getByText('10 minutes').click()
  await expect(callDialog).toContainText('Coordinated Universal Time')
  await confirm.click()
  await expect(brazil.page.getByRole('main')).toContainText(
    /calls for positions on B\.1\. It closes on .* Coordinated Universal Time/,
  )

  // A temperature check: everybody sees the picture, and the record does not move.
  const { sequence } = (await meeting.record()).state
  await choose(chair.page, 'Ask the room …', /Temperature check/)
  await brazil.page
    .getByRole('region', { name: /Temperature check on B\.1/ })
    .getByRole('button', { name: 'Support' })
    .click()
  await answerAs(meeting, 'Portugal', 'object')
  for (const { page } of everybody)
    await expect(page.getByRole('region', { name: /Temperature check/ })).toContainText(
      '1 support · 1 objection',
    )
  expect(await faultsOn(brazil)).toEqual([])
  await chair.page.getByRole('button', { name: 'End the check' }).click()
  for (const { page } of everybody)
    await expect(page.getByRole('region', { name: /Temperature check/ })).toHaveCount(0)
  expect((await meeting.record()).state.sequence).toBe(sequence)

  // The desk, by keyboard: what is open on B.1, and the way to it.
  await openDesk(chair)
  const desk = chair.page.getByRole('main')
  const openOn = (number: string) => desk.getByRole('list', { name: `Open on ${number}` })
  await expect(openOn('B.1')).toContainText('3 brackets')
  await expect(openOn('B.1')).toContainText(/Call for positions until .* Coordinated Universal/)
  await expect(openOn('A.1')).toHaveCount(1)
  await desk.getByText('B (1)', { exact: true }).click()
  await expect(openOn('A.1')).toHaveCount(0)
  await openOn('B.1')
    .getByRole('link', { name: /objection: IN/ })
    .click()
  await expect(chair.page.getByRole('tab', { name: 'Positions', selected: true })).toBeVisible()

  // Brazil writes what C.2 lacks; the desk sees it, and both uncontested items are agreed in one act.
  await openRecommendation(brazil, initiatives)
  const majority = brazil.page.getByRole('region', { name: 'Majority text' }).first()
  await majority.getByRole('button', { name: 'Add provision' }).click()
  for (const field of ['Indicator', 'Target', 'Means of verification']) {
    await majority.getByLabel(`${field}, row 1`).last().click()
    await brazil.page.keyboard.insertText('One report')
    await brazil.page.keyboard.press('Enter')
  }
  await saved(brazil)
  await openRecommendation(chair, initiatives)
  await chair.page.getByRole('button', { name: 'Put on the floor' }).click()
  await openDesk(chair)
  const consent = chair.page.getByRole('region', { name: 'Consent list' })
  await expect(consent.getByRole('checkbox')).toHaveCount(2)
  await consent.getByRole('checkbox', { name: /Liaison/ }).uncheck()
  await expect(consent.getByRole('button', { name: 'Agree 1 ad ref …' })).toBeVisible()
  await consent.getByRole('checkbox', { name: /Liaison/ }).check()
  await consent.getByRole('button', { name: 'Agree 2 ad ref …' }).click()
  await chair.page.getByRole('dialog').getByRole('button', { name: 'Agree ad ref' }).click()
  await expect(statusOf(brazil.page)).toContainText('Agreed ad ref')
  await expect(brazil.page.getByRole('textbox', { name: 'Majority text' })).toHaveCount(0)

  // Both are taken back within ten seconds; drafting goes on as before.
  await expect(chair.page.getByText('Decided: C.1, C.2')).toBeVisible()
  await chair.page.getByRole('button', { name: /Undo \(\d+ s\)/ }).click()
  await expect(statusOf(brazil.page)).toContainText('Under discussion')
  await expect(brazil.page.getByRole('textbox', { name: 'Majority text' })).toHaveCount(1)
  await expect(chair.page.getByRole('button', { name: /Undo/ })).toHaveCount(0)
  await brazil.page.getByRole('tab', { name: 'History' }).click()
  await expect(brazil.page.getByText(/resolved C\.2: reopened, undone by the chair/)).toBeVisible()

  // Both go under silence; Portugal breaks it on one, and only that one falls out.
  await consent.getByRole('button', { name: 'Put 2 under silence …' }).click()
  await chair.page.getByRole('dialog').getByRole('button', { name: 'Put under silence' }).click()
  await expect(brazil.page.getByRole('main')).toContainText(
    /C\.2 is under the silence procedure: it is agreed ad ref on .* Coordinated Universal Time/,
  )
  await expect(brazil.page.getByRole('textbox', { name: 'Majority text' })).toHaveCount(0)
  expect(await faultsOn(brazil)).toEqual([])
  await meeting.command('Portugal', {
    type: 'break-silence',
    recommendationId: idOf(liaison),
    reason: 'The capital has not answered.',
  })
  await expect(openOn('C.1')).toContainText('Silence broken by Portugal')
  await expect(openOn('C.2')).toContainText(/Silence until .* Coordinated Universal Time/)

  // The chair ends it on the other, puts it under a short one, and nobody breaks that.
  await openRecommendation(chair, initiatives)
  await choose(chair.page, 'Ask the room …', 'End the silence procedure')
  await expect(chair.page.getByRole('button', { name: 'Call for positions' })).toBeVisible()
  await expect(brazil.page.getByRole('textbox', { name: 'Majority text' })).toHaveCount(1)
  await meeting.command('Chair', {
    type: 'put-under-silence',
    recommendationIds: [idOf(initiatives)],
    // So few seconds as no person would choose.
    until: new Date(Date.now() + 3000).toISOString(),
  })
  for (const { page } of [chair, brazil])
    await expect(statusOf(page)).toContainText('Agreed ad ref')
  await expect(chair.page.getByRole('button', { name: 'Call for positions' })).toHaveCount(0)
  await expect(
    brazil.page.getByText(/resolved C\.2: agreed ad ref, nobody broke the silence/),
  ).toBeVisible()
  await openDesk(chair)
  await expect(openOn('C.1')).toBeVisible()
  await expect(openOn('C.2')).toHaveCount(0)
  expect(everybody.flatMap(({ complaints }) => complaints)).toEqual([])
})

/** The chair's desk as the day goes on, one recommendation on it, and a bridging proposal, with two delegations. */
import { expect } from '@playwright/test'
import { comment } from '../support/comment.ts'
import { extend, replace } from '../support/group.ts'
import { faultsOn, openRecommendation, type Person } from './people.ts'
import { test } from './room.ts'

const title = 'Host country agreements'
const heading = `A.1 ${title}`
const texts = {
  [title]: ['Hosts sign the agreement.', 'The agreement lists the costs.'],
  'Travel support': ['Travel is paid for.'],
  'Liaison with the CSTD': ['The chairs meet.'],
}

const openDesk = async ({ page }: Person) => {
  await page.getByRole('navigation').getByRole('link', { name: 'The chair’s desk' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'The chair’s desk' })).toBeVisible()
}
const decideOn = async (person: Person, number: string, name: string) => {
  await openDesk(person)
  await person.page.getByRole('link', { name: `Decide ${number}` }).click()
  await expect(person.page.getByRole('heading', { level: 1, name })).toBeVisible()
}

test('[CHAIR-28] three people: tabled amendments and comments for the chair come to the desk as they happen, each a link to its place; [CHAIR-29] one recommendation on the desk: texts and positions side by side, amendments furthest first with their outcomes, the ladder and its undo', async ({
  room,
}) => {
  const meeting = await room({
    seats: ['Brazil', 'Portugal'],
    texts,
    alternatives: [{ by: 'Brazil', adds: ' No fund.', to: 'Travel support' }],
  })
  const chair = await meeting.enter('Chair')
  await openDesk(chair)
  const open = chair.page.getByRole('list', { name: 'Open on A.1' })
  const said = chair.page.getByRole('main').getByRole('status').first()
  await meeting.amend({ by: 'Brazil', adds: ' Hosts publish it.' })
  await expect(open).toContainText('1 amendment')
  await meeting.amend({
    by: 'Portugal',
    adds: ' The trust fund bears what the host country does not bear, every year.',
  })
  await expect(open).toContainText('2 amendments')
  await expect(said).toContainText('2 amendments')

  const threadId = await comment(meeting, 'Brazil', 'Which of the two comes first?')
  await meeting.command('Brazil', { type: 'mark-for-chair', threadId })
  await open.getByRole('link', { name: '1 comment for the chair' }).click()
  const thread = chair.page.getByRole('article').filter({ hasText: 'Which of the two' })
  await expect(thread).toHaveAttribute('data-active', 'true')
  await thread.getByRole('button', { name: 'Seen by the chair' }).click()

  await openDesk(chair)
  await expect(open).toContainText('2 amendments')
  await expect(open).not.toContainText('comment')
  await open.getByRole('link', { name: '2 amendments' }).click()
  await expect(chair.page.getByRole('heading', { level: 1, name: heading })).toBeVisible()
  await expect(
    chair.page.getByRole('region', { name: 'Amendments, furthest from the text first' }),
  ).toBeFocused()

  const { recommendationId } = meeting.recommendation('Liaison with the CSTD')
  await meeting.command('Chair', { type: 'put-on-floor', recommendationId })
  // Tabled second, it is furthest from the text, and so the first to be decided.
  const amendments = chair.page.getByRole('region', { name: /^Amendments, furthest/ })
  const cards = amendments.getByRole('article')
  await expect(cards.nth(0)).toHaveAccessibleName('Amendment 2')
  await expect(cards.nth(1)).toHaveAccessibleName('Amendment 1')
  await expect(amendments).toContainText('13 words put, 0 struck')
  await cards.nth(0).getByRole('button', { name: 'Not taken up', exact: true }).click()
  const dialog = chair.page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Not taken up', exact: true }).click()
  await expect(cards).toHaveCount(1)

  // Positions move while the chair looks.
  await decideOn(chair, 'A.2', 'A.2 Travel support')
  const majority = chair.page
    .getByRole('main')
    .getByRole('region', { name: 'Majority text', exact: true })
  await expect(chair.page.getByRole('region', { name: 'Alternative 1' }).first()).toBeVisible()
  await meeting.command('Brazil', {
    type: 'take-position',
    textId: meeting.recommendation('Travel support').textId,
    stance: 'reservation',
    explanation: '',
  })
  await expect(majority.first()).toContainText(/Reservation [A-Z, ]*BR/)
  expect(await faultsOn(chair)).toEqual([])

  // The ladder, from the desk, and back within ten seconds.
  await decideOn(chair, 'A.3', 'A.3 Liaison with the CSTD')
  const status = chair.page.getByRole('main').locator('header').first()
  await chair.page.getByRole('button', { name: 'Resolve …' }).click()
  await chair.page.getByRole('menuitem', { name: 'Agree ad ref' }).click()
  await chair.page.getByRole('dialog').getByRole('button', { name: 'Agree ad ref' }).click()
  await expect(status).toContainText('Agreed ad ref')
  await chair.page.getByRole('button', { name: /Undo \(\d+ s\)/ }).click()
  await expect(status).toContainText('Under discussion')
  expect(chair.complaints).toEqual([])
})

test('[CHAIR-30] the chair builds a bridging proposal by keyboard; everybody sees it in brackets, and where each span comes from; [UI-311] a bridging proposal whose answer is lost on the way ends its composer as soon as the record tells of it, and stands once', async ({
  room,
}) => {
  const meeting = await room({
    seats: ['Brazil', 'Portugal'],
    texts,
    amendments: [{ by: 'Brazil', adds: ' Hosts publish it.' }],
  })
  const { textId } = meeting.recommendation(title)
  await meeting.write('Portugal', textId, (doc) => extend(doc, { adds: ' Portugal wrote this.' }))
  const chair = await meeting.enter('Chair')
  await decideOn(chair, 'A.1', heading)
  const { page } = chair
  await page.getByRole('button', { name: 'Build a bridging proposal' }).focus()
  await page.keyboard.press('Enter')
  const composer = page.getByRole('region', { name: 'Build a bridging proposal' })
  const spans = composer.getByRole('list').getByRole('listitem')

  // The last two words of the first paragraph, selected as in any field of text.
  const source = composer.getByRole('textbox', { name: 'Words of: Majority text' })
  await expect(source).toHaveValue(/Portugal wrote this\./)
  await source.focus()
  await page.keyboard.press('Control+Home')
  await page.keyboard.press('End')
  const line = (await source.inputValue()).indexOf('Portugal wrote this.')
  await source.evaluate((field: HTMLTextAreaElement, start) => {
    field.setSelectionRange(start, start)
  }, line)
  for (const _ of 'Portugal wrote') await page.keyboard.press('Shift+ArrowRight')
  await page.keyboard.press('Enter')
  await expect(spans).toHaveCount(1)
  await expect(spans.first()).toContainText('words of Portugal')

  // From an amendment a whole paragraph, by its caret; adapted by the chair.
  await composer.getByText('Amendment 1', { exact: true }).click()
  const amended = composer.getByRole('textbox', { name: 'Words of: Amendment 1' })
  await amended.focus()
  await page.keyboard.press('Control+Home')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  await expect(spans).toHaveCount(2)
  await composer.getByRole('textbox', { name: 'Span 2' }).fill('and hosts publish it')
  await expect(spans.nth(1)).toContainText('Adapted')
  await composer.getByRole('textbox', { name: 'Words of your own' }).fill('By 1 March')
  await page.keyboard.press('Enter')
  await composer.getByRole('textbox', { name: 'Words of your own' }).fill('not this')
  await page.keyboard.press('Enter')
  await composer.getByRole('button', { name: 'Remove span 4' }).press('Enter')
  await expect(composer.getByRole('textbox', { name: 'Span 3' })).toBeFocused()
  await composer.getByRole('button', { name: 'Move span 3 up' }).press('Enter')
  await expect(composer.getByRole('textbox', { name: 'Span 2' })).toBeFocused()
  await composer.getByRole('button', { name: 'Move span 2 up' }).press('Enter')
  const words = 'By 1 March Portugal wrote and hosts publish it'
  await expect(composer).toContainText(words)
  // One more, which begins a paragraph of the proposal.
  await composer.getByRole('textbox', { name: 'Words of your own' }).fill('So do all others.')
  await page.keyboard.press('Enter')
  await composer.getByRole('checkbox', { name: 'Span 4 begins a new paragraph' }).press('Space')
  await expect(composer.getByText('So do all others.', { exact: true }).last()).toBeVisible()
  expect(await faultsOn(chair)).toEqual([])

  // Words that go from their source meanwhile cannot be quoted.
  await meeting.write('Portugal', textId, (doc) => replace(doc, 'wrote this.', ''))
  await expect(composer).toContainText('no longer stand in the text')
  await composer.getByRole('button', { name: 'Put in place' }).press('Enter')
  await expect(page.getByText('“Portugal wrote” no longer stands')).toBeVisible()
  await meeting.write('Portugal', textId, (doc) => extend(doc, { adds: 'wrote this.' }))
  await expect(composer).not.toContainText('no longer stand in the text')
  await composer
    .getByRole('combobox', { name: 'Where it stands in the majority text' })
    .selectOption({ index: 1 })
  await composer.getByRole('button', { name: 'Put in place' }).press('Enter')
  await expect(composer).toBeHidden()

  const put = page.getByRole('region', { name: 'Bridging proposals' })
  await expect(put).toContainText('In square brackets')
  await expect(put.getByRole('list', { name: /span by span/ })).toContainText('words of Portugal')
  // Everybody reads it in brackets, and the record says whose words it is made of.
  await openRecommendation(chair, title)
  const paragraphs = chair.majority.locator('p')
  await expect(paragraphs.first()).toContainText(words)
  await expect(paragraphs.nth(1)).toHaveText(/^So do all others\.\]$/)
  await expect(page.getByText('2 brackets').first()).toBeVisible()
  await expect.poll(() => meeting.plain(textId, 'Brazil')).toContain(`[Chair: ${words}`)
  await page.getByRole('tab', { name: 'History' }).click()
  const entry = page.getByRole('listitem').filter({ hasText: 'put a bridging proposal' }).first()
  await expect(entry).toContainText(words)
  await expect(entry).toContainText('words of Portugal')
  await expect(entry).toContainText('The chair’s own words')

  // Another one, whose answer is lost.
  await decideOn(chair, 'A.2', 'A.2 Travel support')
  await page.getByRole('button', { name: 'Build a bridging proposal' }).click()
  await composer.getByRole('textbox', { name: 'Words of your own' }).fill('By 1 May.')
  await page.keyboard.press('Enter')
  let lost = 0
  await page.route('**/api/groups/*/commands', async (route) => {
    await route.fetch()
    lost += 1
    await route.abort('connectionreset')
  })
  await composer.getByRole('button', { name: 'Put in place' }).click()
  const articles = put.getByRole('article')
  await expect(articles).toContainText('By 1 May.')
  await expect(composer).toBeHidden()
  await expect(articles).toHaveCount(1)
  await expect(articles.locator('xpath=..')).toBeFocused()
  expect(lost).toBeGreaterThan(0)
  expect(
    (await meeting.plain(meeting.recommendation('Travel support').textId)).split('By 1 May.'),
  ).toHaveLength(2)
})

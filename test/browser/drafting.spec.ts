/** Typing in real browsers: together, offline, over a freeze; and the ways into the room. */
import { expect } from '@playwright/test'
import { text, words } from '#server/example/write-words'
import { startProduct } from '../support/product.ts'
import {
  caretAt,
  caretBefore,
  faultsOn,
  keptBy,
  openRecommendation,
  type Person,
  saved,
  typeAtEnd,
} from './people.ts'
import { test } from './room.ts'

/** The words of the first paragraph as its author reads them: the carets of others are none. */
const firstParagraph = ({ majority }: Person): Promise<string | undefined> =>
  majority
    .locator('p')
    .first()
    .evaluate((paragraph) => {
      const copy = paragraph.cloneNode(true) as HTMLElement
      for (const caret of copy.querySelectorAll('[class*="caret"]')) caret.remove()
      return copy.textContent?.replaceAll('\u2060', '')
    })

test('[UI-1] two people who type in the same paragraph at human speed never garble each other', async ({
  room,
}) => {
  const opening = 'The Working Group meets twice a year.'
  const meeting = await room({ seats: ['Brazil', 'Portugal'], text: [opening] })
  const [brazil, portugal] = await meeting.enterAll(['Brazil', 'Portugal'])
  const left = 'quick brown fox and '
  const right = 'as six seven eight do '
  // One after the other: both carets are where they belong, a word apart, before the race begins.
  await caretBefore(brazil.majority.locator('p').first(), 'Group')
  await expect(portugal.majority.getByText('Brazil', { exact: true })).toBeVisible()
  await brazil.page.keyboard.type(left.slice(0, 1))
  await expect.poll(() => firstParagraph(portugal)).toBe('The Working qGroup meets twice a year.')
  await caretBefore(portugal.majority.locator('p').first(), 'meets')
  await expect(brazil.majority.getByText('Portugal', { exact: true })).toBeVisible()
  await Promise.all([
    brazil.page.keyboard.type(left.slice(1), { delay: 45 }),
    portugal.page.keyboard.type(right, { delay: 38 }),
  ])
  await Promise.all([saved(brazil), saved(portugal)])
  const both = `The Working ${left}Group ${right}meets twice a year.`
  for (const person of [brazil, portugal])
    await expect.poll(() => firstParagraph(person)).toBe(both)

  // Undo takes back only one's own words.
  for (let step = 0; step < left.length + 2; step++) await brazil.page.keyboard.press('Control+z')
  await expect
    .poll(() => firstParagraph(portugal))
    .toBe(`The Working Group ${right}meets twice a year.`)
  expect([...brazil.complaints, ...portugal.complaints]).toEqual([])
})

test('[UI-2] words typed offline are kept, and arrive on return, also after the tab was closed', async ({
  room,
}) => {
  const meeting = await room({ seats: ['Brazil', 'Remote participant'] })
  const brazil = await meeting.enter('Brazil')
  await saved(brazil)
  const context = brazil.page.context()
  await context.setOffline(true)
  await typeAtEnd(brazil, ' Typed without a network.')
  await expect(brazil.page.getByRole('banner').getByText('Offline')).toBeVisible()
  const address = brazil.page.url()
  await brazil.page.close()
  await context.setOffline(false)
  const again = await context.newPage()
  await again.goto(address)
  await expect(again.getByRole('textbox', { name: 'Majority text' })).toContainText(
    'Typed without a network.',
  )
  await expect
    .poll(() => meeting.plain(undefined, 'Remote participant'))
    .toContain('Typed without a network.')
})

const withTask = text(words('Donors report every year.'), [
  ['Publish the report', 'UN DESA', 'On the website', 'By 1 May'],
])

test('[UI-3] words refused because the text was frozen meanwhile are kept and shown to their author', async ({
  room,
}) => {
  const meeting = await room({ seats: ['Brazil'], text: withTask })
  const { textId } = meeting.recommendation()
  const brazil = await meeting.enter('Brazil')
  await saved(brazil)
  await brazil.page.context().setOffline(true)
  await typeAtEnd(brazil, ' Too late for this.')
  await brazil.page.getByLabel('Responsible body, row 1').first().click()
  await brazil.page.keyboard.press('End')
  await brazil.page.keyboard.type(' and nobody else')
  await meeting.command('Chair', { type: 'set-drafting-mode', textId, mode: 'frozen' })
  await brazil.page.context().setOffline(false)
  await expect(keptBy(brazil)).toContainText('Too late for this.')
  await expect(keptBy(brazil)).toContainText('and nobody else')
  await expect(keptBy(brazil)).toContainText('The text is frozen.')
  expect(await meeting.plain()).not.toContain('Too late for this.')
  await brazil.page.reload()
  await expect(keptBy(brazil)).toContainText('Too late for this.')
})

test('[UI-5] tasks are typed together like the words', async ({ room }) => {
  const meeting = await room({ seats: ['Brazil', 'Portugal'], text: withTask })
  const { textId } = meeting.recommendation()
  const [brazil, portugal] = await meeting.enterAll(['Brazil', 'Portugal'])
  const cell = ({ page }: Person, name: string) =>
    page.getByRole('region', { name: 'Majority text' }).first().getByLabel(name)
  for (const [person, typed] of [
    [brazil, ' together'],
    [portugal, ' with CSTD'],
  ] as const) {
    const open = cell(person, 'Responsible body, row 1')
    await open.click()
    // A cell becomes an editor when somebody goes in.
    await expect(open.and(person.page.getByRole('textbox'))).toBeFocused()
    await caretAt(open.locator('p'), person === brazil ? 'start' : 'end')
    await person.page.keyboard.type(typed)
  }
  for (const person of [brazil, portugal])
    await expect(cell(person, 'Responsible body, row 1')).toHaveText(/^ togetherUN DESA with CSTD$/)
  await Promise.all([saved(brazil), saved(portugal)])
  expect(await meeting.plain(textId)).toContain(' togetherUN DESA with CSTD')
})

test('[UI-6] what is pasted from Word comes in clean', async ({ room }) => {
  const meeting = await room()
  const secretariat = await meeting.enter('Secretariat')
  await caretAt(secretariat.majority.locator('p').last(), 'end')
  await secretariat.page.keyboard.press('Enter')
  await secretariat.majority.evaluate((element) => {
    const data = new DataTransfer()
    data.setData(
      'text/html',
      `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal{color:red}</style></head><body><!--StartFragment--><p class=MsoNormal style='mso-margin-top-alt:auto'><b>Decides</b><o:p></o:p></p><p class=MsoListParagraphCxSpFirst style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>(a)<span>&nbsp;&nbsp; </span></span>first thing</p><p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>(b)</span>second thing</p><!--EndFragment--></body></html>`,
    )
    element.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
    )
  })
  await expect(secretariat.majority.locator('strong')).toHaveText('Decides')
  await expect(secretariat.majority.locator('ol[type=a] li')).toHaveText([
    'first thing',
    'second thing',
  ])
  await expect(secretariat.majority.locator('[class*=Mso], [style*=mso]')).toHaveCount(0)
  expect(secretariat.complaints).toEqual([])
})

test('[UI-7] a follower on a phone stays with the floor, leaves it, and rejoins it', async ({
  room,
}) => {
  const meeting = await room({
    seats: ['Public follow link'],
    texts: { First: ['One.'], Second: ['Two.'], Third: ['Three.'] },
  })
  const follower = await meeting.enter('Public follow link', {
    at: 'Second',
    viewport: { width: 390, height: 844 },
    isMobile: true,
    hasTouch: true,
  })
  const heading = (name: string) => follower.page.getByRole('heading', { level: 1, name })
  const takeUp = (title: string) => {
    const { recommendationId } = meeting.recommendation(title)
    return meeting.command('Chair', { type: 'put-on-floor', recommendationId })
  }
  await expect(heading('Second')).toBeVisible()
  await takeUp('First')
  await expect(heading('First')).toBeVisible()
  await openRecommendation(follower, 'Second')
  await expect(follower.page.getByText('Not following the floor')).toBeVisible()
  await takeUp('Third')
  await expect(follower.page.getByRole('link', { name: /On the floor: .*Third/ })).toBeVisible()
  await expect(heading('Second')).toBeVisible()
  await follower.page.getByRole('button', { name: 'Follow the floor' }).click()
  await expect(heading('Third')).toBeVisible()
  await expect(follower.page.getByText('Following the floor')).toBeVisible()
})

test('[UI-8] links that do not open a seat say why', async ({ page, room }) => {
  const { url } = await room()
  await page.goto(`${url}/join#${'x'.repeat(43)}`)
  await expect(page.getByText('This link is not known here.')).toBeVisible()
  await page.goto(`${url}/`)
  await expect(page.getByText('Open the personal link')).toBeVisible()
  await page.goto(`${url}/groups/nonsense`)
  await expect(page.getByText('There is nothing here')).toBeVisible()
})

test('[UI-9] the room has no accessibility faults that a machine can find, in light and dark', async ({
  room,
}) => {
  const meeting = await room({
    seats: ['Brazil', 'Portugal'],
    text: text(
      words('Donors pledge ⟦BR|every year⟧.', ['in public;', 'in writing.']),
      [['Publish the report', 'UN DESA', 'On the website', 'By 1 May']],
      [['Reports', 'none', 'one', 'The website', 'CSTD', 'Every year']],
    ),
    alternatives: [{ by: 'Brazil', adds: ' It is public.', with: ['Portugal'] }],
    amendments: [{ by: 'Portugal', adds: ' At once.' }],
  })
  for (const colorScheme of ['light', 'dark'] as const) {
    const chair = await meeting.enter('Chair', { colorScheme })
    await expect(chair.page.getByRole('region', { name: 'Alternative 1' }).first()).toContainText(
      'It is public.',
    )
    await expect(chair.majority.getByRole('insertion')).toHaveText('At once.')
    expect(await faultsOn(chair)).toEqual([])
  }
})

test('[UI-10] the first-run page makes a group on an empty installation', async ({ page }) => {
  const empty = await startProduct({ flags: ['--no-example'] })
  try {
    const address = /http:\S+\/setup#\S+/.exec(empty.output())?.[0] ?? ''
    await page.goto(address)
    await page.getByRole('button', { name: 'Make the group' }).click()
    await expect(page.getByRole('alert')).toBeVisible()
    await page
      .getByRole('textbox', { name: 'Name of the working group' })
      .fill('Contact group on funding')
    await page.getByRole('textbox', { name: 'First meeting' }).fill('1st meeting')
    await page.getByRole('textbox', { name: 'Topics' }).fill('Sources\nReporting')
    await page.getByRole('textbox', { name: 'Delegations' }).fill('Kenya, KE\nPeru, PE')
    await page.getByRole('button', { name: 'Make the group' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Seats and links' })).toBeVisible()
    await expect(page.getByText('Kenya', { exact: true })).toBeVisible()
    await page.getByRole('button', { name: 'New link' }).first().click()
    await page.getByRole('dialog').getByRole('button', { name: 'Make a new link' }).click()
    await expect(page.getByRole('dialog')).toContainText('/join#')
  } finally {
    await empty.remove()
  }
})

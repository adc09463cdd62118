/** Typing in real browsers: together, offline, over a freeze; and the ways into the room. */
import { expect } from '@playwright/test'
import { text, words } from '#server/example/write-words'
import { startProduct } from '../support/product.ts'
import { caretAt, caretBefore, openRecommendation, type Person, saved, wordsOf } from './people.ts'
import { test } from './room.ts'

const firstParagraph = ({ majority }: Person): Promise<string> =>
  wordsOf(majority.locator('p').first())

test('[UI-1] two people who type in the same paragraph at human speed never garble each other; [UI-5] tasks are typed together like the words', async ({
  room,
}) => {
  const opening = 'The Working Group meets twice a year.'
  const meeting = await room({
    seats: ['Brazil', 'Portugal'],
    text: text(words(opening), [['Publish the report', 'UN DESA', 'On the website', 'By 1 May']]),
  })
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

  // Tasks are typed together as well.
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
    await person.page.keyboard.insertText(typed)
  }
  for (const person of [brazil, portugal])
    await expect
      .poll(() => wordsOf(cell(person, 'Responsible body, row 1')))
      .toBe(' togetherUN DESA with CSTD')
  await Promise.all([saved(brazil), saved(portugal)])
  expect(await meeting.plain()).toContain(' togetherUN DESA with CSTD')
  expect([...brazil.complaints, ...portugal.complaints]).toEqual([])
})

test('[UI-6] what is pasted from Word comes in clean; [UI-189] more than a text can take in at once is not pasted, and a sentence says so', async ({
  room,
}) => {
  const secretariat = await (await room()).enter('Secretariat')
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
  await saved(secretariat)

  // More than a text can take in at once.
  const before = await secretariat.majority.textContent()
  await caretAt(secretariat.majority.locator('p').first(), 'end')
  const paste = (letters: number) =>
    secretariat.page.evaluate((length) => {
      const clipboardData = new DataTransfer()
      clipboardData.setData('text/plain', 'x'.repeat(length))
      const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true })
      document.activeElement?.dispatchEvent(event)
    }, letters)
  await paste(10_000_000)
  await expect(secretariat.page.getByText('This is too long for one text')).toBeVisible()
  await expect(secretariat.majority).toHaveText(before ?? '')
  await paste(3)
  await expect(secretariat.majority).toContainText('xxx')
  await saved(secretariat)
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

test('[UI-8] links that do not open a seat say why', async ({ room }) => {
  const meeting = await room()
  const { url } = meeting
  const page = await meeting.visit()
  await page.goto(`${url}/join#${'x'.repeat(43)}`)
  await expect(page.getByText('This link is not known here.')).toBeVisible()
  await page.goto(`${url}/`)
  await expect(page.getByText('Open the personal link')).toBeVisible()
  await page.goto(`${url}/groups/nonsense`)
  await expect(page.getByText('There is nothing here')).toBeVisible()
})

test('[UI-10] the first-run page makes a group on an empty installation', async ({ room }) => {
  const page = await (await room()).visit()
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

/** Typing in real browsers: together, offline, over a freeze; and the ways into the room. */
import { expect } from '@playwright/test'
import { type Product, startProduct } from '../support/product.ts'
import { enter, faultsOn, keptBy, openRecommendation, saved, test, typeAtEnd } from './people.ts'

let product: Product
test.beforeAll(async () => {
  product = await startProduct()
})
test.afterAll(async () => product.remove())

test('[UI-1] two people who type in the same paragraph at human speed never garble each other', async ({
  browser,
}) => {
  const [brazil, portugal] = await Promise.all([
    enter(browser, product, 'Brazil'),
    enter(browser, product, 'Portugal'),
  ])
  for (const person of [brazil, portugal])
    await openRecommendation(person, 'National and regional initiatives')
  const opening = await brazil.majority.locator('p').first().textContent()
  const left = 'The quick brown fox jumps over it and '
  const right = '! Six seven eight nine ten eleven twelve'
  // One after the other: both carets are where they belong before the race begins.
  await brazil.majority.locator('p').first().click()
  await expect(portugal.majority.getByText('Brazil', { exact: true })).toBeVisible()
  await brazil.page.keyboard.press('Control+Home')
  await brazil.page.keyboard.type('T')
  await expect(portugal.majority.locator('p').first()).toContainText(/^T(?:Brazil)?The Working/)
  await portugal.majority.locator('p').first().click()
  await expect(brazil.majority.getByText('Portugal', { exact: true })).toBeVisible()
  await portugal.page.keyboard.press('Control+End')
  await portugal.page.keyboard.type('!')
  await expect(brazil.majority.locator('p').first()).toContainText('meeting.!')
  await Promise.all([
    brazil.page.keyboard.type(left.slice(1), { delay: 45 }),
    portugal.page.keyboard.type(right.slice(1), { delay: 38 }),
  ])
  await Promise.all([saved(brazil), saved(portugal)])
  const words = async ({ majority }: typeof brazil) =>
    majority
      .locator('p')
      .first()
      .evaluate((paragraph) => {
        const copy = paragraph.cloneNode(true) as HTMLElement
        for (const caret of copy.querySelectorAll('[class*="caret"]')) caret.remove()
        return copy.textContent?.replaceAll('\u2060', '')
      })
  await expect.poll(() => words(brazil)).toBe(`${left}${opening}${right}`)
  await expect.poll(() => words(portugal)).toBe(`${left}${opening}${right}`)

  // Undo takes back only one's own words.
  for (let step = 0; step < left.length + 2; step++) await brazil.page.keyboard.press('Control+z')
  await expect.poll(() => words(portugal)).toBe(`${opening}${right}`)
  expect([...brazil.complaints, ...portugal.complaints]).toEqual([])
})

test('[UI-2] words typed offline are kept, and arrive on return, also after the tab was closed', async ({
  browser,
}) => {
  const brazil = await enter(browser, product, 'Brazil')
  await openRecommendation(brazil, 'Liaison with the CSTD')
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
  const reader = await enter(browser, product, 'Public follow link')
  await openRecommendation(reader, 'Liaison with the CSTD')
  await expect(reader.majority).toContainText('Typed without a network.')
})

test('[UI-3] words refused because the text was frozen meanwhile are kept and shown to their author', async ({
  browser,
}) => {
  const [chair, brazil] = await Promise.all([
    enter(browser, product, 'Chair'),
    enter(browser, product, 'Brazil'),
  ])
  for (const person of [chair, brazil]) await openRecommendation(person, 'Donor reporting')
  await saved(brazil)
  await brazil.page.context().setOffline(true)
  await typeAtEnd(brazil, ' Too late for this.')
  await brazil.page.getByLabel('Responsible body, row 1').first().click()
  await brazil.page.keyboard.press('End')
  await brazil.page.keyboard.type(' and nobody else', { delay: 20 })
  await chair.page.getByRole('button', { name: /^Drafting/ }).click()
  await chair.page.getByRole('menuitem', { name: /Freeze/ }).click()
  await expect(chair.page.getByText('Frozen', { exact: true }).first()).toBeVisible()
  await brazil.page.context().setOffline(false)
  await expect(keptBy(brazil)).toContainText('Too late for this.')
  await expect(keptBy(brazil)).toContainText('and nobody else')
  await expect(keptBy(brazil)).toContainText('The text is frozen.')
  await expect(chair.majority).not.toContainText('Too late for this.')
  await brazil.page.reload()
  await expect(keptBy(brazil)).toContainText('Too late for this.')
})

test('[UI-4] a delegate comments on words; the card and the words find each other; the chair resolves it', async ({
  browser,
}) => {
  const [chair, brazil] = await Promise.all([
    enter(browser, product, 'Chair'),
    enter(browser, product, 'Brazil'),
  ])
  for (const person of [chair, brazil]) await openRecommendation(person, 'Links to decision makers')
  await brazil.majority.locator('p').first().click()
  await brazil.page.keyboard.press('Control+Home')
  for (let step = 0; step < 'The Working Group'.length; step++)
    await brazil.page.keyboard.press('Shift+ArrowRight')
  await brazil.page.getByRole('button', { name: 'Comment on these words' }).click()
  await brazil.page.getByRole('textbox', { name: 'Comment on these words' }).fill('Which one?')
  await brazil.page.keyboard.press('Control+Enter')
  const card = chair.page
    .getByRole('complementary')
    .getByRole('article')
    .filter({ hasText: 'Which one?' })
  await expect(card).toContainText('The Working Group')
  await expect(chair.majority.locator('mark')).toHaveText('The Working Group')
  await chair.majority.locator('mark').click()
  await expect(card).toHaveAttribute('data-active', 'true')
  await card.getByRole('button', { name: 'Resolve' }).click()
  await expect(brazil.majority.locator('mark')).toHaveCount(0)
})

test('[UI-5] tasks are typed together like the words', async ({ browser }) => {
  const [brazil, portugal] = await Promise.all([
    enter(browser, product, 'Brazil'),
    enter(browser, product, 'Portugal'),
  ])
  for (const person of [brazil, portugal]) await openRecommendation(person, 'Voluntary funding')
  const cell = (person: typeof brazil) =>
    person.page
      .getByRole('region', { name: 'Majority text' })
      .first()
      .getByLabel('Responsible body, row 2')
  await cell(brazil).click()
  await brazil.page.keyboard.type('CSTD secretariat', { delay: 20 })
  await brazil.page.keyboard.press('Enter')
  await expect(cell(portugal)).toContainText('CSTD secretariat')
  await saved(brazil)
})

test('[UI-6] what is pasted from Word comes in clean', async ({ browser }) => {
  const secretariat = await enter(browser, product, 'Secretariat')
  await openRecommendation(secretariat, 'Host country agreements')
  await expect(async () => {
    await secretariat.majority.locator('p').first().click()
    await secretariat.page.keyboard.press('Control+End')
    const behind = await secretariat.majority.evaluate((element) => {
      const { anchorNode, anchorOffset } = getSelection() ?? {}
      const rest = document.createRange()
      rest.selectNodeContents(element)
      if (anchorNode) rest.setStart(anchorNode, anchorOffset ?? 0)
      return rest.toString().trim()
    })
    expect(behind).toBe('')
  }).toPass()
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
  browser,
}) => {
  const chair = await enter(browser, product, 'Chair')
  const follower = await enter(browser, product, 'Public follow link', {
    viewport: { width: 390, height: 844 },
    isMobile: true,
    hasTouch: true,
  })
  const heading = (name: string) => follower.page.getByRole('heading', { level: 1, name })
  const takeUp = async (title: string) => {
    await openRecommendation(chair, title)
    await chair.page.getByRole('button', { name: 'Put on the floor' }).click()
  }
  await takeUp('Links to decision makers')
  await expect(heading('Links to decision makers')).toBeVisible()
  await openRecommendation(follower, 'Outcome documents')
  await expect(follower.page.getByText('Not following the floor')).toBeVisible()
  await takeUp('Liaison with the CSTD')
  await expect(heading('Outcome documents')).toBeVisible()
  await follower.page.getByRole('button', { name: 'Follow the floor' }).click()
  await expect(heading('Liaison with the CSTD')).toBeVisible()
  await expect(follower.page.getByText('Following the floor')).toBeVisible()
})

test('[UI-8] links that do not open a seat say why', async ({ page }) => {
  await page.goto(`${product.url}/join#${'x'.repeat(43)}`)
  await expect(page.getByText('This link is not known here.')).toBeVisible()
  await page.goto(`${product.url}/`)
  await expect(page.getByText('Open the personal link')).toBeVisible()
  await page.goto(`${product.url}/groups/nonsense`)
  await expect(page.getByText('There is nothing here')).toBeVisible()
})

test('[UI-9] the room has no accessibility faults that a machine can find, in light and dark', async ({
  browser,
}) => {
  for (const colorScheme of ['light', 'dark'] as const) {
    const chair = await enter(browser, product, 'Chair', { colorScheme })
    await openRecommendation(chair, 'Voluntary funding')
    await expect(
      chair.page
        .getByRole('textbox', { name: 'Alternative 1' })
        .or(chair.page.getByRole('region', { name: 'Alternative 1' }))
        .first(),
    ).toBeVisible()
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

/** How amendments are shown in the text that they change, and how several are decided together. */
import { expect, type Page } from '@playwright/test'
import { replace } from '../support/group.ts'
import { amendmentCard } from './moves.ts'
import { caretAt, faultsOn, type Person, saved } from './people.ts'
import { test } from './room.ts'

/** The words of the base as its author reads them: without the marks of amendments and the carets of others. */
const wordsOf = ({ majority }: Person): Promise<string> =>
  majority.evaluate((element) => {
    const copy = element.cloneNode(true)
    if (!(copy instanceof Element)) return ''
    for (const extra of copy.querySelectorAll(
      '[data-amendment]:not(del), button, [class*="caret"]',
    ))
      extra.remove()
    return (copy.textContent ?? '').replaceAll('\u2060', '')
  })

async function choose(page: Page, view: string): Promise<void> {
  await page.getByRole('button', { name: /^View: / }).click()
  await page.getByRole('menuitemradio', { name: view, exact: true }).click()
}

test('[UI-83] marks of amendments follow the text, are not copied, and lead to their cards and back, by click and by keyboard; [UI-84] one control shows all markup, a bar alone, the original, the clean text or only brackets; it is kept on the device', async ({
  room,
}) => {
  const meeting = await room({
    seats: ['Brazil', 'Portugal', 'Remote participant'],
    text: ['The host signs.', 'The agreement lists the costs. They report quarterly'],
    amendments: [
      { by: 'Brazil', change: (doc) => replace(doc, 'quarterly', 'twice'), reason: 'Less paper.' },
      { by: 'Portugal', change: (doc) => replace(doc, 'quarterly', 'yearly') },
    ],
  })
  const people = await meeting.enterAll(['Chair', 'Remote participant'])
  const [chair, observer] = people

  for (const { majority } of people) {
    await expect(majority.getByRole('insertion')).toHaveText(['twice', 'yearly'])
    await expect(majority.getByRole('deletion').last()).toHaveText('quarterly')
    await expect(majority.getByRole('button', { name: /^Amendment 1 of BR/ })).toHaveText('BR')
    await expect(majority.getByRole('button', { name: /^Amendment 2 of PT/ })).toHaveText('PT')
  }
  expect(await faultsOn(observer)).toEqual([])

  // The text is as it was, also for whoever copies it.
  for (const person of people) expect(await wordsOf(person)).toMatch(/They report quarterly$/)
  await chair.majority.focus()
  await chair.page.evaluate(() =>
    addEventListener('copy', ({ clipboardData }) => {
      document.title = clipboardData?.getData('text/plain') ?? ''
    }),
  )
  await chair.page.keyboard.press('Control+a')
  await chair.page.keyboard.press('Control+c')
  await expect(chair.page).toHaveTitle(/They report quarterly$/)
  const selected = await observer.majority.evaluate((element) => {
    getSelection()?.selectAllChildren(element)
    return getSelection()?.toString() ?? ''
  })
  expect(selected).toContain('They report quarterly')
  expect(selected).not.toMatch(/twice|yearly/)

  // It follows what the chair types before it.
  await chair.page.keyboard.press('Control+Home')
  // The editor has heard of the caret before anything is typed: all was selected.
  await expect.poll(() => chair.page.evaluate(() => getSelection()?.isCollapsed)).toBe(true)
  await chair.page.keyboard.insertText('In addition: ')
  await saved(chair)
  for (const person of people) {
    await expect.poll(() => wordsOf(person)).toMatch(/^In addition: .* They report quarterly$/s)
    await expect(person.majority.getByRole('deletion').last()).toHaveText('quarterly')
    await expect(person.majority.getByRole('insertion')).toHaveText(['twice', 'yearly'])
  }

  // By keyboard from the mark to the card and back; by a click on the words; from the card to the mark.
  const code = observer.majority.getByRole('button', { name: /^Amendment 2 of PT/ })
  const card = amendmentCard(observer, 2)
  await code.focus()
  await observer.page.keyboard.press('Enter')
  await expect(card).toBeFocused()
  await observer.page.keyboard.press('Escape')
  await expect(code).toBeFocused()
  await chair.majority.getByRole('insertion').first().click()
  await expect(amendmentCard(chair, 1)).toBeInViewport()
  await card.getByRole('button', { name: 'Show amendment 2 in the text' }).click()
  await expect(code).toBeFocused()

  // How much of them is shown is each person's own choice.
  const put = chair.majority.getByRole('insertion')
  const bar = chair.majority.getByRole('button', { name: /^2 amendments stand here: BR/ })
  await expect(put).toHaveText(['twice', 'yearly'])

  await choose(chair.page, 'Simple')
  await expect(put).toHaveCount(0)
  await expect(bar).toBeVisible()
  await chair.page.reload()
  await expect(chair.page.getByRole('button', { name: 'View: Simple' })).toBeVisible()
  await bar.click()
  await expect(put).toHaveText(['twice', 'yearly'])

  // By keyboard: two on from all markup is the original, in which the chair types.
  await chair.majority.click()
  await chair.page.keyboard.press('Control+Alt+Shift+V')
  await chair.page.keyboard.press('Control+Alt+Shift+V')
  await expect(chair.page.getByRole('status').filter({ hasText: 'View: Original' })).toHaveCount(1)
  await expect(put).toHaveCount(0)
  await expect(bar).toHaveCount(0)
  await caretAt(chair.majority.locator('p').first(), 'end')
  await chair.page.keyboard.insertText(' Typed in the original.')
  await saved(chair)
  await choose(chair.page, 'Clean')
  await expect(chair.majority).toContainText('Typed in the original.')
  await expect(chair.majority).toHaveRole('group')
  // The other person's view is their own.
  await expect(observer.page.getByRole('button', { name: 'View: All markup' })).toBeVisible()
  await choose(chair.page, 'All markup')
  await expect(put).toHaveText(['twice', 'yearly'])
  for (const { complaints } of people) expect(complaints).toEqual([])
})

test('[UI-85] the chair decides several amendments together, in the order that the dialog states; what is refused is told of each; [UI-86] a delegation withdraws several of its own amendments together, and none of others', async ({
  room,
}) => {
  const meeting = await room({
    seats: ['Brazil', 'Portugal'],
    text: ['The trust fund pays the travel.', 'The last paragraph.'],
    amendments: [
      { by: 'Brazil', adds: ' Brazil adds this.' },
      { by: 'Portugal', adds: ' Portugal thinks better of it.', paragraph: -1 },
      { by: 'Portugal', adds: ' Portugal asks for more.' },
      { by: 'Brazil', adds: ' One.' },
      { by: 'Brazil', adds: ' Two.' },
    ],
  })
  const people = await meeting.enterAll(['Chair', 'Brazil'])
  const [chair, brazil] = people
  for (const { page } of people) await page.getByRole('tab', { name: 'Amendments 5' }).click()

  // Brazil is offered its own amendments, and withdraws two of them.
  await brazil.page.getByRole('button', { name: 'Select several' }).click()
  await expect(brazil.page.getByRole('checkbox')).toHaveCount(3)
  await brazil.page.getByRole('checkbox', { name: 'Select amendment 5' }).check()
  await brazil.page.getByRole('checkbox', { name: 'Select amendment 4' }).check()
  await brazil.page.getByRole('button', { name: 'Withdraw…' }).click()
  const asked = brazil.page.getByRole('dialog', { name: 'Withdraw 2 amendments?' })
  await expect(asked.getByRole('listitem')).toHaveText([/^Amendment 4/, /^Amendment 5/])
  await asked.getByRole('button', { name: 'Withdraw', exact: true }).click()
  await expect(asked).toBeHidden()
  for (const number of [4, 5]) await expect(amendmentCard(chair, number)).toContainText('Withdrawn')

  // The chair decides the three that are left.
  await chair.page.getByRole('button', { name: 'Select several' }).click()
  await chair.page.getByRole('button', { name: 'Select all to: Majority text' }).click()
  await expect(chair.page.getByRole('checkbox', { name: 'Select amendment 2' })).toBeChecked()
  await expect(chair.page.getByText('3 selected')).toBeVisible()
  await chair.page.getByRole('button', { name: 'Take up…' }).click()
  const dialog = chair.page.getByRole('dialog', { name: 'Take up 3 amendments?' })
  await expect(dialog.getByRole('listitem')).toHaveText([
    /^Amendment 1 \(BR\).*Changes the same words as amendment 3\./,
    /^Amendment 2 \(PT\)/,
    /^Amendment 3 \(PT\).*Changes the same words as amendment 1\./,
  ])
  // One of them is withdrawn while the chair reads.
  const { texts } = (await meeting.record()).state
  const [, second] = Object.values(texts).filter(({ kind }) => kind === 'amendment')
  if (!second) throw new Error('There is no second amendment.')
  await meeting.command('Portugal', { type: 'withdraw-amendment', textId: second.textId })
  await dialog.getByRole('button', { name: 'Take up', exact: true }).click()
  const report = chair.page.getByRole('dialog')
  await expect(report.getByRole('status')).toContainText('2 of 3 done.')
  await expect(report.getByRole('listitem').nth(1)).toContainText(
    /amendment is|closed|withdrawn|decided/i,
  )
  await expect(report.getByRole('listitem').nth(1)).not.toContainText('Done')
  await report.getByRole('button', { name: 'Close' }).click()
  for (const { majority } of people) {
    await expect(majority).toContainText('Brazil adds this.')
    await expect(majority).toContainText('Portugal asks for more.')
  }
  await expect(brazil.page.getByRole('tab', { name: 'Amendments 0' })).toBeVisible()
  await chair.page.getByRole('tab', { name: 'History' }).click()
  for (const number of [1, 3])
    await expect(
      chair.page.getByText(new RegExp(`took up amendment ${number} to`)).first(),
    ).toBeVisible()
  for (const { complaints } of people)
    expect(complaints.filter((line) => !/Failed to load/.test(line))).toEqual([])
})

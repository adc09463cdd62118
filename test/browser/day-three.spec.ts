/** Five people at once: the whole job, from typing together to the chair's decision, over a crash. */
import { expect } from '@playwright/test'
import { caretAt, openRecommendation, phone, saved } from './people.ts'
import { test } from './room.ts'

const title = 'Host country agreements'
const texts = {
  [title]: ['The host signs nine months before the meeting.', 'The agreement lists the costs.'],
  'Travel support': ['Travel is paid for.'],
}

test('[ROOM-1] five people draft, dissent and decide together, and nothing of it is lost in a crash', async ({
  room,
}) => {
  const meeting = await room({
    seats: ['Brazil', 'Portugal', 'Remote participant', 'Vice-Chair'],
    texts,
  })
  const at = 'Travel support'
  const [chair, brazil, portugal] = await meeting.enterAll(['Chair', 'Brazil', 'Portugal'], { at })
  const observer = await meeting.enter('Remote participant', { ...phone, at })
  const everybody = [chair, brazil, portugal, observer]
  // The fifth reads from afar, by a program.
  const viceChair = () => meeting.plain(undefined, 'Vice-Chair')

  // The chair takes up a draft; those who follow are there without doing anything.
  await openRecommendation(chair, title)
  await chair.page.getByRole('button', { name: 'Put on the floor' }).click()
  for (const { page } of [brazil, portugal])
    await page.getByRole('link', { name: /On the floor/ }).click()
  for (const { page } of [observer, brazil, portugal])
    await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible()

  // Two delegates type in one paragraph at the same time.
  for (const { majority } of [brazil, portugal]) await caretAt(majority.locator('p').first(), 'end')
  await Promise.all([
    brazil.page.keyboard.type(' Alpha beta gamma.', { delay: 25 }),
    portugal.page.keyboard.type(' One two three.', { delay: 25 }),
  ])
  await Promise.all([saved(brazil), saved(portugal)])
  // Each sentence is whole, and all read the same: the carets of others are not words.
  const firstParagraphs = () =>
    Promise.all(
      everybody.map(({ majority }) =>
        majority
          .locator('p')
          .first()
          .evaluate((paragraph) => {
            const copy = paragraph.cloneNode(true) as HTMLElement
            for (const caret of copy.querySelectorAll('[class*="caret"]')) caret.remove()
            return copy.textContent?.replaceAll('\u2060', '')
          }),
      ),
    )
  await expect
    .poll(async () => [...new Set(await firstParagraphs())])
    .toEqual([expect.stringMatching(/^(?=.*Alpha beta gamma\.)(?=.*One two three\.)/)])
  await expect.poll(viceChair).toContain((await firstParagraphs())[0])

  // A dissenting delegation puts an alternative beside it; another supports it; both see how they differ.
  await brazil.page.getByRole('button', { name: 'Propose an alternative' }).click()
  await brazil.page.getByRole('textbox', { name: 'Reason' }).fill('Nine months are too short.')
  await brazil.page.getByRole('button', { name: 'Propose', exact: true }).click()
  const alternative = brazil.page.getByRole('textbox', { name: 'Alternative 1' })
  await caretAt(alternative.locator('p').nth(1), 'end')
  await brazil.page.keyboard.insertText(' It is public.')
  await saved(brazil)
  await portugal.page.getByRole('tab', { name: 'Positions' }).click()
  const onAlternative = portugal.page.getByRole('region', { name: 'Positions on alternative 1' })
  await onAlternative.getByRole('button', { name: 'Take a position' }).click()
  await portugal.page.getByText('Can accept', { exact: true }).last().click()
  await portugal.page.getByRole('button', { name: 'Take position' }).click()
  await expect(onAlternative).toContainText('1 can accept')
  await portugal.page.getByRole('button', { name: 'Compare with the majority text' }).click()
  await expect(
    portugal.page
      .getByRole('region', { name: 'Differences from the majority text' })
      .locator('ins'),
  ).toContainText('It is public.')
  await portugal.page.keyboard.press('Escape')
  await expect(observer.page.getByRole('region', { name: 'Alternative 1' }).first()).toContainText(
    'It is public.',
  )
  expect(await observer.page.getByRole('textbox', { name: 'Majority text' }).count()).toBe(0)

  // The chair resolves: the dissent is recorded beside the adopted text, in everyone's room.
  await chair.page.getByRole('button', { name: 'Resolve …' }).click()
  await chair.page.getByRole('menuitem', { name: /Adopt with the alternatives recorded/ }).click()
  await expect(chair.page.getByRole('dialog')).toContainText('recorded beside it as dissent')
  await chair.page.getByRole('button', { name: 'Adopt with alternatives' }).click()
  for (const { page } of everybody)
    await expect(page.getByRole('main').getByText('Adopted with alternatives')).toBeVisible()
  await expect(brazil.page.getByRole('textbox', { name: 'Majority text' })).toHaveCount(0)
  await chair.page.getByRole('tab', { name: 'History' }).click()
  await expect(chair.page.getByText('adopted with alternatives recorded')).toBeVisible()

  // A crash, and all that was shown as saved or decided is there again: on a screen that stayed, and on one that is new.
  const before = await portugal.page.getByRole('main').innerText()
  const words = await viceChair()
  await meeting.crash()
  await observer.page.reload()
  await expect(observer.page.getByRole('main').getByText('Adopted with alternatives')).toBeVisible()
  await expect(observer.page.getByRole('main')).toContainText('It is public.')
  await expect
    .poll(async () => (await portugal.page.getByRole('main').innerText()) === before)
    .toBe(true)
  expect(await viceChair()).toBe(words)
  const complaints = everybody
    .flatMap((person) => person.complaints)
    .filter(
      (complaint) =>
        !/ERR_CONNECTION|WebSocket|Failed to load|ERR_INCOMPLETE|ERR_EMPTY/.test(complaint),
    )
  expect(complaints).toEqual([])
})

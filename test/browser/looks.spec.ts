/** What is on the screen at three widths, in light and dark: faults that a machine can find, markers, colours, ways back. */
import { expect, type Locator } from '@playwright/test'
import { text, words } from '#server/example/write-words'
import { comment } from '../support/comment.ts'
import { replace } from '../support/group.ts'
import { amendmentCard } from './moves.ts'
import { faultsOn, openPage, type Person, phone, tablet } from './people.ts'
import { test } from './room.ts'

/** All that a text can hold, and all that can stand beside one. */
const everything = {
  seats: ['Brazil', 'Portugal', 'Remote participant'],
  text: text(
    words('Donors pledge ⟦BR|every year⟧.', ['in public;', 'in writing.'], 'It is reported on.'),
    [['Publish the report', 'UN DESA', 'On the website', 'By 1 May']],
    [['Reports', 'none', 'one', 'The website', 'CSTD', 'Every year']],
  ),
  alternatives: [{ by: 'Brazil', adds: ' It is public.', with: ['Portugal'] }],
  amendments: [{ by: 'Portugal', adds: ' At once.' }],
} as const

test('[UI-9] the room has no accessibility faults that a machine can find, in light and dark; [UI-179] at no width has a page a fault that a machine can find, for whoever reads and whoever types', async ({
  room,
}) => {
  const meeting = await room(everything)
  await comment(meeting, 'Brazil', 'Who reports?', 'reported')
  const faultless = async (person: Person, page: string, ...widths: readonly number[]) => {
    for (const width of widths) {
      await person.page.setViewportSize({ width, height: 900 })
      expect(await faultsOn(person), `${page} at ${width} px`).toEqual([])
    }
  }
  const enter = async (seat: string) => {
    const person = await meeting.enter(seat)
    const alternative = person.page.getByRole('region', { name: 'Alternative 1', exact: true })
    await expect(alternative).toContainText('It is public.')
    await expect(person.majority.getByRole('insertion')).toHaveText('At once.')
    return person
  }
  const chair = await enter('Chair')
  await chair.page.emulateMedia({ colorScheme: 'dark' })
  await faultless(chair, 'the text in the dark', 1440)
  await chair.page.emulateMedia({ colorScheme: 'light' })
  await faultless(chair, 'the text of the chair', 1440, 1024, 390)
  for (const path of ['meeting', 'people', 'desk']) {
    await openPage(chair, `${meeting.address}/${path}`)
    await faultless(chair, path, 390, 1440)
  }
  await faultless(await enter('Brazil'), 'the text of a delegate', 1024, 390)
  await faultless(await enter('Remote participant'), 'the text of a reader', 1440, 390)
})

test('[CMT-32] on a narrower screen a strip counts the comments at each line, on a phone they come up from below; [UI-176] at 1024 px the strip counts amendments as well as comments, and leads to both; [UI-178] on a phone the outline leads back to the text that is open, and its comparison offers no columns', async ({
  room,
}) => {
  const meeting = await room({
    seats: ['Brazil', 'Remote participant'],
    text: ['The fund is voluntary.', 'It is reported on.'],
    amendments: [{ by: 'Brazil', adds: ' Pledges are published.', paragraph: -1 }],
    alternatives: [{ by: 'Brazil', adds: ' Donors pledge.' }],
  })
  await comment(meeting, 'Brazil', 'Who pledges?', 'voluntary')
  const reader = await meeting.enter('Remote participant', tablet)
  const { page, majority } = reader
  const strip = page.getByRole('navigation', { name: 'Comments and amendments beside the text' })
  const marker = strip.getByRole('button', { name: '1 amendment to these words' })
  const mark = majority.getByRole('button', { name: /^Amendment 1 of BR/ })
  await expect(mark).toBeVisible()
  const gap = async () => {
    const [place, line] = [await marker.boundingBox(), await mark.boundingBox()]
    return Math.abs((place?.y ?? 0) - (line?.y ?? 1000))
  }
  await expect.poll(gap).toBeLessThan(80)
  const thread = page.locator('article[data-active="true"]')
  await strip.getByRole('button', { name: '1 comment at these words' }).click()
  await expect(thread).toContainText('Who pledges?')
  await expect(thread).toBeVisible()
  await expect(majority).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(thread).toBeHidden()
  await marker.click()
  await expect(amendmentCard(reader, 1)).toBeFocused()
  await expect(marker).toHaveAttribute('aria-pressed', 'true')
  await page.keyboard.press('Escape')
  await expect(mark).toBeFocused()
  // Where the text shows no marks they are counted all the same.
  await page.getByRole('button', { name: /^View: / }).click()
  await page.getByRole('menuitemradio', { name: 'Original', exact: true }).click()
  await expect(
    strip.getByRole('button', { name: '1 amendment not marked in the text' }),
  ).toBeVisible()

  const onPhone = await meeting.enter('Remote participant', phone)
  await onPhone.majority.locator('mark').first().click()
  const sheet = onPhone.page.getByRole('complementary')
  await expect(onPhone.page.locator('article[data-active="true"]')).toBeVisible()
  const box = await sheet.boundingBox()
  expect(box?.width).toBe(390)
  expect(box?.y).toBeGreaterThan(200)
  await onPhone.page.keyboard.press('Escape')
  await expect(sheet).toBeHidden()
  const { title, address } = meeting.recommendation()
  await onPhone.page.getByRole('button', { name: 'Outline', exact: true }).click()
  await onPhone.page.getByRole('navigation').getByRole('link', { name: title }).click()
  await expect(onPhone.page.getByRole('heading', { level: 1, name: title })).toBeVisible()
  expect(onPhone.page.url()).toBe(address)
  await onPhone.page.getByRole('button', { name: 'Compare the texts' }).click()
  const dialog = onPhone.page.getByRole('dialog')
  await expect(dialog.getByRole('insertion').first()).toBeVisible()
  await expect(dialog.getByText('Columns')).toHaveCount(0)
})

test('[UI-177] an amendment has its sponsor’s colour in card and text, underlined where it puts and struck where it strikes', async ({
  room,
}) => {
  const meeting = await room({ seats: ['Brazil'], text: ['The agreement lists the costs'] })
  await meeting.amend({ by: 'Brazil', change: (doc) => replace(doc, 'costs', 'other words') })
  const chair = await meeting.enter('Chair')
  await chair.page.getByRole('tab', { name: 'Amendments 1' }).click()
  const dialog = chair.page.getByRole('dialog')
  for (const colorScheme of ['light', 'dark'] as const) {
    await chair.page.emulateMedia({ colorScheme })
    const colourOf = (words: Locator) => words.evaluate((each) => getComputedStyle(each).color)
    const shown = [chair.majority, amendmentCard(chair, 1)].flatMap((place) => [
      place.getByRole('insertion').first(),
      place.getByRole('deletion').first(),
    ])
    const lines = shown.map((words) =>
      words.evaluate((each) => getComputedStyle(each).textDecorationLine),
    )
    expect(await Promise.all(lines)).toEqual([
      'underline',
      'line-through',
      'underline',
      'line-through',
    ])
    // Colours change over to another scheme little by little.
    const colours = async () => new Set(await Promise.all(shown.map(colourOf))).size
    await expect.poll(colours).toBe(1)
    const [put = chair.majority] = shown
    // The dialog that decides on it shows the same.
    await amendmentCard(chair, 1).getByRole('button', { name: 'Take up', exact: true }).click()
    const asked = dialog.getByRole('insertion').first()
    await expect.poll(async () => (await colourOf(asked)) === (await colourOf(put))).toBe(true)
    expect(await faultsOn(chair)).toEqual([])
    await chair.page.keyboard.press('Escape')
    await expect(dialog).toBeHidden()
  }
})

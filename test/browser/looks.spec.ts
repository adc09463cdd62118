/** What is on the screen at three widths, in light and dark: markers, colours, names, landmarks. */
import { expect } from '@playwright/test'
import { comment } from '../support/comment.ts'
import { amendmentCard, beginAmending, ownAmendment, tableOwn } from './moves.ts'
import { caretAt, faultsOn, openPage, saved } from './people.ts'
import { test } from './room.ts'

const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }
const tablet = { viewport: { width: 1024, height: 768 } }

test('[UI-176] at 1024 px the strip counts amendments as well as comments, and leads to both', async ({
  room,
}) => {
  const meeting = await room({
    seats: ['Brazil', 'Remote participant'],
    text: ['The fund is voluntary.', 'It is reported on.'],
    amendments: [{ by: 'Brazil', adds: ' Pledges are published.', paragraph: -1 }],
  })
  await comment(meeting, 'Brazil', 'Who pledges?', 'voluntary')
  const reader = await meeting.enter('Remote participant', tablet)
  const strip = reader.page.getByRole('navigation', {
    name: 'Comments and amendments beside the text',
  })
  await expect(strip.getByRole('button', { name: /comments? at these words/ })).not.toHaveCount(0)
  const marker = strip.getByRole('button', { name: '1 amendment to these words' })
  const mark = reader.majority.getByRole('button', { name: /^Amendment 1 of BR/ })
  await expect(mark).toBeVisible()
  const [place, line] = [await marker.boundingBox(), await mark.boundingBox()]
  expect(Math.abs((place?.y ?? 0) - (line?.y ?? 1000))).toBeLessThan(80)
  await marker.click()
  await expect(amendmentCard(reader, 1)).toBeFocused()
  await expect(marker).toHaveAttribute('aria-pressed', 'true')
  await reader.page.keyboard.press('Escape')
  await expect(mark).toBeFocused()
  // Where the text shows no marks they are counted all the same.
  await reader.page.getByRole('button', { name: /^View: / }).click()
  await reader.page.getByRole('menuitemradio', { name: 'Original', exact: true }).click()
  await expect(
    strip.getByRole('button', { name: '1 amendment not marked in the text' }),
  ).toBeVisible()
})

test('[UI-177] an amendment has its sponsor’s colour in card and text, underlined where it puts and struck where it strikes', async ({
  room,
}) => {
  const meeting = await room({ seats: ['Brazil'], text: ['The agreement lists the costs'] })
  const brazil = await meeting.enter('Brazil')
  await beginAmending(brazil)
  await caretAt(ownAmendment(brazil).locator('p').first(), 'end')
  await brazil.page.keyboard.press('Shift+Control+ArrowLeft')
  await brazil.page.keyboard.type('other words')
  await saved(brazil)
  await tableOwn(brazil, '')
  for (const colorScheme of ['light', 'dark'] as const) {
    const chair = await meeting.enter('Chair', { colorScheme })
    await chair.page.getByRole('tab', { name: 'Amendments 1' }).click()
    const looks: { colour: string; line: string }[] = []
    for (const place of [chair.majority, amendmentCard(chair, 1)])
      for (const role of ['insertion', 'deletion'] as const)
        looks.push(
          await place
            .getByRole(role)
            .first()
            .evaluate((words) => {
              const { color, textDecorationLine } = getComputedStyle(words)
              return { colour: color, line: textDecorationLine }
            }),
        )
    const [put] = looks
    expect(looks).toEqual(
      ['underline', 'line-through', 'underline', 'line-through'].map((line) => ({
        colour: put?.colour,
        line,
      })),
    )
    // The dialog that decides on it shows the same.
    await amendmentCard(chair, 1).getByRole('button', { name: 'Take up', exact: true }).click()
    const asked = chair.page.getByRole('dialog').getByRole('insertion').first()
    expect(await asked.evaluate((words) => getComputedStyle(words).color)).toBe(put?.colour)
    expect(await faultsOn(chair)).toEqual([])
  }
})

test('[UI-178] on a phone the outline leads back to the text that is open, and its comparison offers no columns', async ({
  room,
}) => {
  const alternatives = [{ by: 'Brazil', adds: ' Donors pledge.' }]
  const meeting = await room({ seats: ['Brazil', 'Remote participant'], alternatives })
  const { title, address } = meeting.recommendation()
  const { page } = await meeting.enter('Remote participant', phone)
  await page.getByRole('button', { name: 'Outline', exact: true }).click()
  await page.getByRole('navigation').getByRole('link', { name: title }).click()
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible()
  expect(page.url()).toBe(address)
  await page.getByRole('button', { name: 'Compare the texts' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('insertion').first()).toBeVisible()
  await expect(dialog.getByText('Columns')).toHaveCount(0)
})

for (const seat of ['Remote participant', 'Brazil', 'Chair'])
  test(`[UI-179] at no width has a page a fault that a machine can find, for whoever reads and whoever types: ${seat}`, async ({
    room,
  }) => {
    const meeting = await room({
      seats: ['Brazil', 'Remote participant'],
      text: ['The fund is ⟦BR|voluntary⟧.', 'It is reported on.'],
      amendments: [{ by: 'Brazil', adds: ' Pledges are published.', paragraph: -1 }],
      alternatives: [{ by: 'Brazil', adds: ' Donors pledge.' }],
    })
    await comment(meeting, 'Brazil', 'Who pledges?', 'reported')
    const person = await meeting.enter(seat)
    const alternative = person.page.getByRole('region', { name: 'Alternative 1', exact: true })
    await expect(alternative).toBeVisible()
    const faultless = async (name: string) => {
      for (const [width, height] of [
        [1440, 900],
        [1024, 768],
        [390, 844],
      ] as const) {
        await person.page.setViewportSize({ width, height })
        expect(await faultsOn(person), `${name} at ${width} px`).toEqual([])
      }
    }
    await faultless('text')
    for (const path of seat === 'Chair' ? ['meeting', 'people', 'desk'] : ['meeting']) {
      await openPage(person, `${meeting.address}/${path}`)
      await faultless(path)
    }
  })

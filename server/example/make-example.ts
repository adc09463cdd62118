/** Makes the worked example in an installation: its links first, then the whole group in one write. */
import type { GroupId } from '#shared/domain/ids'
import type { Installation } from '../installation.ts'
import { draftGroup } from '../record/drafted-group.ts'
import { type ExampleLinks, writeExampleLinks } from './example-links.ts'
import { delegations, printedDelegates, tableSeats } from './people.ts'
import { seedExample } from './seed-example.ts'

/**
 * A start that is interrupted before the last write leaves links that sign in to nothing, and the next start makes the example
 * anew. Rejects with `StorageRefuses` when the disk does.
 */
export async function makeExample(installation: Installation, dataFolder: string): Promise<void> {
  const { records, identity } = installation
  const drafted = await draftGroup(() => records.now(), seedExample)
  if (!drafted.ok) throw new Error(`The example was refused: ${drafted.refusal.sentence}`)
  const { groupId, meetingId, members } = drafted.value.made
  const titles = [...tableSeats.map(({ title }) => title), ...printedDelegates]
  const seats = titles.flatMap((title) => {
    const memberId = members.get(title)
    const [name] = delegations.find(([, code]) => code === title) ?? [title]
    return memberId ? [{ title: name, wanted: { groupId, memberId, linkGeneration: 1 } }] : []
  })
  const made = await identity.makeLinks(seats.map(({ wanted }) => wanted))
  const links: ExampleLinks = seats.map(({ title }, index) =>
    link(groupId, title, `/join#${made[index]?.token ?? ''}`),
  )
  const token = await identity.followToken(groupId, meetingId)
  links.push(link(groupId, 'Public follow link', `/follow/${token}`))
  await writeExampleLinks(dataFolder, links)
  await records.adopt(drafted.value)
}

const link = (groupId: GroupId, title: string, path: string): ExampleLinks[number] => ({
  groupId,
  title,
  path,
})

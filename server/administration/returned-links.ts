/** What a restore does to people's links: which sign in again that had ended, and which do no longer. */
import type { GroupId, MemberId } from '#shared/domain/ids'
import type { RecordState } from '#shared/record/state'
import type { RegisterData } from '../identity/register.ts'

/** The people of a data folder and their links. */
export interface People {
  readonly groups: ReadonlyMap<GroupId, RecordState>
  readonly links: RegisterData['personalLinks']
}

interface Seat {
  readonly key: string
  readonly line: string
}

/** The seats whose links sign in. */
function seatsWithLinks({ groups, links }: People, now: string): Map<string, Seat> {
  const seats = new Map<string, Seat>()
  for (const [hash, { groupId, memberId, linkGeneration, expiresAt }] of Object.entries(links)) {
    const state = groups.get(groupId)
    const member = state?.members[memberId]
    if (!state || member?.standing !== 'seated') continue
    if (member.linkGeneration !== linkGeneration || expiresAt <= now) continue
    seats.set(hash, { key: hash, line: seatLine(state, groupId, memberId) })
  }
  return seats
}

function seatLine(state: RecordState, groupId: GroupId, memberId: MemberId): string {
  const member = state.members[memberId]
  const title = member && state.seats[member.seatId]?.title
  return `  ${(title ?? '').padEnd(24)}${groupId} ${memberId}`
}

/** Lines for the administrator. `before` is what the folder held; undefined when that is not known. */
export function linesAboutLinks(before: People | undefined, restored: People, now: Date): string[] {
  const formerly = before && seatsWithLinks(before, now.toISOString())
  const present = seatsWithLinks(restored, now.toISOString())
  const linesOf = (seats: Iterable<Seat>) => [...new Set([...seats].map(({ line }) => line))]
  const back = linesOf([...present.values()].filter(({ key }) => !formerly?.has(key)))
  const gone = linesOf([...(formerly?.values() ?? [])].filter(({ key }) => !present.has(key)))
  const lines = ['All sessions have ended: everybody opens their personal link again.']
  if (back.length > 0)
    lines.push(
      before
        ? 'Links of these seats sign in again that had ended since the backup; "adref seat revoke" ends them:'
        : 'Links of these seats sign in as when the backup was made, also those that ended since; "adref seat revoke" ends them:',
      ...back,
    )
  if (gone.length > 0)
    lines.push(
      'Links of these seats were made since the backup and sign in no more; "adref seat link" makes new ones:',
      ...gone,
    )
  return lines
}

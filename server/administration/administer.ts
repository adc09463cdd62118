/** Carries out the administrator's operations on an open installation. */
import { randomBytes } from 'node:crypto'
import { DelegationId, type GroupId, type MemberId, mintId } from '#shared/domain/ids'
import { delegationOf } from '#shared/record/labels'
import { seatHolder } from '#shared/record/seat-holder'
import type { RecordState } from '#shared/record/state'
import type { Installation } from '../installation.ts'
import { draftSetUp, newMemberId, seatMember, submitAsInstallation } from '../record/set-up.ts'
import { backUp } from './backup.ts'
import { checkLogs } from './check-logs.ts'
import { cannot, done, type Operation, type OperationAnswer } from './operations.ts'
import { repairText } from './repair-text.ts'

type Invite = Extract<Operation, { operation: 'invite' }>
type FollowLink = Extract<Operation, { operation: 'follow-link' }>

/** `publicUrl` is where links lead. */
export async function administer(
  installation: Installation,
  dataFolder: string,
  publicUrl: string,
  asked: Operation,
): Promise<OperationAnswer> {
  const { records, identity } = installation
  switch (asked.operation) {
    case 'list-groups': {
      const lines = records.groups().map((id) => `${id}  ${records.stateOf(id)?.group?.name ?? ''}`)
      return done(...(lines.length > 0 ? lines : ['No working group yet.']))
    }
    case 'create-group': {
      const { name, parentBody, mandate, topics } = asked
      const today = new Date().toISOString().slice(0, 10)
      const drafted = await draftSetUp(records, {
        name,
        parentBody,
        mandate,
        topics,
        delegations: [],
        meeting: {
          title: asked.meeting,
          place: '',
          days: [{ date: today, title: 'Day 1', phase: 'drafting' }],
        },
      })
      if (!drafted.ok) return cannot(drafted.refusal.sentence)
      const { groupId, chair, secretariat } = drafted.value.made
      // Their links are there first: a group that nobody can open is never made.
      const lines = [
        await linkLine(installation, publicUrl, groupId, chair, 'Chair'),
        await linkLine(installation, publicUrl, groupId, secretariat, 'Secretariat'),
      ]
      await records.adopt(drafted.value)
      return done(`Group ${groupId}`, ...lines)
    }
    case 'backup':
      return backUp(installation.store, dataFolder, asked.folder)
    case 'check':
      return checkLogs(installation.store, dataFolder)
    case 'repair':
      return repairText(installation, asked)
    default:
  }
  const state = records.stateOf(asked.groupId)
  if (!state) return cannot(`There is no group ${asked.groupId}.`)
  switch (asked.operation) {
    case 'list-seats':
      return done(...seatLines(state))
    case 'invite':
      return invite(installation, publicUrl, state, asked)
    case 'follow-link':
      return followLink(installation, publicUrl, state, asked)
    case 'new-link':
    case 'revoke-link':
    case 'remove-member': {
      const { groupId, memberId } = asked
      const who = memberName(state, memberId)
      if (asked.operation === 'new-link') {
        const made = await identity.issueLink(groupId, memberId, { by: 'installation' })
        return made.ok
          ? done(
              `${publicUrl}/join#${made.value.token}`,
              `For ${who}. A link made earlier no longer signs in, and who came by it is signed out.`,
            )
          : cannot(made.refusal.sentence)
      }
      const result = await submitAsInstallation(records, groupId, {
        type: asked.operation,
        memberId,
      })
      if (!result.ok) return cannot(`${who}: ${result.refusal.sentence}`)
      return done(
        asked.operation === 'revoke-link'
          ? `${who}: signed out; the link no longer signs in.`
          : `${who}: removed and signed out.`,
      )
    }
  }
}

/** A line with the first link of somebody who is about to be seated. */
async function linkLine(
  { identity }: Installation,
  publicUrl: string,
  groupId: GroupId,
  memberId: MemberId,
  title: string,
): Promise<string> {
  const [link] = await identity.makeLinks([{ groupId, memberId, linkGeneration: 1 }])
  return `${title.padEnd(24)}${memberId}  ${publicUrl}/join#${link?.token ?? ''}`
}

/** Ana, Brazil (delegate); the id when nobody has it. */
function memberName(state: RecordState, memberId: MemberId): string {
  const holder = seatHolder(state, memberId)
  if (!holder) return memberId
  const { name, delegation, seat, role } = holder
  return `${[name, delegation ?? seat].filter((part) => part !== '').join(', ')} (${role})`
}

function seatLines(state: RecordState): string[] {
  const lines = Object.values(state.members).map((member) => {
    const seat = state.seats[member.seatId]
    const delegation = delegationOf(state, seat?.delegationId ?? null)
    return [
      member.memberId,
      (seat?.role ?? '').padEnd(11),
      member.standing.padEnd(12),
      delegation?.name ?? seat?.title ?? '',
      member.name,
    ].join('  ')
  })
  return lines.length > 0 ? lines : ['No seats yet.']
}

async function invite(
  installation: Installation,
  publicUrl: string,
  state: RecordState,
  asked: Invite,
): Promise<OperationAnswer> {
  const { records } = installation
  const { groupId, role, delegation } = asked
  let delegationId: DelegationId | null = null
  if (delegation) {
    const known = state.delegations.find((other) => other.name === delegation.name)
    if (!known && delegation.stakeholderGroup === null)
      return cannot(`${delegation.name} is new: name its stakeholder group with --group.`)
    delegationId = known?.delegationId ?? mintId(DelegationId, 'dl', randomBytes(24))
    if (!known && delegation.stakeholderGroup !== null) {
      const added = await submitAsInstallation(records, groupId, {
        type: 'add-delegation',
        delegationId,
        name: delegation.name,
        code: delegation.code || delegation.name.slice(0, 2).toUpperCase(),
        stakeholderGroup: delegation.stakeholderGroup,
      })
      if (!added.ok) return cannot(added.refusal.sentence)
    }
  }
  if (role === 'delegate' && !delegation)
    return cannot('A delegate speaks for a delegation: name it with --delegation.')
  const title = asked.title || (delegation?.name ?? role)
  const memberId = newMemberId()
  const line = await linkLine(installation, publicUrl, groupId, memberId, title)
  const seat = { role, delegationId, title, name: asked.name }
  const seated = await seatMember(records, groupId, seat, memberId)
  return seated.ok ? done(line) : cannot(seated.refusal.sentence)
}

async function followLink(
  { records, identity }: Installation,
  publicUrl: string,
  state: RecordState,
  asked: FollowLink,
): Promise<OperationAnswer> {
  const { groupId, open } = asked
  const meetingId = asked.meetingId ?? state.session?.meetingId
  const meeting = state.meetings.find((other) => other.meetingId === meetingId)
  if (!meeting) return cannot('There is no such meeting.')
  if (open !== null && open !== meeting.followLinkOpen) {
    const set = await submitAsInstallation(records, groupId, {
      type: 'set-follow-link',
      meetingId: meeting.meetingId,
      open,
    })
    if (!set.ok) return cannot(set.refusal.sentence)
  }
  const token = await identity.followToken(groupId, meeting.meetingId)
  const isOpen = open ?? meeting.followLinkOpen
  return done(`${publicUrl}/follow/${token}`, isOpen ? 'The link is open.' : 'The link is closed.')
}

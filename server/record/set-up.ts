/** Makes a group ready to meet: its people, its calendar and its topics, all through commands of the installation. */
import { randomBytes } from 'node:crypto'
import {
  CommandId,
  DelegationId,
  GroupId,
  MeetingId,
  MemberId,
  mintId,
  SeatId,
  TextId,
  TopicId,
} from '#shared/domain/ids'
import type { SeatRole } from '#shared/domain/member'
import type { SetUpRequest } from '#shared/protocol/api'
import type { Command } from '#shared/record/command'
import { ok, type Result } from '#shared/record/refusal'
import type { DraftedGroup } from './adoption.ts'
import { draftGroup } from './drafted-group.ts'
import type { Records } from './records.ts'

const random = () => randomBytes(24)
export const newCommandId = (): CommandId => mintId(CommandId, 'cmd', random())

export const newMemberId = (): MemberId => mintId(MemberId, 'm', random())

/** Submits a command as the installation. */
export const submitAsInstallation = (records: Records, groupId: GroupId, command: Command) =>
  records.submit(groupId, { by: 'installation' }, newCommandId(), command)

/** Seats one more member, in a new seat. */
export async function seatMember(
  records: Records,
  groupId: GroupId,
  seat: { role: SeatRole; delegationId: DelegationId | null; title: string; name: string },
  memberId: MemberId = newMemberId(),
): Promise<Result<MemberId>> {
  const seatId = mintId(SeatId, 's', random())
  const { role, delegationId, title, name } = seat
  const added = await submitAsInstallation(records, groupId, {
    type: 'add-seat',
    seatId,
    role,
    delegationId,
    title,
  })
  if (!added.ok) return added
  const seated = await submitAsInstallation(records, groupId, {
    type: 'seat-member',
    memberId,
    seatId,
    name,
  })
  return seated.ok ? ok(memberId) : seated
}

export interface SetUpGroup {
  readonly groupId: GroupId
  readonly chair: MemberId
  readonly secretariat: MemberId
}

/** Drafts a group with a chair, a secretariat, a meeting whose first day is open, topics, and a seat for each delegation. */
export const draftSetUp = (
  { now }: Pick<Records, 'now'>,
  asked: Omit<SetUpRequest, 'setupCode'>,
): Promise<Result<DraftedGroup<SetUpGroup>>> => draftGroup(now, (drafts) => setUp(drafts, asked))

async function setUp(
  records: Records,
  asked: Omit<SetUpRequest, 'setupCode'>,
): Promise<Result<SetUpGroup>> {
  const groupId = mintId(GroupId, 'g', random())
  const meetingId = mintId(MeetingId, 'mt', random())
  const { name, parentBody, mandate, meeting } = asked
  const delegations = asked.delegations.map((delegation) => ({
    ...delegation,
    delegationId: mintId(DelegationId, 'dl', random()),
  }))
  const commands: Command[] = [
    { type: 'create-group', groupId, name, parentBody, mandate },
    { type: 'schedule-meeting', meetingId, ...meeting },
    { type: 'open-meeting-day', meetingId, dayIndex: 0 },
    ...asked.topics.map(
      (title): Command => ({
        type: 'add-topic',
        topicId: mintId(TopicId, 'tp', random()),
        title,
        broadAgreementTextId: mintId(TextId, 't', random()),
        summaryTextId: mintId(TextId, 't', random()),
      }),
    ),
    ...delegations.map((delegation): Command => ({ type: 'add-delegation', ...delegation })),
  ]
  for (const command of commands) {
    const result = await submitAsInstallation(records, groupId, command)
    if (!result.ok) return result
  }
  const table = { delegationId: null, name: '' }
  const chair = await seatMember(records, groupId, { role: 'chair', title: 'Chair', ...table })
  if (!chair.ok) return chair
  const secretariat = await seatMember(records, groupId, {
    role: 'secretariat',
    title: 'Secretariat',
    ...table,
  })
  if (!secretariat.ok) return secretariat
  for (const { delegationId, name: title } of delegations) {
    const seated = await seatMember(records, groupId, {
      role: 'delegate',
      delegationId,
      title,
      name: '',
    })
    if (!seated.ok) return seated
  }
  return ok({ groupId, chair: chair.value, secretariat: secretariat.value })
}

/** Links that the table hands out: personal ones, shown once, and a meeting's follow link. */
import { Router } from 'express'
import { MeetingId, MemberId } from '#shared/domain/ids'
import type { FollowLink, PersonalLink } from '#shared/protocol/api'
import { mayNot } from '#shared/record/policy'
import { refuse } from '#shared/record/refusal'
import type { HttpContext } from './context.ts'
import { sendRefusal } from './problem.ts'
import { groupRequest } from './sign-in.ts'

export function linkRoutes(context: HttpContext): Router {
  const { records, identity, isSecure, publicUrl, memberPace } = context
  const router = Router()

  /** A member's first link comes with the seat; each further one ends the one before, but not the sign-in that asks for its own. */
  router.post('/api/groups/:groupId/members/:memberId/link', async (request, response) => {
    const asked = groupRequest(request, response, identity, isSecure)
    if (!asked || memberPace.isActTooFast(asked, response)) return undefined
    const { groupId, actor, signIn } = asked
    const memberId = MemberId.safeParse(request.params['memberId'])
    if (!memberId.success) return sendRefusal(response, refuse('member-unknown'))
    const made = await identity.issueLink(groupId, memberId.data, actor, signIn)
    if (!made.ok) return sendRefusal(response, made.refusal)
    const link: PersonalLink = {
      memberId: memberId.data,
      link: `${publicUrl()}/join#${made.value.token}`,
      expiresAt: made.value.expiresAt,
    }
    return response.status(201).set('Cache-Control', 'no-store').json(link)
  })

  router.get('/api/groups/:groupId/meetings/:meetingId/follow-link', async (request, response) => {
    const asked = groupRequest(request, response, identity, isSecure)
    if (!asked || memberPace.isActTooFast(asked, response)) return undefined
    const { groupId, actor } = asked
    const state = records.stateOf(groupId)
    const refusal = state && mayNot(state, actor, 'set-follow-link')
    if (refusal) return sendRefusal(response, refusal)
    const meetingId = MeetingId.safeParse(request.params['meetingId'])
    const meeting = state?.meetings.find((other) => other.meetingId === meetingId.data)
    if (!meeting) return sendRefusal(response, refuse('meeting-unknown'))
    const token = await identity.followToken(groupId, meeting.meetingId)
    const link: FollowLink = {
      meetingId: meeting.meetingId,
      link: `${publicUrl()}/follow/${token}`,
      open: meeting.followLinkOpen,
    }
    return response.set('Cache-Control', 'no-store').json(link)
  })

  return router
}

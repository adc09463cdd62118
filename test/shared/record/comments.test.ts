import { describe, expect, test } from 'vitest'
import { CommentId, ThreadId } from '#shared/domain/ids'
import { eventFor, stateFor } from '#shared/record/audience'
import { keepEvent, readKept, verifyChain } from '#shared/record/chain'
import type { Command } from '#shared/record/command'
import { fold } from '#shared/record/evolve'
import { aMeeting, delegation, type Meeting, topicId } from '../../support/meeting.ts'

const threadId = ThreadId.parse('th_thread01')
const comment = (n: number) => CommentId.parse(`c_comment${n}`)
const salt = 'q8Zr3v_LmN0pT5wXyB2cDe'
const open = (extra: Partial<Extract<Command, { type: 'open-thread' }>> = {}): Command => ({
  type: 'open-thread',
  threadId,
  topicId,
  anchor: { on: 'topic' },
  commentId: comment(10),
  body: 'Is this our red line?',
  ...extra,
})
const code = (meeting: Meeting, who: string, command: Command) => {
  const result = meeting.ask(meeting.as(who), command)
  return result.ok ? 'ok' : result.refusal.code
}

describe('threads for the chair', () => {
  test('[CMT-18] its opener or the table marks a thread for the chair, and the chair alone unmarks it', () => {
    const meeting = aMeeting()
    meeting.do(meeting.as('br'), open())
    expect(code(meeting, 'in', { type: 'mark-for-chair', threadId })).toBe('role-may-not')
    expect(code(meeting, 'br', { type: 'mark-for-chair', threadId })).toBe('ok')
    expect(code(meeting, 'office', { type: 'mark-for-chair', threadId })).toBe('already-so')
    expect(meeting.state.threads[threadId]?.forChair).not.toBeNull()
    expect(code(meeting, 'br', { type: 'unmark-for-chair', threadId })).toBe('role-may-not')
    expect(code(meeting, 'office', { type: 'unmark-for-chair', threadId })).toBe('role-may-not')
    expect(code(meeting, 'chair', { type: 'unmark-for-chair', threadId })).toBe('ok')
    expect(code(meeting, 'office', { type: 'mark-for-chair', threadId })).toBe('ok')
    expect(meeting.replayed()).toEqual(meeting.state)
  })

  test('[CMT-19] a mention is kept as the delegation that it names, and must name one of the group', () => {
    const meeting = aMeeting()
    expect(code(meeting, 'br', open({ mentions: [delegation('nobody')] }))).toBe(
      'delegation-unknown',
    )
    meeting.do(meeting.as('br'), open({ mentions: [delegation('in')] }))
    expect(meeting.state.threads[threadId]?.comments[0]?.mentions).toEqual([delegation('in')])
  })

  test('[CMT-20] comments recorded before there were mentions replay, and their hashes hold', () => {
    const meeting = aMeeting()
    meeting.do(meeting.as('br'), open())
    const kept = meeting.events.map(keepEvent)
    expect(JSON.stringify(kept)).not.toContain('mentions')
    expect(verifyChain(kept).ok).toBe(true)
    const events = kept.map(readKept).flatMap((reading) => (reading.ok ? [reading.event] : []))
    expect(fold(events).threads[threadId]).toMatchObject({ forChair: null, audience: null })
  })
})

describe('internal notes', () => {
  const withNote = () => {
    const meeting = aMeeting()
    return meeting.do(meeting.as('br'), open({ salt }))
  }
  const others = ['in', 'pt', 'chair', 'office', 'remote'] as const

  test('[CMT-21] only a delegate of the delegation sees, answers and resolves its internal notes', () => {
    const meeting = withNote()
    const reply: Command = { type: 'reply', threadId, commentId: comment(11), body: 'No.', salt }
    for (const other of others.filter((each) => each !== 'remote'))
      for (const command of [
        reply,
        { type: 'resolve-thread', threadId, salt } as const,
        { type: 'mark-for-chair', threadId } as const,
      ])
        expect(code(meeting, other, command)).toBe('thread-unknown')
    expect(code(meeting, 'chair', open({ threadId: ThreadId.parse('th_other001') }))).toBe(
      'id-taken',
    )
    expect(code(meeting, 'br', { type: 'mark-for-chair', threadId })).toBe('thread-is-internal')
    expect(code(meeting, 'br', { ...reply, salt: undefined })).toBe('salt-misplaced')
    expect(code(meeting, 'br', reply)).toBe('ok')
    expect(stateFor(meeting.state, meeting.as('br')).threads[threadId]?.comments).toHaveLength(2)
    expect(code(meeting, 'br', { type: 'resolve-thread', threadId, salt })).toBe('ok')
    expect(meeting.replayed()).toEqual(meeting.state)
  })

  test('[CMT-22] those who speak for no delegation write no internal notes, and a room’s thread takes no salt', () => {
    const meeting = aMeeting()
    for (const who of ['chair', 'office'] as const)
      expect(code(meeting, who, open({ salt }))).toBe('no-delegation')
    meeting.do(meeting.as('in'), open())
    expect(
      code(meeting, 'br', { type: 'reply', threadId, commentId: comment(11), body: 'A', salt }),
    ).toBe('salt-misplaced')
  })

  test('[CMT-23] others get the seal alone, check the whole chain with it, and fold it into nothing', () => {
    const meeting = withNote()
    const seen = [...others.map((who) => meeting.as(who)), { by: 'public' } as const].map((actor) =>
      meeting.events.map((event) => eventFor(event, actor)),
    )
    for (const events of seen) {
      const said = JSON.stringify(events.at(-1))
      for (const secret of ['red line', salt, 'm_br', 's_br', 'dl_br', threadId])
        expect(said).not.toContain(secret)
      expect(fold(events).threads).toEqual({})
    }
    const kept = meeting.events.map(keepEvent)
    const sealed = kept.map(({ version, hashed, hash }) => ({ version, hashed, hash }))
    expect(verifyChain(sealed).ok).toBe(true)
    expect(verifyChain(kept).ok).toBe(true)
    const own = meeting.events.map((event) => eventFor(event, meeting.as('br')))
    expect(fold(own)).toEqual(meeting.state)
    const forged = structuredClone(kept)
    const last = forged.pop()
    if (!last) throw new Error('no note')
    forged.push({ ...last, internal: { salt: 'forgedforgedforgedforged' } })
    expect(verifyChain(forged)).toMatchObject({ ok: false, sequence: own.length })
  })
})

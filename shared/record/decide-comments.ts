/** Comment threads. Their anchors must lie in the topic or recommendation that they name; internal ones are sealed. */
import type { DelegationId } from '../domain/ids.ts'
import type { ThreadAnchor } from '../domain/thread.ts'
import { sealOf } from './chain.ts'
import type { CommandOf } from './command.ts'
import type { InternalAct } from './comment-event.ts'
import type { RecordEvent } from './event.ts'
import type { Facts } from './facts.ts'
import { ok, type Result, refused } from './refusal.ts'
import { whyNotComment } from './shares.ts'
import { type Actor, mayReadInternal, type RecordState } from './state.ts'
import { isTabled, textRight } from './text-right.ts'

type CommentCommand = CommandOf<
  | 'open-thread'
  | 'reply'
  | 'resolve-thread'
  | 'reopen-thread'
  | 'mark-for-chair'
  | 'unmark-for-chair'
>

function isAnchoredHere(
  state: RecordState,
  actor: Actor,
  topicId: string,
  anchor: ThreadAnchor,
): boolean {
  if (anchor.on === 'topic') return true
  if (anchor.on === 'recommendation')
    return state.recommendations[anchor.recommendationId]?.topicId === topicId
  const text = state.texts[anchor.textId]
  if (!text || textRight(state, actor, anchor.textId) === 'none') return false
  if ('topicId' in text) return text.topicId === topicId && anchor.recommendationId === null
  return (
    text.recommendationId === anchor.recommendationId &&
    state.recommendations[text.recommendationId]?.topicId === topicId
  )
}

/** Whether the words are of an amendment that nobody but its delegation knows of: the room hears nothing about those. */
function isOnDraft(state: RecordState, anchor: ThreadAnchor): boolean {
  const text = anchor.on === 'words' ? state.texts[anchor.textId] : undefined
  return text?.kind === 'amendment' && !isTabled(text)
}

const commentIsTaken = (state: RecordState, commentId: string): boolean =>
  Object.values(state.threads).some((thread) =>
    thread.comments.some((comment) => comment.commentId === commentId),
  )

const areKnown = (state: RecordState, mentions: readonly DelegationId[] = []): boolean =>
  mentions.every((mentioned) =>
    state.delegations.some(({ delegationId }) => delegationId === mentioned),
  )

/** The act as an event for the room, or sealed when it is internal to a delegation. */
function told(
  actor: Actor,
  act: InternalAct['act'],
  audience: DelegationId | null,
  salt: string | undefined,
): Result<RecordEvent[]> {
  if ((audience === null) !== (salt === undefined)) return refused('salt-misplaced')
  if (audience === null || salt === undefined) return ok([act])
  if (actor.by !== 'member') return refused('role-may-not')
  const { memberId, seatId, role } = actor
  const internal: InternalAct = {
    delegationId: audience,
    by: { memberId, seatId, role },
    salt,
    act,
  }
  return ok([{ type: 'internal-act-sealed', seal: sealOf(internal), internal }])
}

export function decideComments(
  state: RecordState,
  command: CommentCommand,
  actor: Actor,
  facts: Facts,
): Result<RecordEvent[]> {
  if (command.type === 'open-thread') return openThread(state, command, actor, facts)
  const { threadId } = command
  const thread = state.threads[threadId]
  // To those outside the delegation an internal thread is not there.
  if (!thread || (thread.audience !== null && !mayReadInternal(actor, thread.audience)))
    return refused('thread-unknown')
  if (command.type === 'reply') {
    const { commentId, mentions, body, salt } = command
    if (thread.resolved) return refused('thread-resolved')
    if (commentIsTaken(state, commentId)) return refused('id-taken')
    if (!areKnown(state, mentions)) return refused('delegation-unknown')
    const refusal = actor.by === 'member' && whyNotComment(state, actor.memberId, body, thread)
    if (refusal) return { ok: false, refusal }
    const added = { type: 'comment-added' as const, threadId, commentId, body }
    return told(actor, { ...added, ...(mentions ? { mentions } : {}) }, thread.audience, salt)
  }
  const isTable =
    actor.by === 'member' && ['chair', 'vice-chair', 'secretariat'].includes(actor.role)
  const isOpener = actor.by === 'member' && thread.comments[0]?.by === actor.memberId
  if (!isTable && !isOpener && thread.audience === null) return refused('role-may-not')
  if (command.type === 'mark-for-chair' || command.type === 'unmark-for-chair') {
    const isMarking = command.type === 'mark-for-chair'
    if (thread.audience !== null) return refused('thread-is-internal')
    if (isMarking && thread.resolved) return refused('thread-resolved')
    if ((thread.forChair !== null) === isMarking) return refused('already-so')
    return ok([
      {
        type: isMarking ? 'thread-marked-for-chair' : 'thread-unmarked-for-chair',
        threadId,
      },
    ])
  }
  if ((thread.resolved !== null) === (command.type === 'resolve-thread'))
    return refused('already-so')
  const type = command.type === 'resolve-thread' ? 'thread-resolved' : 'thread-reopened'
  return told(actor, { type, threadId }, thread.audience, command.salt)
}

/**
 * Whether the words' client ids have been written under. Who comments on words that have not arrived would tell everybody an id under
 * which another could write before them.
 */
const isWritten = (anchor: ThreadAnchor, { hasWritten }: Facts): boolean =>
  anchor.on !== 'words' ||
  anchor.words.letters.every(({ client }) => hasWritten?.(anchor.textId, client) !== false)

function openThread(
  state: RecordState,
  command: CommandOf<'open-thread'>,
  actor: Actor,
  facts: Facts,
): Result<RecordEvent[]> {
  const { threadId, topicId, anchor, commentId, body, mentions, salt } = command
  if (state.threads[threadId] || commentIsTaken(state, commentId)) return refused('id-taken')
  if (!state.topics.some((topic) => topic.topicId === topicId)) return refused('topic-unknown')
  if (!isAnchoredHere(state, actor, topicId, anchor)) return refused('anchor-not-here')
  if (salt === undefined && isOnDraft(state, anchor)) return refused('amendment-not-tabled')
  if (!isWritten(anchor, facts)) return refused('words-not-saved')
  if (!areKnown(state, mentions)) return refused('delegation-unknown')
  const refusal = actor.by === 'member' && whyNotComment(state, actor.memberId, body, anchor)
  if (refusal) return { ok: false, refusal }
  const delegationId = actor.by === 'member' ? actor.delegationId : null
  if (salt !== undefined && (!delegationId || !mayReadInternal(actor, delegationId)))
    return refused('no-delegation')
  const opened = { type: 'thread-opened' as const, threadId, topicId, anchor, commentId, body }
  return told(
    actor,
    { ...opened, ...(mentions ? { mentions } : {}) },
    salt === undefined ? null : delegationId,
    salt,
  )
}

/** Comment threads. Their anchors must lie in the topic or recommendation that they name. */
import type { ThreadAnchor } from '../domain/thread.ts'
import { bounds } from './bounds.ts'
import type { CommandOf } from './command.ts'
import type { RecordEvent } from './event.ts'
import { ok, type Result, refused } from './refusal.ts'
import type { Actor, RecordState } from './state.ts'
import { textRight } from './text-right.ts'

type CommentCommand = CommandOf<'open-thread' | 'reply' | 'resolve-thread' | 'reopen-thread'>

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

const commentIsTaken = (state: RecordState, commentId: string): boolean =>
  Object.values(state.threads).some((thread) =>
    thread.comments.some((comment) => comment.commentId === commentId),
  )

export function decideComments(
  state: RecordState,
  command: CommentCommand,
  actor: Actor,
): Result<RecordEvent[]> {
  if (command.type === 'open-thread') {
    if (state.threads[command.threadId] || commentIsTaken(state, command.commentId))
      return refused('id-taken')
    if (!state.topics.some((topic) => topic.topicId === command.topicId))
      return refused('topic-unknown')
    if (!isAnchoredHere(state, actor, command.topicId, command.anchor))
      return refused('anchor-not-here')
    if (Object.keys(state.threads).length >= bounds.threads) return refused('limit-reached')
    return ok([{ ...command, type: 'thread-opened' }])
  }
  const { threadId } = command
  const thread = state.threads[threadId]
  if (!thread) return refused('thread-unknown')
  if (command.type === 'reply') {
    if (thread.resolved) return refused('thread-resolved')
    if (commentIsTaken(state, command.commentId)) return refused('id-taken')
    if (thread.comments.length >= bounds.commentsInThread) return refused('limit-reached')
    return ok([{ ...command, type: 'comment-added' }])
  }
  const isTable =
    actor.by === 'member' && ['chair', 'vice-chair', 'secretariat'].includes(actor.role)
  const isOpener = actor.by === 'member' && thread.comments[0]?.by === actor.memberId
  if (!isTable && !isOpener) return refused('role-may-not')
  if ((thread.resolved !== null) === (command.type === 'resolve-thread'))
    return refused('already-so')
  return ok([
    { type: command.type === 'resolve-thread' ? 'thread-resolved' : 'thread-reopened', threadId },
  ])
}

/** Folds the events of comments. An internal act leaves no trace in the state of those who do not have it. */
import type { MemberId, ThreadId } from '../domain/ids.ts'
import type { Thread } from '../domain/thread.ts'
import type { EventOf, RecordedEvent } from './event.ts'
import type { RecordState } from './state.ts'

export type CommentEvent = EventOf<
  | 'thread-opened'
  | 'comment-added'
  | 'thread-resolved'
  | 'thread-reopened'
  | 'thread-marked-for-chair'
  | 'thread-unmarked-for-chair'
  | 'words-moved'
  | 'internal-act-sealed'
>

export function evolveComments(
  state: RecordState,
  { at, actor }: RecordedEvent,
  event: CommentEvent,
): RecordState {
  if (event.type === 'words-moved') return withLetters(state, event)
  if (event.type !== 'internal-act-sealed')
    return actor.by === 'member' ? apply(state, event, actor.memberId, at, null) : state
  const { internal } = event
  if (!internal) return state
  if (internal.act.type === 'words-moved') return withLetters(state, internal.act)
  if (!internal.by) return state
  return apply(state, internal.act, internal.by.memberId, at, internal.delegationId)
}

/** Tells threads the letters that they are about in flows. */
function withLetters(state: RecordState, { anchors }: EventOf<'words-moved'>): RecordState {
  let next = state
  for (const { threadId, letters } of anchors)
    next = withThread(next, threadId, ({ anchor }) =>
      anchor.on === 'words' ? { anchor: { ...anchor, words: { ...anchor.words, letters } } } : {},
    )
  return next
}

function apply(
  state: RecordState,
  event: Exclude<CommentEvent, { type: 'internal-act-sealed' | 'words-moved' }>,
  by: MemberId,
  at: string,
  audience: Thread['audience'],
): RecordState {
  const { threadId } = event
  switch (event.type) {
    case 'thread-opened': {
      const { topicId, anchor, commentId, body, mentions = [] } = event
      const thread: Thread = {
        threadId,
        topicId,
        anchor,
        comments: [{ commentId, by, at, body, mentions }],
        resolved: null,
        forChair: null,
        audience,
      }
      return { ...state, threads: { ...state.threads, [threadId]: thread } }
    }
    case 'comment-added': {
      const { commentId, body, mentions = [] } = event
      return withThread(state, threadId, ({ comments }) => ({
        comments: [...comments, { commentId, by, at, body, mentions }],
      }))
    }
    case 'thread-resolved':
      return withThread(state, threadId, () => ({ resolved: { by, at } }))
    case 'thread-reopened':
      return withThread(state, threadId, () => ({ resolved: null }))
    case 'thread-marked-for-chair':
      return withThread(state, threadId, () => ({ forChair: { by, at } }))
    case 'thread-unmarked-for-chair':
      return withThread(state, threadId, () => ({ forChair: null }))
  }
}

function withThread(
  state: RecordState,
  threadId: ThreadId,
  change: (thread: Thread) => Partial<Thread>,
): RecordState {
  const thread = state.threads[threadId]
  if (!thread) return state
  return {
    ...state,
    threads: { ...state.threads, [threadId]: { ...thread, ...change(thread) } },
  }
}

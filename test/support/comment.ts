/** Comments as a program makes them. */
import { anchorInFlat } from '#shared/anchors/flat-anchor'
import { CommentId, mintId, ThreadId } from '#shared/domain/ids'
import type { ThreadAnchor } from '#shared/domain/thread'
import { readText } from '#shared/flow/read-text'
import { flatWords } from '#shared/text/flat-words'
import type { Group } from './group.ts'

const random = () => crypto.getRandomValues(new Uint8Array(24))

/** Comments on words of a recommendation's majority text, or on all of it; gives back the thread. */
export async function comment(
  group: Group,
  by: string,
  body: string,
  quote?: string,
): Promise<ThreadId> {
  const { recommendationId, textId } = group.recommendation()
  const { state } = await group.record()
  const topicId = state.recommendations[recommendationId]?.topicId
  if (topicId === undefined) throw new Error('The recommendation is gone.')
  let anchor: ThreadAnchor = { on: 'recommendation', recommendationId }
  if (quote !== undefined)
    await group.write(by, textId, (doc) => {
      const start = flatWords(readText(doc).words).indexOf(quote)
      const words = start < 0 ? undefined : anchorInFlat(doc, start, start + quote.length, quote)
      if (!words) throw new Error(`There is no “${quote}”.`)
      anchor = { on: 'words', recommendationId, textId, words }
    })
  const threadId = mintId(ThreadId, 'th', random())
  const commentId = mintId(CommentId, 'c', random())
  await group.command(by, { type: 'open-thread', threadId, topicId, anchor, commentId, body })
  return threadId
}

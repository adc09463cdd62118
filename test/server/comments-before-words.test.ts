/** A comment comes over another line than the words that it is about, so perhaps before them. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { anchorInFlat, locateInFlat } from '#shared/anchors/flat-anchor'
import { CommentId, mintId, ThreadId } from '#shared/domain/ids'
import type { WordsAnchor } from '#shared/domain/thread'
import { newFlowDoc } from '#shared/flow/flow-doc'
import { readText } from '#shared/flow/read-text'
import { RecordView } from '#shared/protocol/api'
import { flatWords } from '#shared/text/flat-words'
import { randomBytes, type Served, startServed, typeParagraph, until } from '../support/served.ts'

let room: Served
beforeAll(async () => {
  room = await startServed()
})
afterAll(() => room.close())

const opened = async () => {
  const words = 'Before they are saved.'
  const brazil = room.provider('Brazil', { doc: newFlowDoc(4242, { gc: false }) })
  await until('synced', () => brazil.synced)
  brazil.disconnect()
  typeParagraph(brazil.doc, words)
  const start = flatWords(readText(brazil.doc).words).indexOf(words)
  const anchor = anchorInFlat(brazil.doc, start, start + words.length, words)
  if (!anchor) throw new Error('no anchor')
  return { words, brazil, anchor }
}
const comment = (by: string, anchor: WordsAnchor) => {
  const threadId = mintId(ThreadId, 'th', randomBytes())
  return room
    .command(by, {
      type: 'open-thread',
      threadId,
      topicId: room.topicId,
      anchor: {
        on: 'words',
        recommendationId: room.recommendationId,
        textId: room.textId,
        words: anchor,
      },
      commentId: mintId(CommentId, 'c', randomBytes()),
      body: 'About these.',
    })
    .then(({ status }) => ({ threadId, status }))
}

test('[SYNC-418] a comment on the first words of a page is refused until they are saved, so that nobody hears of its client id; then it is on them, for everybody and after a restart', async () => {
  const { words, brazil, anchor } = await opened()
  expect((await comment('Brazil', anchor)).status).toBe(409)
  const { records } = room.served.installation
  expect(JSON.stringify(records.stateOf(room.groupId))).not.toContain('4242')
  const india = room.provider('India', { doc: newFlowDoc(77, { gc: false }) })
  await until('synced', () => india.synced)
  brazil.connect()
  await until('saved', () =>
    readText(india.doc).words.some((block) => JSON.stringify(block).includes(words)),
  )
  const { threadId, status } = await comment('Brazil', anchor)
  expect(status).toBe(200)
  const found = async (): Promise<string | undefined> => {
    const url = `${room.url}/api/groups/${room.groupId}/record`
    const { state } = RecordView.parse(
      await (await fetch(url, { headers: room.as('India') })).json(),
    )
    const { anchor: of } = state.threads[threadId] ?? {}
    if (of?.on !== 'words') throw new Error('no thread')
    const [range] = locateInFlat(india.doc, [of.words])
    return range && flatWords(readText(india.doc).words).slice(range.start, range.end)
  }
  expect(await found()).toBe(words)
  await room.restart()
  await until('India is back', () => india.synced)
  expect(await found()).toBe(words)
  brazil.destroy()
  india.destroy()
})

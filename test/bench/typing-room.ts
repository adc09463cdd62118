/** A recommendation as late in a meeting: a long text, amendments tabled by many delegations, comments all over it. */
import * as decoding from 'lib0/decoding'
import { WebSocket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import type * as Y from 'yjs'
import { z } from 'zod'
import { anchorInFlat } from '#shared/anchors/flat-anchor'
import type { TextContent } from '#shared/domain/content'
import { CommandId, CommentId, mintId, TextId, ThreadId } from '#shared/domain/ids'
import { type } from '#shared/flow/acts'
import { blocksOf } from '#shared/flow/blocks'
import { flowOf, newFlowDoc } from '#shared/flow/flow-doc'
import { writeText } from '#shared/flow/write-flow'
import { RecordView, SessionView } from '#shared/protocol/api'
import { frame } from '#shared/protocol/frames'
import { until } from './client.ts'
import { newClientId } from './keys.ts'
import { longText } from './long-text.ts'
import type { Server } from './server.ts'

const amendments = 30
const comments = 100
const bytes = () => crypto.getRandomValues(new Uint8Array(24))

/** Where a member comes in, and the page that they type in. */
export interface TypingRoom {
  readonly signIn: string
  readonly page: string
}

interface Seat {
  readonly origin: string
  readonly token: string
}

function seatOf(server: Server, who: number): Seat {
  const { host, searchParams } = new URL(server.address(0, who))
  return { origin: host, token: z.string().parse(searchParams.get('token')) }
}

/** A text as one member has it open. */
async function open({ origin, token }: Seat, textId: string) {
  const doc = newFlowDoc(newClientId(), { gc: false })
  let saved = 0
  const provider = new WebsocketProvider(`ws://${origin}/sync`, textId, doc, {
    params: { adref: '1', token },
    disableBc: true,
    WebSocketPolyfill: WebSocket as unknown as typeof globalThis.WebSocket,
  })
  provider.messageHandlers[frame.saved] = (_encoder, decoder) => {
    saved = decoding.readVarUint(decoder)
  }
  await until('the text is here', () => provider.synced)
  return { doc, provider, saved: () => saved }
}

/** The first text as a member has it open who types there. */
export const joinText = (server: Server, who: number) =>
  open(seatOf(server, who), server.documentName(0))

/** Writes in a text as one member does, in one transaction; resolves when it is on disk, with the document. */
async function write(seat: Seat, textId: string, change: (doc: Y.Doc) => void): Promise<Y.Doc> {
  const { doc, provider, saved } = await open(seat, textId)
  doc.transact(() => change(doc))
  // The answer to the server's question, and the change.
  await until('the change is saved', () => saved() >= 2)
  provider.destroy()
  return doc
}

async function ask(seat: Seat, path: string, command?: object): Promise<unknown> {
  const answer = await fetch(`http://${seat.origin}/api/${path}`, {
    headers: {
      Authorization: `Bearer ${seat.token}`,
      'Content-Type': 'application/json',
      'Idempotency-Key': mintId(CommandId, 'cmd', bytes()),
    },
    ...(command && { method: 'POST', body: JSON.stringify(command) }),
  })
  if (!answer.ok) throw new Error(await answer.text())
  return answer.json()
}

const content: TextContent = {
  words: longText.map((words, index) => ({
    type: 'paragraph',
    blockId: `p${index}`,
    inlines: [{ type: 'words', words, marks: [] }],
  })),
  tasks: [],
  provisions: [],
}

/** Puts words at the start of a paragraph. */
function amend(doc: Y.Doc, paragraph: number): void {
  const draft = { flow: flowOf(doc), newBlockId: () => '' }
  const block = blocksOf(draft.flow)[paragraph]
  if (block) type(draft, block.from + 4, 'upon request and ')
}

/** Fills a text of a server that has just started. */
async function filled(server: Server, words: TextContent, document = 0) {
  const writer = seatOf(server, 0)
  const { attendances } = SessionView.parse(await ask(writer, 'session'))
  const group = `groups/${attendances[0]?.groupId}`
  const { state } = RecordView.parse(await ask(writer, `${group}/record`))
  const recommendation = Object.values(state.recommendations).find(
    ({ majorityTextId }) => majorityTextId === server.documentName(document),
  )
  if (!recommendation) throw new Error('there is nothing to type in')
  const doc = await write(writer, recommendation.majorityTextId, (empty) => {
    const id = () => crypto.randomUUID()
    writeText(empty, words, { newBlockId: id, newBreakId: id })
  })
  const room: TypingRoom = {
    signIn: `http://${writer.origin}/join#${writer.token}`,
    page: `http://${writer.origin}/${group}/recommendations/${recommendation.recommendationId}`,
  }
  return { writer, group, recommendation, doc, room }
}

/** A room with these words in a text, and nothing beside them. */
export const setUpWords = async (
  server: Server,
  words: TextContent['words'],
  document = 0,
): Promise<TypingRoom> => (await filled(server, { ...content, words }, document)).room

/** Fills the first recommendation of a server that has just started. */
export async function setUpTypingRoom(server: Server): Promise<TypingRoom> {
  const { writer, group, recommendation, doc, room } = await filled(server, content)
  const others = Array.from({ length: amendments }, (_, who) => seatOf(server, who + 1))
  const { recommendationId, topicId, majorityTextId } = recommendation
  const step = Math.floor(longText.length / amendments)
  for (const [index, seat] of others.entries()) {
    const textId = mintId(TextId, 't', bytes())
    const commands = `${group}/commands`
    await ask(seat, commands, { type: 'start-amendment', textId, baseTextId: majorityTextId })
    await write(seat, textId, (copy) => amend(copy, index * step))
    await ask(seat, commands, { type: 'table-amendment', textId, reason: '' })
  }
  let start = 0
  const every = Math.floor(longText.length / comments)
  for (const [index, paragraph] of longText.entries()) {
    if (index % every === 0 && index / every < comments) {
      const words = anchorInFlat(doc, start + 20, start + 60, paragraph.slice(20, 60))
      await ask(writer, `${group}/commands`, {
        type: 'open-thread',
        threadId: mintId(ThreadId, 'th', bytes()),
        topicId,
        anchor: { on: 'words', recommendationId, textId: majorityTextId, words },
        commentId: mintId(CommentId, 'c', bytes()),
        body: 'Should this not say by when, and to whom it is reported?',
      })
    }
    start += paragraph.length + 1
  }
  return room
}

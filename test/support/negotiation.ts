/** A served group whose members act on texts: what the tests of amendments and alternatives do over and over. */
import { expect } from 'vitest'
import type * as Y from 'yjs'
import { mintId, RecommendationId, TextId } from '#shared/domain/ids'
import { randomBytes, type Served, startServed, until } from './served.ts'

/** Many hands at once: nobody waits for the bounds of one member. */
const limits = { messagesPerSecond: 1000, socketsPerMember: 100 }

export interface Negotiation extends Served {
  /** Does it, or fails the test. */
  done(seat: string, command: unknown): Promise<void>
  /** The code with which a command is refused; undefined when it is not. */
  codeOf(seat: string, command: unknown): Promise<unknown>
  /** What a seat gets for the plain words of a text. */
  plainOf(textId: TextId, seat?: string): Promise<string>
  /** The majority text of a recommendation of its own. */
  another(): Promise<TextId>
  /** An amendment of this seat, open at a provider; to the group's one majority text, or to another. */
  amend(
    seat: string,
    baseTextId?: TextId,
  ): Promise<{
    readonly textId: TextId
    readonly doc: Y.Doc
    readonly provider: ReturnType<Served['provider']>
  }>
}

export const newTextId = (): TextId => mintId(TextId, 't', randomBytes())

export async function startNegotiation(): Promise<Negotiation> {
  const room = await startServed(undefined, limits)
  const done: Negotiation['done'] = async (seat, command) => {
    const answer = await room.command(seat, command)
    expect(await answer.text()).toContain('sequence')
  }
  const moves = {
    done,
    codeOf: async (seat: string, command: unknown): Promise<unknown> =>
      (await (await room.command(seat, command)).json()).code,
    plainOf: async (textId: TextId, seat = 'Chair') => {
      const headers = { ...room.as(seat), Accept: 'text/plain' }
      return (await fetch(`${room.url}/api/texts/${textId}`, { headers })).text()
    },
    another: async () => {
      const textId = newTextId()
      const recommendationId = mintId(RecommendationId, 'r', randomBytes())
      const about = { recommendationId, topicId: room.topicId, title: 'Another', textId }
      await done('Chair', { type: 'add-recommendation', ...about })
      return textId
    },
    amend: async (seat: string, baseTextId = room.textId) => {
      const textId = newTextId()
      await done(seat, { type: 'start-amendment', textId, baseTextId })
      const provider = room.provider(seat, { textId })
      await until('synced', () => provider.synced)
      return { textId, doc: provider.doc, provider }
    },
  }
  return Object.assign(room, moves)
}

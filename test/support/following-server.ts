/** A server of one text that also notes what is to be noted, and lets words follow their letters: in batches, as they come. */
import type * as Y from 'yjs'
import { openLetterTimes } from '#server/sync/letter-times'
import { makeNotes } from '#server/sync/notes'
import type { MemberId } from '#shared/domain/ids'
import { type FlowServer, openFlowServer } from './admitting-flows.ts'

export interface FollowingServer extends FlowServer {
  /** Lets in what came at once; throws where one of them is refused. */
  readonly receiveBatch: (batch: readonly (readonly [author: MemberId, Uint8Array])[]) => void
}

export function openFollowingServer(from: Y.Doc): FollowingServer {
  const server = openFlowServer(from)
  const { doc, bindings } = server
  bindings.set(doc.clientID, null)
  const times = openLetterTimes(doc)
  return {
    ...server,
    receiveBatch(batch) {
      const since = times.now()
      const letIn = batch.map(([author, update]) => {
        const judged = server.judge(author, update)
        const refused = server.receive(author, update)
        if (!judged.admitted || refused) throw new Error(judged.admitted ? refused : judged.why)
        return {
          author,
          brought: judged.brought,
          sponsors: { own: () => '', named: () => undefined },
          textOf: () => undefined,
        }
      })
      makeNotes({ doc, times, bindings, at: '', since }, letIn)
    },
  }
}

/** A server of one text without its sockets: admits what comes, applies it, and hands on what everybody must get. */
import * as Y from 'yjs'
import type { Bindings } from '#server/store/text-log'
import { admit } from '#server/sync/admission'
import { openExpected } from '#server/sync/content-bounds'
import { withTally } from '#server/sync/content-tally'
import { decodeUpdate } from '#server/sync/decoded-update'
import type { MemberId } from '#shared/domain/ids'
import type { WordsRefusal } from '#shared/protocol/frames'

/** Opens it with one paragraph of these words, which the installation wrote. */
export function openTextServer(words: string) {
  const { doc, tally } = withTally({ doc: new Y.Doc() })
  doc.clientID = 7
  const paragraph = new Y.XmlElement('paragraph')
  doc.getXmlFragment('words').insert(0, [paragraph])
  paragraph.insert(0, [new Y.XmlText(words)])
  const bindings: Bindings = new Map([[doc.clientID, null]])
  const log = [Y.encodeStateAsUpdate(doc)]
  doc.on('update', (update: Uint8Array) => log.push(update))
  return {
    doc,
    /** What everybody got, in order. */
    log,
    /** Undefined when the update was let in. */
    receive(author: MemberId, update: Uint8Array): WordsRefusal | undefined {
      const decoded = decodeUpdate(update)
      if (!decoded) return 'malformed'
      const facts = {
        doc,
        tally,
        bindings,
        expected: openExpected(),
        isClaimedByAnother: () => false,
      }
      const admission = admit(facts, author, decoded)
      if (!admission.admitted) return admission.why
      for (const client of admission.newClients) bindings.set(client, author)
      Y.applyUpdate(doc, update)
      return undefined
    },
  }
}
export type TextServer = ReturnType<typeof openTextServer>

/** A page with what the server has. */
export function openPage(server: TextServer, clientID: number) {
  const doc = new Y.Doc()
  doc.clientID = clientID
  const words = doc.getXmlFragment('words')
  const undoing = new Y.UndoManager(words, { captureTimeout: 0, trackedOrigins: new Set(['own']) })
  let heard = 0
  const page = {
    doc,
    words,
    undoing,
    /** Hears all that the server said. */
    hear() {
      for (; heard < server.log.length; heard += 1)
        Y.applyUpdate(doc, server.log[heard] ?? Uint8Array.of(), 'remote')
    },
    /** What it has beyond the server. */
    news: () => Y.encodeStateAsUpdate(doc, Y.encodeStateVector(server.doc)),
    /** Does something that an undo takes back. */
    act(change: () => void) {
      doc.transact(change, 'own')
    },
  }
  page.hear()
  return page
}
export type Page = ReturnType<typeof openPage>

/** The words of the first child of a node of a text, such as a paragraph. */
export const textIn = (node: unknown): Y.XmlText | undefined => {
  const text = node instanceof Y.XmlElement && node.length > 0 ? node.get(0) : undefined
  return text instanceof Y.XmlText ? text : undefined
}

/** Every letter and node that a sequence has ever held, in order, with what stands in those that are not struck. */
export function orderOf(type: Y.XmlFragment | Y.XmlText): string[] {
  return Y.getTypeChildren(type).flatMap(({ id: { client, clock }, length, content, deleted }) => {
    const inside =
      !deleted &&
      content instanceof Y.ContentType &&
      (content.type instanceof Y.XmlElement || content.type instanceof Y.XmlText)
        ? orderOf(content.type)
        : []
    const ids = Array.from({ length }, (_, offset) => `${client}:${clock + offset}`)
    return [...ids, ...inside]
  })
}

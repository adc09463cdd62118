/**
 * The documents that flows are held in. A flow is one root `Y.Text`: the words of a text, or one cell. Nothing that holds words
 * hangs below something that can be deleted, so no act on a block can take along what somebody else types in it meanwhile.
 *
 * Before `one two`, with a block's two edges: `{block: p1} one two {end}`. Enter behind "one" puts two edges between the letters
 * and touches none of them: `{block: p1} one {end} {block: p2}  two {end}`.
 */
import * as Y from 'yjs'
import { leaveFormats } from './leave-formats.ts'

/** The root of a text's words; the tree of before had another. */
export const wordsFlow = 'flow'
const blocksRoot = 'blocks'

/**
 * A session writes under three client ids: any that Yjs gives to a document, which are below 2^32, for letters, the same beyond 2^33 for
 * edges, and beyond 3 * 2^32 for what an undo puts back. Yjs sorts what is put at one place at once by client id, so they come in this
 * order: what others put right before a paragraph that was gone for them, or not yet, stands before it when it comes back. Whoever writes
 * with Yjs alone writes letters, whatever id their document has.
 */
const kindStep = 2 ** 32
const kindOf = (clientId: number): number => Math.floor(clientId / kindStep)
const letterClient = (clientId: number): number => clientId % kindStep
const edgeClient = (clientId: number): number => letterClient(clientId) + 2 * kindStep
const copyClient = (clientId: number): number => letterClient(clientId) + 3 * kindStep
/** Of what undos put back before schema 4 of the words: before edges, which is why edges that others put there at once came into the middle of it. */
const formerCopyClient = (clientId: number): number => letterClient(clientId) + kindStep

/** All client ids of the session that one of them belongs to. */
export const clientsOfSession = (clientId: number): readonly number[] => [
  letterClient(clientId),
  copyClient(clientId),
  edgeClient(clientId),
  formerCopyClient(clientId),
]

/** Whether a client id writes nothing but what an undo puts back. */
export const isCopyClient = (clientId: number): boolean => kindOf(clientId) % 2 === 1

/**
 * An empty document for flows; `clientId` is any that Yjs gives, for letters; copies and edges get theirs from it. Where past moments or
 * copies are read, deleted letters have to stay: `gc` is false there.
 */
export function newFlowDoc(clientId: number, { gc = true }: { readonly gc?: boolean } = {}): Y.Doc {
  // Embeds that were deleted still tell what they were: moves of a block, and looks of one that is gone, are known by it.
  const doc = new Y.Doc({ gc, gcFilter: ({ content }) => !(content instanceof Y.ContentEmbed) })
  doc.clientID = letterClient(clientId)
  // Following others writes nothing: Yjs would strike the formats that it takes for superfluous, from readers too.
  doc.on('afterTransaction', leaveFormats)
  return doc
}

/** A document of its own that holds what another does, with all that is deleted in it. */
export function copyOfFlowDoc(doc: Y.Doc, clientId: number): Y.Doc {
  const copy = newFlowDoc(clientId, { gc: false })
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
  return copy
}

/** Does something under a client id of somebody else's: the installation alone does so. */
export function asClient<T>(doc: Y.Doc, clientId: number, work: () => T): T {
  const { clientID } = doc
  doc.clientID = clientId
  try {
    return work()
  } finally {
    doc.clientID = clientID
  }
}

/** Does something whose items come behind letters that others put at the same place at once. */
export const asEdges = <T>(doc: Y.Doc, work: () => T): T =>
  asClient(doc, edgeClient(doc.clientID), work)

/**
 * Undoes or redoes: what comes back is known by its client id as a copy. Its ids alone would not tell it from words that somebody
 * types where they were deleted (TXT-321).
 */
export const asCopies = <T>(doc: Y.Doc, work: () => T): T =>
  asClient(doc, copyClient(doc.clientID), work)

export const flowOf = (doc: Y.Doc, name: string = wordsFlow): Y.Text => doc.getText(name)

/** What can change of each block, as one scalar a key (`<block id>.kind`); all flows of a document share it. */
export const blockKeys = (doc: Y.Doc): Y.Map<unknown> => doc.getMap(blocksRoot)

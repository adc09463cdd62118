/**
 * The documents that flows are held in. A flow is one root `Y.Text`: the words of a text, or one cell. Nothing that holds words
 * hangs below something that can be deleted, so no act on a block can take along what somebody else types in it meanwhile.
 *
 * Before `one two`, with a block's two edges: `{block: p1} one two {end}`. Enter behind "one" puts two edges between the letters
 * and touches none of them: `{block: p1} one {end} {block: p2}  two {end}`.
 */
import * as Y from 'yjs'
import { leaveFormats } from '../text/text-doc.ts'

/** The root of a text's words; the tree of before had another. */
export const wordsFlow = 'flow'
const blocksRoot = 'blocks'

/** At one place letters come before edges: Yjs sorts what is put at one place at once by client id, so edges bear the higher ones. */
const edgeBit = 0x8000_0000
const letterClient = (clientId: number): number => clientId & ~edgeBit
const edgeClient = (clientId: number): number => (clientId | edgeBit) >>> 0

/** An empty document for flows; `clientId` is any 32-bit number, of which letters and edges get one each. */
export function newFlowDoc(clientId: number): Y.Doc {
  const doc = new Y.Doc()
  doc.clientID = letterClient(clientId)
  // Following others writes nothing: Yjs would strike the formats that it takes for superfluous, from readers too.
  doc.on('afterTransaction', leaveFormats)
  return doc
}

/** Does something whose items come behind letters that others put at the same place at once. */
export function asEdges<T>(doc: Y.Doc, work: () => T): T {
  const { clientID } = doc
  doc.clientID = edgeClient(clientID)
  try {
    return work()
  } finally {
    doc.clientID = clientID
  }
}

export const flowOf = (doc: Y.Doc, name: string = wordsFlow): Y.Text => doc.getText(name)

/** What can change of each block, as one scalar a key (`<block id>.kind`); all flows of a document share it. */
export const blockKeys = (doc: Y.Doc): Y.Map<unknown> => doc.getMap(blocksRoot)

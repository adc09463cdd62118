/**
 * Edits that a text did not accept, written anew under client ids of their own, so that they can be made in an amendment to it: no client
 * id may write in both. Every edit keeps its place, by the ids of the letters that stand there.
 *
 * Before: the text reads "one two" (1-0 to 1-6); its author typed " three" behind it, 5-7 to 5-12, of which the text has nothing, and 5-0
 * to 5-6 are in the text. Anew: 8-0 to 8-5 " three" behind 1-6, for any 8 that nobody has written under.
 */
import * as Y from 'yjs'
import { claimAt, claimSaid, claimsRoot } from '../copies/doc-copies.ts'
import { clientsOfSession } from '../flow/flow-doc.ts'
import {
  deletionsOf,
  type IdRange,
  idSet,
  type LetterId,
  nameOf,
  rangesOf,
  without,
} from '../flow/ids.ts'
import { updateOf } from '../flow/structs.ts'

type Struct = ReturnType<typeof Y.decodeUpdate>['structs'][number]

/** The ids that letters get; their own where the text has them. */
interface Anew {
  id(of: LetterId): LetterId
  range(of: IdRange): IdRange[]
}

/** Gives each session another one: letters, copies and edges go on being told apart by their client ids. */
function idsAnew(text: Y.Doc, newClient: () => number): Anew {
  const sessions = new Map<number, readonly number[]>()
  const clientAnew = (client: number): number => {
    const own = clientsOfSession(client)
    const first = own[0] ?? client
    const others = sessions.get(first) ?? clientsOfSession(newClient())
    sessions.set(first, others)
    return others[own.indexOf(client)] ?? client
  }
  const id = ({ client, clock }: LetterId): LetterId => {
    const known = Y.getState(text.store, client)
    if (clock < known) return { client, clock }
    return { client: clientAnew(client), clock: clock - known }
  }
  return {
    id,
    range(range) {
      const end = range.clock + range.length
      const known = Y.getState(text.store, range.client)
      const border = Math.min(Math.max(known, range.clock), end)
      return [
        { ...range, length: border - range.clock },
        { ...id({ client: range.client, clock: border }), length: end - border },
      ].filter(({ length }) => length > 0)
    },
  }
}

const idOf = ({ client, clock }: LetterId): Y.ID => Y.createID(client, clock)

/** What a page declares of its letters names them: by their new names. */
function claimAnew(struct: Y.Item, anew: Anew): { parentSub: string; content: Y.Item['content'] } {
  const { parentSub, content } = struct
  const name = parentSub ?? ''
  const [value]: readonly unknown[] = content.getContent()
  // A root is told by its name before it is integrated.
  const root: unknown = struct.parent
  const claim = root === claimsRoot ? claimAt(name, value) : undefined
  if (!claim) return { parentSub: name, content }
  const { text, originals } = claim
  const copy = anew.id(claim.copy)
  const said = claimSaid({
    ...claim,
    copy,
    originals: text === undefined ? originals.flatMap((range) => anew.range(range)) : originals,
  })
  return { parentSub: nameOf(copy), content: new Y.ContentAny([said]) }
}

function structAnew(struct: Struct, anew: Anew): Y.Item | Y.GC {
  const id = idOf(anew.id(struct.id))
  if (!(struct instanceof Y.Item)) return new Y.GC(id, struct.length)
  const origin = struct.origin && idOf(anew.id(struct.origin))
  const rightOrigin = struct.rightOrigin && idOf(anew.id(struct.rightOrigin))
  const { parent } = struct
  const { parentSub, content } =
    struct.parentSub === null
      ? { parentSub: null, content: struct.content }
      : claimAnew(struct, anew)
  const place = parent instanceof Y.ID ? idOf(anew.id(parent)) : parent
  return new Y.Item(id, null, origin, null, rightOrigin, place, parentSub, content)
}

/**
 * What `own` holds and the text has not, for a copy of the text; `newClient` gives a client id of letters that nobody has written under.
 */
export function editsAnew(own: Y.Doc, text: Y.Doc, newClient: () => number): Uint8Array {
  const anew = idsAnew(text, newClient)
  const { structs } = Y.decodeUpdate(Y.encodeStateAsUpdate(own, Y.encodeStateVector(text)))
  const deletions = rangesOf(without(deletionsOf(own), deletionsOf(text)))
  return updateOf(
    structs.map((struct) => structAnew(struct, anew)),
    idSet(deletions.flatMap((range) => anew.range(range))),
  )
}

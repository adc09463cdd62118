/** Whether what an update brings stays within what one text may hold and one member may have written of it. */
import * as Y from 'yjs'
import type { MemberId } from '#shared/domain/ids'
import { type Bound, type Bounded, contentBounds } from '#shared/text/allowed-content'
import type { Bindings } from '../store/text-log.ts'
import type { Brought } from './content-admission.ts'
import type { ContentTally } from './content-tally.ts'
import type { DecodedUpdate } from './decoded-update.ts'

/** Deletions and insertions that cut a piece in two, in one message: each makes Yjs move all that its author has written. */
const mostCuts = 5000
/** Deletions in one message beyond those that the text has. A page that comes back sends all of them anew. */
const mostNewDeletions = 20_000
/** So much of what one member may have written stays free to each when others have filled a text. */
const freeShare = 0.1

type Amounts = Readonly<Record<Bounded, number>>

/** What was let in since the tally was made up last, in one batch. */
export interface Expected {
  readonly add: (author: MemberId, brought: Brought) => void
  readonly by: (author: MemberId) => Brought
  readonly total: () => Brought
  readonly clear: () => void
}

const none: Brought = { blocks: 0, formats: 0, rows: 0, letters: 0, pieces: 0 }
/** Pieces count where they are: the document has them as soon as they are let in. */
const sum = (one: Brought, other: Brought): Brought => ({
  blocks: one.blocks + other.blocks,
  formats: one.formats + other.formats,
  rows: one.rows + other.rows,
  letters: one.letters + other.letters,
  pieces: 0,
})

export function openExpected(): Expected {
  const byAuthor = new Map<MemberId, Brought>()
  let total = none
  return {
    add(author, brought) {
      byAuthor.set(author, sum(byAuthor.get(author) ?? none, brought))
      total = sum(total, brought)
    },
    by: (author) => byAuthor.get(author) ?? none,
    total: () => total,
    clear() {
      byAuthor.clear()
      total = none
    },
  }
}

/** How often an update cuts a piece of the document in two. */
export function cutsBy(doc: Y.Doc, { structs, ds }: DecodedUpdate): number {
  let cuts = 0
  /** Whether a piece begins before this letter and ends behind it. */
  const isInside = (client: number, clock: number): boolean => {
    const own = doc.store.clients.get(client)
    if (!own || clock >= Y.getState(doc.store, client)) return false
    const struct = own[Y.findIndexSS(own, clock)]
    return struct instanceof Y.Item && !struct.deleted && struct.id.clock < clock
  }
  for (const [client, ranges] of ds.clients)
    for (const { clock, len } of ranges) {
      if (isInside(client, clock)) cuts += 1
      if (isInside(client, clock + len)) cuts += 1
    }
  for (const struct of structs)
    if (struct instanceof Y.Item && struct.origin) {
      const { client, clock } = struct.origin
      if (isInside(client, clock + 1)) cuts += 1
    }
  return cuts
}

/** Whether an update strikes more than a page could. */
export function strikesTooMuch(doc: Y.Doc, decoded: DecodedUpdate, tally: ContentTally): boolean {
  let ranges = 0
  for (const own of decoded.ds.clients.values()) ranges += own.length
  const known = tally.total().pieces + decoded.structs.length
  return ranges > known + mostNewDeletions || cutsBy(doc, decoded) > mostCuts
}

export interface Filling {
  readonly tally: ContentTally
  readonly bindings: Bindings
  readonly expected: Expected
  /** Characters that the text may hold, where that is not what texts hold anyway. */
  readonly mostLetters?: number | undefined
}

/** Whether a text may take this of a member. Where others have filled it, each still has a share. */
export function isWithinBounds(
  { tally, bindings, expected, mostLetters }: Filling,
  author: MemberId,
  brought: Brought & { readonly clients: number },
): boolean {
  const bounds: Readonly<Record<Bounded, Bound>> = {
    ...contentBounds,
    ...(mostLetters !== undefined && { letters: { text: mostLetters, member: mostLetters } }),
  }
  const total = tally.total()
  const inAll: Amounts = {
    ...sum(total, expected.total()),
    pieces: total.pieces,
    clients: bindings.size,
  }
  const kinds = (['clients', 'blocks', 'formats', 'rows', 'letters', 'pieces'] as const).filter(
    (kind) => brought[kind] > 0 && inAll[kind] + brought[kind] > bounds[kind].member * freeShare,
  )
  if (kinds.length === 0) return true
  const own = ownOf({ tally, bindings, expected }, author)
  return kinds.every((kind) => {
    const { text, member } = bounds[kind]
    const mine = own[kind] + brought[kind]
    return mine <= member && (inAll[kind] + brought[kind] <= text || mine <= member * freeShare)
  })
}

/** What a member has written of a text. */
function ownOf({ tally, bindings, expected }: Filling, author: MemberId): Amounts {
  let [own, pieces, clients] = [expected.by(author), 0, 0]
  for (const [client, owner] of bindings) {
    if (owner !== author) continue
    const written = tally.of(client)
    own = sum(own, written)
    pieces += written.pieces
    clients += 1
  }
  return { ...own, pieces, clients }
}

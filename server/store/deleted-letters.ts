/**
 * Who deleted which letters of a text, and when, from the records of its log: an update names the letters that it deletes, its record
 * whoever sent it. Of two who deleted the same it was the first.
 *
 * Portugal types "shall" (1-0 to 1-4) on Monday; on Tuesday Brazil deletes it: 1-0 to 1-4, Brazil, Tuesday. What Brazil types and deletes
 * again within five minutes is told to nobody.
 */
import * as Y from 'yjs'
import type { MemberId } from '#shared/domain/ids'
import { lastAt } from '#shared/flow/ids'
import type { DeletedLetters } from '#shared/protocol/deletions'
import type { TextRecord } from './store.ts'

/** Within so many milliseconds whoever types something thinks better of it. */
const secondThoughts = 5 * 60_000
/** As many as a text may hold. */
const mostLetters = 300_000

export interface Deletions {
  readonly deletions: readonly DeletedLetters[]
  /** Of the records that tell of them. */
  readonly bytes: number
}

interface Came {
  readonly clock: number
  readonly author: MemberId | null
  readonly at: number
}
interface Gone {
  readonly memberId: MemberId | null
  readonly at: string
  readonly isSecondThought: boolean
}

function joined(gone: ReadonlyMap<number, ReadonlyMap<number, Gone>>): DeletedLetters[] {
  const all: DeletedLetters[] = []
  for (const [clientId, letters] of gone)
    for (const clock of [...letters.keys()].toSorted((a, b) => a - b)) {
      const { memberId, at, isSecondThought } = letters.get(clock) ?? { memberId: null }
      if (memberId === null || at === undefined || isSecondThought) continue
      const last = all.at(-1)
      const goesOn =
        last?.clientId === clientId &&
        last.clock + last.length === clock &&
        last.memberId === memberId &&
        last.at === at
      if (goesOn) all[all.length - 1] = { ...last, length: last.length + 1 }
      else all.push({ clientId, clock, length: 1, memberId, at })
    }
  return all
}

/** Of records that follow each other, oldest first. */
export function deletedLetters(records: readonly TextRecord[]): Deletions {
  const came = new Map<number, Came[]>()
  const gone = new Map<number, Map<number, Gone>>()
  let [letters, bytes] = [0, 0]
  const ofClient = <T>(all: Map<number, T>, client: number, none: T): T => {
    const own = all.get(client) ?? none
    all.set(client, own)
    return own
  }
  const isSecondThought = (client: number, clock: number, { author, at }: TextRecord): boolean => {
    const own = came.get(client) ?? []
    const typed = own[lastAt(own, clock)]
    return typed?.author === author && Date.parse(at) - typed.at < secondThoughts
  }
  for (const record of records)
    for (const update of record.updates) {
      bytes += update.length
      const { structs, ds } = Y.decodeUpdate(update)
      for (const { id } of structs)
        ofClient(came, id.client, []).push({
          clock: id.clock,
          author: record.author,
          at: Date.parse(record.at),
        })
      for (const [client, ranges] of ds.clients) {
        const own = ofClient(gone, client, new Map<number, Gone>())
        for (const { clock, len } of ranges)
          for (let at = clock; at < clock + len && letters < mostLetters; at += 1) {
            if (own.has(at)) continue
            letters += 1
            own.set(at, {
              memberId: record.author,
              at: record.at,
              isSecondThought: isSecondThought(client, at, record),
            })
          }
      }
    }
  return { deletions: joined(gone), bytes }
}

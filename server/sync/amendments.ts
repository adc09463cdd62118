/**
 * Amendments beside their base: what comes into the base goes into its open amendments too, and an outcome becomes words of
 * the base. Everything is written as records of the two logs, so that a crash can only leave something to be caught up.
 */
import { randomBytes } from 'node:crypto'
import * as Y from 'yjs'
import type { TextContent } from '#shared/domain/content'
import type { MemberId, TextId } from '#shared/domain/ids'
import type { AfterPart } from '#shared/record/facts'
import { changeFor, updateFromBase, wordsWithoutPlace } from '#shared/text/amended-words'
import { bracketChange } from '#shared/text/bracket-change'
import { carriedPuts } from '#shared/text/carried-puts'
import { carriedStrikes } from '#shared/text/carried-strikes'
import { takeUpPart } from '#shared/text/part-of-amendment'
import { readContent } from '#shared/text/read-content'
import type { Rewrite } from '#shared/text/rewrites'
import { newTextDoc } from '#shared/text/text-doc'
import type { Store, TextRecord, TextRewrites } from '../store/store.ts'
import { authorRecords, type Bindings, rebuildFrom } from '../store/text-log.ts'
import { holdsNews } from './admission.ts'
import { decodeUpdate } from './decoded-update.ts'
import type { WordsRights } from './rights.ts'
import type { TextRoom } from './room-context.ts'

/** Amendments follow their base so many milliseconds later: what many type together comes over at once. */
const following = 100
/**
 * While somebody goes on typing an amendment follows at most so often, in milliseconds: each time is a write, and a message to
 * all who read it. Many to one base take turns: together they would hold up who types there.
 */
const followingAgain = 1000

/** What a base says after an outcome, and the records that bring it there. */
export interface PlannedOutcome {
  readonly content: TextContent
  readonly records: readonly TextRecord[]
}

export interface Amendments {
  /** The base, or an amendment that has just been opened, may hold what the other lacks. */
  readonly moved: (textId: TextId) => void
  /** Whether a client id writes in the base of this text or in an amendment to it: nobody may write under it in both. */
  readonly isClaimedElsewhere: (textId: TextId, client: number, isBound: boolean) => boolean
  /** Brings one amendment up to its base, and resolves when that is on disk. */
  readonly bringUp: (textId: TextId) => Promise<void>
  /** What an outcome makes of an amendment's base; undefined when the amendment is not open. */
  readonly plan: (
    textId: TextId,
    outcome: 'take-up' | 'bracket',
    sponsors: string,
  ) => PlannedOutcome | 'context-gone' | undefined
  /** What the base becomes when these changes of an amendment are taken up and those are left. */
  readonly planPart: (
    textId: TextId,
    chosen: readonly string[],
    left: readonly string[],
  ) => (PlannedOutcome & AfterPart) | 'context-gone' | 'changes-moved' | undefined
  /** The text is put away. */
  readonly closed: (textId: TextId) => void
  /** Resolves when nothing is under way. */
  readonly end: () => Promise<void>
}

/** An amendment beside its base, with who wrote in the base and who in either. */
interface Both {
  readonly base: Y.Doc
  readonly amendment: Y.Doc
  readonly known: ReadonlyMap<number, MemberId | null>
  readonly authors: Bindings
}

export interface AmendmentsContext {
  readonly store: Store
  readonly rights: Pick<WordsRights, 'baseOf' | 'isDraft' | 'amendmentsTo'>
  readonly openRoom: (textId: TextId) => TextRoom | undefined
  /** Runs something with a text's room, which is loaded for it if need be. */
  readonly withRoom: <T>(textId: TextId, use: (room: TextRoom) => T) => T
  readonly now: () => Date
  readonly onRefused: (cause: unknown) => void
}

export function openAmendments(context: AmendmentsContext): Amendments {
  const { store, rights, openRoom, withRoom } = context
  const due = new Set<TextId>()
  let timer: NodeJS.Timeout | undefined
  const followedAt = new Map<TextId, number>()
  /** One write after the other. */
  let last: Promise<void> = Promise.resolve()
  /** How many letters an amendment's base had struck when they met last: only whoever strikes rewrites. */
  const struckAt = new Map<TextId, number>()
  /** Client ids of amendments that are not open. */
  const clientsOf = new Map<TextId, ReadonlySet<number>>()

  const clientRecords = (
    updates: readonly Uint8Array[],
    known: ReadonlyMap<number, MemberId | null>,
    authors: ReadonlyMap<number, MemberId | null>,
  ): TextRecord[] => {
    const unknown = [...authors].filter(([client]) => !known.has(client))
    return authorRecords(updates, unknown, context.now().toISOString())
  }

  /** What the amendment lacks of its base, and what carries its strikes and puts to copies of their words; undefined when nothing. */
  const lacking = (
    textId: TextId,
    saved: Y.Doc,
    base: TextRoom,
    amendment: TextRoom,
    rewrites: readonly Rewrite[],
  ): TextRecord[] | undefined => {
    const update = updateFromBase(saved, amendment.doc)
    const decoded = decodeUpdate(update)
    if (!decoded || !holdsNews(amendment.doc, decoded)) return undefined
    const strikes = carriedStrikes(amendment.doc, rewrites)
    const updates = strikes ? [update, strikes] : [update]
    const added: Bindings = new Map()
    // Whoever types in a draft sees where its words stand: moved by others, they would go from under the caret.
    if (rewrites.length > 0 && !rights.isDraft(textId)) {
      const authors: Bindings = new Map([...amendment.authors(), ...base.authors()])
      const copy = newTextDoc()
      for (const each of [Y.encodeStateAsUpdate(amendment.doc), ...updates])
        Y.applyUpdate(copy, each)
      const clientFor = clientsOfAuthors(authors, added)
      const puts = carriedPuts(saved, copy, rewrites, (client) =>
        clientFor(authors.get(client) ?? null),
      )
      if (puts) updates.push(puts)
    }
    return clientRecords(updates, amendment.authors(), new Map([...base.authors(), ...added]))
  }

  /** Begins to bring an amendment up to its base, or says what must be known before. */
  const beginBringUp = (baseTextId: TextId, textId: TextId, known: TextRewrites | undefined) =>
    withRoom(baseTextId, (base) =>
      withRoom(textId, (amendment) => {
        const saved = base.savedDoc()
        const struck = lettersStruckIn(saved)
        const records = lacking(textId, saved, base, amendment, known?.rewrites ?? [])
        const needsRewrites = records !== undefined && struck !== struckAt.get(textId)
        if (needsRewrites && !(known && isUpTo(saved, known.upTo)))
          return { is: 'asking', since: Y.encodeStateVector(amendment.doc) } as const
        return { is: 'begun', struck, records, done: records && amendment.hold() } as const
      }),
    )

  const bringUpNow = async (textId: TextId) => {
    const baseTextId = rights.baseOf(textId)
    if (!baseTextId) return
    let begun = beginBringUp(baseTextId, textId, undefined)
    // Whoever types in the base meanwhile may have rewritten more.
    while (begun.is === 'asking')
      begun = beginBringUp(baseTextId, textId, await store.rewritesOf(baseTextId, begun.since))
    const { struck, records, done } = begun
    try {
      if (records) await store.write({ texts: [{ textId, records }] })
      struckAt.set(textId, struck)
      withRoom(textId, () => done?.(records ?? []))
    } catch (cause) {
      withRoom(textId, () => done?.([]))
      throw cause
    }
  }
  const bringUp = (textId: TextId): Promise<void> => {
    const brought = last.then(() => bringUpNow(textId))
    last = brought.catch(context.onRefused)
    return brought
  }

  let hasEnded = false
  const schedule = () => {
    if (hasEnded) return
    timer ??= setTimeout(() => {
      timer = undefined
      followInTurn()
      if (due.size > 0) schedule()
    }, following).unref()
  }
  /** One amendment to each base: who has waited longest. */
  const followInTurn = () => {
    const now = performance.now()
    const followed = new Set<TextId>()
    for (const textId of due) {
      const baseTextId = rights.baseOf(textId)
      if (baseTextId && openRoom(textId)) {
        // What is on its way to the disk comes over when it is there.
        if (followed.has(baseTextId) || openRoom(baseTextId)?.isWriting()) continue
        if (now - (followedAt.get(textId) ?? Number.NEGATIVE_INFINITY) < followingAgain) continue
        followed.add(baseTextId)
        followedAt.set(textId, now)
        void bringUp(textId).catch(() => undefined)
      }
      due.delete(textId)
    }
  }

  const authorsIn = (textId: TextId): { has(client: number): boolean } => {
    const room = openRoom(textId)
    if (room) return room.authors()
    const known = clientsOf.get(textId)
    if (known) return known
    const clients = new Set(rebuildFrom(store, textId).bindings.keys())
    clientsOf.set(textId, clients)
    return clients
  }

  /** Runs something with an amendment and its base as the disk has them; not when words have no place in the base. */
  const onBoth = <T>(textId: TextId, use: (both: Both) => T): T | 'context-gone' | undefined => {
    const baseTextId = rights.baseOf(textId)
    if (!baseTextId) return undefined
    return withRoom(baseTextId, (baseRoom) =>
      withRoom(textId, (room) => {
        const base = baseRoom.savedDoc()
        const amendment = room.savedDoc()
        if (wordsWithoutPlace(base, amendment) !== '') return 'context-gone'
        const known = baseRoom.authors()
        const authors: Bindings = new Map([...room.authors(), ...known])
        return use({ base, amendment, known, authors })
      }),
    )
  }

  const planned = (merged: Y.Doc, { base, known, authors }: Both, added: Bindings) => {
    const update = Y.encodeStateAsUpdate(merged, Y.encodeStateVector(base))
    const records = clientRecords([update], known, new Map([...authors, ...added]))
    return { content: readContent(merged), records }
  }

  return {
    moved(textId) {
      for (const amendment of rights.amendmentsTo(textId))
        if (openRoom(amendment)) due.add(amendment)
      if (rights.baseOf(textId)) due.add(textId)
      if (due.size > 0) schedule()
    },
    isClaimedElsewhere(textId, client, isBound) {
      const baseTextId = rights.baseOf(textId)
      if (baseTextId) return withRoom(baseTextId, (base) => base.authors().has(client))
      return (
        !isBound &&
        rights.amendmentsTo(textId).some((amendment) => authorsIn(amendment).has(client))
      )
    },
    bringUp,
    plan: (textId, outcome, sponsors) =>
      onBoth(textId, (both) => {
        const { base, amendment, authors } = both
        const merged = newTextDoc()
        Y.applyUpdate(merged, Y.encodeStateAsUpdate(base))
        const added: Bindings = new Map()
        if (outcome === 'take-up') Y.applyUpdate(merged, changeFor(base, amendment))
        else {
          added.set(merged.clientID, null)
          bracketChange(base, amendment, merged, {
            sponsors,
            authorOf: (client) => authors.get(client) ?? null,
            clientFor: clientsOfAuthors(authors, added),
            newBracketId,
          })
        }
        return planned(merged, both, added)
      }),
    planPart: (textId, chosen, left) =>
      onBoth(textId, (both) => {
        const { base, amendment, authors } = both
        const table = freshClient(authors)
        const part = takeUpPart(base, amendment, new Set(chosen), new Set(left), table)
        if (!part) return 'changes-moved'
        return { ...planned(part.doc, both, new Map([[table, null]])), changes: part.changes }
      }),
    closed(textId) {
      clientsOf.delete(textId)
      followedAt.delete(textId)
      struckAt.delete(textId)
    },
    async end() {
      hasEnded = true
      clearTimeout(timer)
      await last
    },
  }
}

function lettersStruckIn({ store }: Y.Doc): number {
  let letters = 0
  for (const ranges of Y.createDeleteSetFromStructStore(store).clients.values())
    for (const { len } of ranges) letters += len
  return letters
}

/** Whether a state vector has everything that a document has. */
function isUpTo(doc: Y.Doc, stateVector: Uint8Array): boolean {
  const has = Y.decodeStateVector(stateVector)
  return [...doc.store.clients.keys()].every(
    (client) => (has.get(client) ?? 0) >= Y.getState(doc.store, client),
  )
}

/** Gives each author one client id to write under, and adds it to those that are added. */
const clientsOfAuthors =
  (authors: Bindings, added: Bindings) =>
  (author: string | null): number => {
    for (const [client, member] of added) if (member === author) return client
    const client = freshClient(authors, added)
    added.set(client, memberOf(authors, author))
    return client
  }

/** An id for a bracket that the server puts. */
export const newBracketId = (): string => randomBytes(9).toString('base64url')

/** A client id that nobody has written under. */
function freshClient(...taken: readonly Bindings[]): number {
  for (;;) {
    const client = randomBytes(4).readUInt32BE()
    if (!taken.some((bindings) => bindings.has(client))) return client
  }
}

/** The member of this id among the authors. */
function memberOf(authors: Bindings, author: string | null): MemberId | null {
  for (const member of authors.values()) if (member === author) return member
  return null
}

/**
 * Amendments beside their base: what comes into the base goes into its open amendments too, and an outcome becomes words of
 * the base. Everything is written as records of the two logs, so that a crash can only leave something to be caught up.
 */
import { randomBytes } from 'node:crypto'
import * as Y from 'yjs'
import { type Branch, branchFrom, changesIn, keptOf, seenBranch } from '#shared/amendment/branch'
import { follow, hasNews, hasStrays } from '#shared/amendment/follow'
import { rebase } from '#shared/amendment/rebase'
import { bracketInstead, takeUp } from '#shared/amendment/take-up'
import { shownChanges } from '#shared/compare/shown'
import { tableOf } from '#shared/copies/doc-copies'
import type { TextContent } from '#shared/domain/content'
import type { MemberId, TextId } from '#shared/domain/ids'
import { setBracketKeys } from '#shared/flow/bracket-keys'
import { copyOfFlowDoc } from '#shared/flow/flow-doc'
import { readText } from '#shared/flow/read-text'
import type { AfterPart } from '#shared/record/facts'
import type { Store, TextRecord } from '../store/store.ts'
import { authorRecords, type Bindings, freshClientId, rebuildFrom } from '../store/text-log.ts'
import { clientsIn } from './own-edit.ts'
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
  ) => PlannedOutcome | 'nothing-to-bracket' | undefined
  /** What the base becomes when these changes of an amendment are taken up and those are left. */
  readonly planPart: (
    textId: TextId,
    chosen: readonly string[],
    left: readonly string[],
  ) => (PlannedOutcome & AfterPart) | 'changes-moved' | undefined
  /** The text is put away. */
  readonly closed: (textId: TextId) => void
  /** Resolves when nothing is under way. */
  readonly end: () => Promise<void>
}

/** An amendment, brought up to its base, beside it, with who wrote in either. */
interface Both {
  readonly base: Y.Doc
  readonly branch: Branch
  readonly known: Bindings
  readonly authors: Bindings
}

export interface AmendmentsContext {
  readonly store: Store
  readonly rights: Pick<WordsRights, 'baseOf' | 'amendmentsTo'>
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
  /** The branches of live texts, as they were brought up last. */
  const branches = new Map<TextId, Branch>()
  /** How far live amendments were when they were looked at last. */
  const lookedAt = new Map<TextId, ReadonlyMap<number, number>>()
  /** Client ids of amendments that are not open. */
  const clientsOf = new Map<TextId, ReadonlySet<number>>()

  /** Records of updates in which nobody in particular wrote, with who is new to a text by them. */
  const recordsOf = (
    updates: readonly Uint8Array[],
    known: ReadonlyMap<number, unknown>,
    authors: ReadonlyMap<number, MemberId | null>,
    kept?: TextRecord['branch'],
  ): TextRecord[] => {
    const clients = new Set(updates.flatMap(clientsIn))
    const unknown = [...clients].flatMap((client): [number, MemberId | null][] =>
      known.has(client) ? [] : [[client, authors.get(client) ?? null]],
    )
    return authorRecords(updates, unknown, context.now().toISOString(), kept)
  }

  /** The branch that an amendment's document is; without what was kept of it, as the two documents tell. */
  const branchIn = (base: Y.Doc, room: TextRoom, doc: Y.Doc): Branch => {
    const known = branches.get(room.textId)
    if (known?.doc === doc) return known
    const kept = room.branch()
    return kept ? branchFrom(doc, kept) : seenBranch(base, doc)
  }

  /** An amendment's records that bring it up to its base; undefined when it is. */
  const beginBringUp = (baseTextId: TextId, textId: TextId) =>
    withRoom(baseTextId, (baseRoom) =>
      withRoom(textId, (room) => {
        const [base, { doc }] = [baseRoom.savedDoc(), room]
        const branch = branchIn(base, room, doc)
        const since = lookedAt.get(textId)
        lookedAt.set(textId, Y.decodeStateVector(Y.encodeStateVector(doc)))
        const isAstray = hasStrays(branch, since)
        if (!isAstray && !hasNews(branch, base)) return undefined
        const { update, branch: next } =
          (isAstray ? undefined : follow(branch, base)) ?? rebased(branch, base, [room, baseRoom])
        if (isEmpty(update) && !hasNews(branch, base)) return undefined
        const before = room.branch() ? branch : undefined
        const records = recordsOf(
          [update],
          room.authors(),
          baseRoom.authors(),
          keptOf(next, before),
        )
        return { records, next: { ...next, doc }, done: room.hold() }
      }),
    )

  const bringUpNow = async (textId: TextId) => {
    const baseTextId = rights.baseOf(textId)
    const begun = baseTextId && beginBringUp(baseTextId, textId)
    if (!begun) return
    const { records, next, done } = begun
    try {
      await store.write({ texts: [{ textId, records }] })
      withRoom(textId, () => done(records))
      branches.set(textId, next)
    } catch (cause) {
      withRoom(textId, () => done([]))
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
      const [baseTextId, room] = [rights.baseOf(textId), openRoom(textId)]
      if (baseTextId && room) {
        // What is on its way to the disk comes over when it is there.
        const isWriting = room.isWriting() || openRoom(baseTextId)?.isWriting()
        if (followed.has(baseTextId) || isWriting) continue
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

  /** Runs something with an amendment and its base as the disk has them. */
  const onBoth = <T>(textId: TextId, use: (both: Both) => T): T | undefined => {
    const baseTextId = rights.baseOf(textId)
    if (!baseTextId) return undefined
    return withRoom(baseTextId, (baseRoom) =>
      withRoom(textId, (room) => {
        const base = baseRoom.savedDoc()
        const branch = branchIn(base, room, room.savedDoc())
        return use({
          base,
          // Words may have come into the base since it was brought up on disk.
          branch: hasNews(branch, base) ? broughtUp(branch, base, [room, baseRoom]) : branch,
          known: new Map(baseRoom.authors()),
          authors: new Map([...room.authors(), ...baseRoom.authors()]),
        })
      }),
    )
  }

  const planned = (merged: Y.Doc, { base, known, authors }: Both): PlannedOutcome => ({
    content: readText(merged),
    records: recordsOf([Y.encodeStateAsUpdate(merged, Y.encodeStateVector(base))], known, authors),
  })
  const clientFor = ({ authors, base, branch }: Both): number =>
    freshClientId(authors, base.store.clients, branch.doc.store.clients)

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
        const { base, branch } = both
        const client = clientFor(both)
        if (outcome === 'take-up') {
          const taken = takeUp(base, branch, client)
          return taken && planned(taken.doc, both)
        }
        const bracketed = bracketInstead(base, branch, client, newBracketId)
        if (!bracketed) return 'nothing-to-bracket'
        const { doc: merged } = bracketed
        const putAt = context.now().toISOString()
        merged.transact(() => {
          for (const { bracketId, of } of bracketed.brackets)
            setBracketKeys(merged, {
              bracketId,
              sponsors: of === 'proposed' ? sponsors : '',
              putAt,
            })
        })
        return planned(merged, both)
      }),
    planPart: (textId, chosen, left) =>
      onBoth(textId, (both) => {
        const { base, branch } = both
        const client = clientFor(both)
        const taken = takeUp(base, branch, client, { chosen, left })
        if (!taken) return 'changes-moved'
        const changes = shownChanges(changesIn(branch, tableOf(branch.doc)))
        return { ...planned(taken.doc, both), changes }
      }),
    closed(textId) {
      clientsOf.delete(textId)
      followedAt.delete(textId)
      branches.delete(textId)
      lookedAt.delete(textId)
    },
    async end() {
      hasEnded = true
      clearTimeout(timer)
      await last
    },
  }
}

const isEmpty = (update: Uint8Array): boolean => update.length <= 2

/** A branch brought up to its base on a copy of it, by following it where that is enough. */
function broughtUp(branch: Branch, base: Y.Doc, rooms: readonly TextRoom[]): Branch {
  const followed = hasStrays(branch) ? undefined : follow(branch, base)
  if (!followed) return rebased(branch, base, rooms).branch
  const doc = copyOfFlowDoc(branch.doc, 0)
  Y.applyUpdate(doc, followed.update)
  return { ...followed.branch, doc }
}

/** A branch rebased on a copy of it, under a client id that nobody has in these texts. */
function rebased(branch: Branch, base: Y.Doc, rooms: readonly TextRoom[]) {
  const stores = [branch.doc.store.clients, base.store.clients]
  const taken = [...rooms.map((room) => room.authors()), ...stores]
  const copy = copyOfFlowDoc(branch.doc, freshClientId(...taken))
  const updates: Uint8Array[] = []
  copy.on('update', (update: Uint8Array) => updates.push(update))
  const next = rebase({ ...branch, doc: copy }, base)
  return { update: Y.mergeUpdates(updates), branch: next }
}

/** An id for a bracket, a block or a break that the server puts. */
export const newBracketId = (): string => randomBytes(9).toString('base64url')

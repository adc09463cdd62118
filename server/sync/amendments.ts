/**
 * Amendments beside their base: what comes into the base goes into its open amendments too, and an outcome becomes words of
 * the base. Everything is written as records of the two logs, so that a crash can only leave something to be caught up.
 */
import * as Y from 'yjs'
import { type Branch, branchFrom, keptOf, seenBranch } from '#shared/amendment/branch'
import { follow, hasNews, hasStrays } from '#shared/amendment/follow'
import type { MemberId, TextId } from '#shared/domain/ids'
import type { AfterPart } from '#shared/record/facts'
import type { Store, TextRecord } from '../store/store.ts'
import { authorRecords, type Bindings, clientsBoundIn, freshClientId } from '../store/text-log.ts'
import { isLong, openBranchThread, rebasedThere, textsOf, workedOutThere } from './branch-thread.ts'
import { type BroughtUp, broughtUp, rebased } from './brought-up.ts'
import { type NoOutcome, type Outcome, type WorkedOut, workOut } from './outcome.ts'
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
export interface PlannedOutcome extends AfterPart {
  readonly records: readonly TextRecord[]
}

export interface Amendments {
  /** The base, or an amendment that has just been opened, may hold what the other lacks. */
  readonly moved: (textId: TextId) => void
  /** Whether a client id writes in the base of this text or in an amendment to it: nobody may write under it in both. */
  readonly isClaimedElsewhere: (textId: TextId, client: number, isBound: boolean) => boolean
  /** Brings one amendment up to its base, and resolves when that is on disk. */
  readonly bringUp: (textId: TextId) => Promise<void>
  /**
   * What an outcome makes of an amendment's base; undefined when the amendment is not open. Of long texts it says that it takes long,
   * until it was worked out beside.
   */
  readonly plan: (
    textId: TextId,
    outcome: Outcome,
  ) => PlannedOutcome | NoOutcome | 'takes long' | undefined
  /** Works an outcome out beside. Nothing more comes into the two texts until what this resolves with is called: then it can be planned. */
  readonly workOutBeside: (textId: TextId, outcome: Outcome) => Promise<() => void>
  /** The text is put away. */
  readonly closed: (textId: TextId) => void
  /** Resolves when nothing is under way. */
  readonly end: () => Promise<void>
}

/** An amendment beside its base, with who wrote in the base and in either. */
interface Both {
  readonly base: Y.Doc
  readonly branch: Branch
  readonly known: Bindings
  readonly authors: Bindings
}

/** An outcome that was worked out beside, and of which documents; none once these have changed. */
interface Ready extends Pick<Both, 'base'> {
  readonly outcome: string
  readonly branch: Y.Doc
  result: WorkedOut | NoOutcome | undefined
}

export interface AmendmentsContext {
  readonly store: Store
  readonly rights: Pick<WordsRights, 'baseOf' | 'amendmentsTo'>
  readonly openRoom: (textId: TextId) => TextRoom | undefined
  /** Runs something with a text's room, which is loaded for it if need be. */
  readonly withRoom: <T>(textId: TextId, use: (room: TextRoom) => T) => T
  /** Resolves when all that waits for the disk now is there. */
  readonly settled: () => Promise<void>
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
  const thread = openBranchThread()
  const ready = new Map<TextId, Ready>()
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

  /** Brings an amendment up to its base in the two documents: undefined when it is. What takes long is done beside. */
  const beginBringUp = (baseTextId: TextId, textId: TextId) =>
    withRoom(baseTextId, (baseRoom) =>
      withRoom(textId, (room) => {
        const [base, { doc }] = [baseRoom.savedDoc(), room]
        const branch = branchIn(base, room, doc)
        const since = lookedAt.get(textId)
        lookedAt.set(textId, Y.decodeStateVector(Y.encodeStateVector(doc)))
        const isAstray = hasStrays(branch, since)
        if (!isAstray && !hasNews(branch, base)) return undefined
        const client = freshFor(baseRoom, room, base, branch)
        const followed = isAstray ? undefined : follow(branch, base)
        const brought: BroughtUp | Promise<BroughtUp> =
          followed ??
          (isLong(base, branch)
            ? rebasedThere(thread, base, branch, client)
            : rebased(branch, base, client))
        return { branch, brought, isNew: hasNews(branch, base), done: room.hold() }
      }),
    )

  const bringUpNow = async (textId: TextId) => {
    const baseTextId = rights.baseOf(textId)
    const begun = baseTextId && beginBringUp(baseTextId, textId)
    if (!begun) return
    const { branch, done } = begun
    try {
      const { update, branch: next } = await begun.brought
      const records =
        isEmpty(update) && !begun.isNew
          ? []
          : withRoom(baseTextId, (baseRoom) =>
              withRoom(textId, (room) =>
                recordsOf(
                  [update],
                  room.authors(),
                  baseRoom.authors(),
                  keptOf(next, room.branch() ? branch : undefined),
                ),
              ),
            )
      if (records.length > 0) await store.write({ texts: [{ textId, records }] })
      withRoom(textId, (room) => {
        done(records)
        if (records.length > 0) branches.set(textId, { ...next, doc: room.doc })
      })
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
    const clients = clientsBoundIn(store, textId)
    clientsOf.set(textId, clients)
    return clients
  }

  const freshFor = (baseRoom: TextRoom, room: TextRoom, base: Y.Doc, branch: Branch): number =>
    freshClientId(baseRoom.authors(), room.authors(), base.store.clients, branch.doc.store.clients)

  /** An amendment and its base as the disk has them. */
  const bothOf = (textId: TextId): (Both & { fresh: () => number }) | undefined => {
    const baseTextId = rights.baseOf(textId)
    if (!baseTextId) return undefined
    return withRoom(baseTextId, (baseRoom) =>
      withRoom(textId, (room) => {
        const base = baseRoom.savedDoc()
        const branch = branchIn(base, room, room.savedDoc())
        return {
          base,
          branch,
          known: new Map(baseRoom.authors()),
          authors: new Map([...room.authors(), ...baseRoom.authors()]),
          fresh: () => freshFor(baseRoom, room, base, branch),
        }
      }),
    )
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
    plan(textId, outcome) {
      const both = bothOf(textId)
      if (!both) return undefined
      const { base, branch } = both
      const beside = ready.get(textId)
      if (!beside && isLong(base, branch)) return 'takes long'
      const result =
        readyResult(beside, both, outcome) ??
        workOut(
          base,
          broughtUp(branch, base, both.fresh()),
          outcome,
          both.fresh(),
          context.now().toISOString(),
        )
      if (typeof result === 'string') return result
      const { content, changes, update } = result
      return { content, changes, records: recordsOf([update], both.known, both.authors) }
    },
    async workOutBeside(textId, outcome) {
      const texts = [textId, rights.baseOf(textId) ?? textId]
      const goOn = texts.map((each) => withRoom(each, (room) => room.pause()))
      const release = () => {
        ready.delete(textId)
        for (const each of goOn) each()
      }
      try {
        await context.settled()
        const both = bothOf(textId)
        if (!both) return release
        const { base, branch } = both
        const own: Ready = {
          outcome: JSON.stringify(outcome),
          base,
          branch: branch.doc,
          result: undefined,
        }
        ready.set(textId, own)
        let isAsAsked = true
        for (const doc of [base, branch.doc])
          doc.once('update', () => {
            isAsAsked = false
            own.result = undefined
          })
        const texts = await textsOf(base, branch, both.fresh())
        const result = await workedOutThere(thread, {
          kind: 'work out',
          texts,
          outcome,
          client: both.fresh(),
          at: context.now().toISOString(),
        })
        if (isAsAsked) own.result = result
      } catch (cause) {
        // Then it is worked out at once.
        context.onRefused(cause)
      }
      return release
    },
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
      await thread.close()
    },
  }
}

const readyResult = (beside: Ready | undefined, { base, branch }: Both, outcome: Outcome) =>
  beside?.base === base &&
  beside.branch === branch.doc &&
  beside.outcome === JSON.stringify(outcome)
    ? beside.result
    : undefined

const isEmpty = (update: Uint8Array): boolean => update.length <= 2

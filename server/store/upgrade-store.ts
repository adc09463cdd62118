/**
 * What takes a store as a whole from one form to the next. It is done in small transactions, so that a process may be ended at any
 * moment of it: the next one goes on. Events and updates are never written anew; they are read in the version that they have.
 */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { TextId } from '#shared/domain/ids'
import { beginningAfter } from '#shared/protocol/store-epoch'
import { release } from '../release.ts'
import type { JournalReading } from './journal.ts'
import { type Log, lastPlace, ownersOf, type Tables } from './lmdb-tables.ts'
import { movesToFlows } from './move-to-flows.ts'
import { sealedRecords } from './record-codec.ts'
import { formOf, newEpoch, storeForm } from './signature.ts'
import { checkSnapshot, uncheckedSnapshots } from './snapshots.ts'

/** Told how much of what there is to do is done. */
export type Hear = (done: number, of: number) => void

/** What an upgrade is told, and tells. */
export interface UpgradeContext {
  readonly journal: JournalReading
  readonly now: () => Date
  readonly hear: Hear
  /** Told of a text that stays as it is, since its log or that of its base is damaged. */
  readonly tellUnmoved: (textId: TextId) => void
}

interface FormUpgrade {
  readonly to: string
  /** What there is left to do, each of it a transaction of its own. */
  readonly left: (tables: Tables, context: UpgradeContext) => readonly (() => void)[]
  /** What is done once, in the last transaction. */
  readonly end?: (tables: Tables) => void
}

/** Takes in what the journal has and the tables have not, as it was written. */
function takeIn({ texts, meta }: Tables, { left }: JournalReading): void {
  for (const { number, body } of left) {
    if (number <= Number(meta.get('journal') ?? 0)) continue
    for (const { textId, sealed } of sealedRecords(body))
      texts.putSync([textId, lastPlace(texts, textId) + 1], sealed)
    meta.putSync('journal', String(number))
  }
}

const upgrades: Readonly<Record<string, FormUpgrade>> = {
  1: {
    to: '2',
    left: (tables) =>
      uncheckedSnapshots(tables).map((textId) => () => checkSnapshot(tables, textId)),
  },
  2: {
    to: '3',
    left: (tables, { journal, now, tellUnmoved }) => {
      tables.root.transactionSync(() => {
        takeIn(tables, journal)
        noteEnds(tables)
      })
      return movesToFlows(tables, now, tellUnmoved)
    },
    // What pages keep on their devices is of the tree: it never comes into a text again by itself.
    end: ({ meta }) => {
      const before = meta.get('epoch') ?? newEpoch()
      meta.putSync('epoch', beginningAfter(before) + newEpoch().slice(0, 8))
    },
  },
}

/** Whether a store has an earlier form, from which it can be taken to today's. */
export const isEarlierForm = (form: string): boolean => Object.hasOwn(upgrades, form)

/** Takes a store of an earlier form to today's, and signs it as this release's. */
export function upgradeStore(tables: Tables, context: UpgradeContext): void {
  const { root, meta } = tables
  for (let upgrade = upgrades[formOf(tables)]; upgrade; upgrade = upgrades[formOf(tables)]) {
    const { to, left, end } = upgrade
    const todo = left(tables, context)
    todo.forEach((change, index) => {
      root.transactionSync(() => {
        change()
        noteEnds(tables)
      })
      context.hear(index + 1, todo.length)
    })
    root.transactionSync(() => {
      end?.(tables)
      meta.putSync('form', to)
      if (to !== storeForm) return
      meta.putSync('release', release)
      meta.removeSync(underWay)
    })
  }
}

/** In the table of what the store says of itself, while an upgrade is under way. */
const underWay = 'upgrading'

/** `ends`: where the logs ended when what was there was kept as `keptAs`. */
const UnderWay = z.object({ keptAs: z.string(), ends: z.string() })

/** Tells where all logs end: it is another as soon as anybody has written. */
function endsOf({ events, texts, meta }: Tables): string {
  const ends = (log: Log) => ownersOf(log).map((owner) => [owner, lastPlace(log, owner)])
  const all = JSON.stringify([ends(events), ends(texts), meta.get('journal')])
  return createHash('sha256').update(all).digest('hex')
}

/** Notes that what is there was kept, in a folder of this name, and that the upgrade begins. */
export function beginUpgrade(tables: Tables, keptAs: string): void {
  const begun: z.infer<typeof UnderWay> = { keptAs, ends: endsOf(tables) }
  tables.root.transactionSync(() => tables.meta.putSync(underWay, JSON.stringify(begun)))
}

/** Notes where the logs end now that the upgrade itself has written; called within its transaction. */
function noteEnds(tables: Tables): void {
  const noted = tables.meta.get(underWay)
  const begun = noted === undefined ? undefined : UnderWay.safeParse(JSON.parse(noted)).data
  if (begun) tables.meta.putSync(underWay, JSON.stringify({ ...begun, ends: endsOf(tables) }))
}

/** The name under which what is there was kept before an upgrade that was interrupted; undefined when somebody has written since. */
export function begunUpgrade(tables: Tables): string | undefined {
  const noted = tables.meta.get(underWay)
  const begun = noted === undefined ? undefined : UnderWay.safeParse(JSON.parse(noted)).data
  return begun?.ends === endsOf(tables) ? begun.keptAs : undefined
}

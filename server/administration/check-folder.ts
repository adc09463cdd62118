/**
 * Checks a data folder that no server uses, in whatever form it is, and changes nothing: what the next start of this release would
 * do with it, and what would be lost.
 */
import { GroupId } from '#shared/domain/ids'
import { readKept } from '#shared/record/chain'
import { DamagedRegister, openRegister } from '../identity/register.ts'
import { release } from '../release.ts'
import { ownersOf, type Tables } from '../store/lmdb-tables.ts'
import {
  isTail,
  type MissingRecord,
  nameOf,
  type StrangeRecord,
  strangeRecords,
} from '../store/opening.ts'
import { type ReadFolder, readFolder } from '../store/read-folder.ts'
import { decodeAppends, decodeKept } from '../store/record-codec.ts'
import { formOf, storeForm, writtenBy } from '../store/signature.ts'
import { UnknownForm } from '../store/store.ts'
import { isEarlierForm } from '../store/upgrade-store.ts'
import { chainLine, checkLogs, quarantineLines } from './check-logs.ts'
import { cannot, done, type OperationAnswer } from './operations.ts'

/** What there is in a sound record that this release does not know. */
function whatIsUnknown({ log, bytes }: StrangeRecord): string {
  if (log === 'texts') return 'of another form'
  const kept = decodeKept(bytes)
  if (kept.is !== 'sound') return 'of another form'
  const reading = readKept(kept.value)
  if (reading.ok) return 'of another form'
  return `version ${reading.version}, ${reading.type || 'of no type'}: ${reading.at || 'its form'}`
}

function strangeLine(tables: Tables, strange: StrangeRecord | MissingRecord): string {
  const what = nameOf(strange)
  if (strange.is === 'missing' && strange.owner !== undefined)
    return `${what} is missing: the folder does not open. Restore a backup`
  if (strange.is === 'unknown') return `${what} is not known: ${whatIsUnknown(strange)}`
  if (isTail(tables, strange))
    return `${what} is damaged: the next start sets it apart in quarantine/, and it is lost from its log`
  if (strange.log === 'texts') return `${what} is damaged: its text does not open. Restore a backup`
  return `${what} is damaged: the folder does not open. Restore a backup`
}

/** In which form it is, and what the next start does with that. */
function formLine(tables: Tables): string {
  const form = formOf(tables)
  const last = writtenBy(tables) ?? '0.1'
  const now = `The store has form ${form}; Adref ${last} wrote last.`
  if (form === storeForm) return now
  if (isEarlierForm(form))
    return `${now} The next start of Adref ${release} keeps a backup in the folder, and takes it to form ${storeForm}. Nothing is lost by that.`
  return `${now} Adref ${release} does not know that form`
}

interface Complaints {
  readonly lines: readonly string[]
  /** Whether there is anything that only another release knows. */
  readonly isForeign: boolean
}

/** What keeps this release from opening the folder, or is lost when it does. */
async function complaintsAbout(
  dataFolder: string,
  { tables, journal }: ReadFolder,
): Promise<Complaints> {
  const form = formOf(tables)
  const foreign: string[] = []
  const damaged: string[] = []
  if (form !== storeForm && !isEarlierForm(form)) foreign.push(formLine(tables))
  for (const strange of strangeRecords(tables, { everywhere: true }))
    (strange.is === 'unknown' ? foreign : damaged).push(strangeLine(tables, strange))
  for (const { number, body } of journal.left)
    if (!decodeAppends(body)) foreign.push(`Entry ${number} of log/journal is not known`)
  if (journal.isDamaged && journal.bytes)
    damaged.push(
      'log/journal is damaged: the next start sets it apart, and keeps what is sound in it',
    )
  try {
    await openRegister(dataFolder, async () => writtenBy(tables))
  } catch (cause) {
    if (!(cause instanceof UnknownForm || cause instanceof DamagedRegister)) throw cause
    ;(cause instanceof UnknownForm ? foreign : damaged).push(cause.message)
  }
  return { lines: [...foreign, ...damaged], isForeign: foreign.length > 0 }
}

/** The chains hold or not whatever the events say: also of what this release does not know. */
const chainLines = ({ tables, logs }: ReadFolder): string[] =>
  ownersOf(tables.events).map((owner) => {
    try {
      const chain = chainLine(logs, GroupId.parse(owner))
      return chain.ok ? chain.lines.join() : chain.complaint
    } catch (cause) {
      return `${owner}: ${cause instanceof Error ? cause.message : String(cause)}`
    }
  })

/** To be called with the folder's lock. */
export const checkFolder = (dataFolder: string): Promise<OperationAnswer> =>
  readFolder(dataFolder, async (folder) => {
    const { lines, isForeign } = await complaintsAbout(dataFolder, folder)
    if (lines.length === 0) {
      const checked = checkLogs(folder.logs, dataFolder)
      return checked.ok ? done(...checked.lines, formLine(folder.tables)) : checked
    }
    const refusal = `Adref ${release} does not open this folder, and changes nothing in it: start Adref ${writtenBy(folder.tables) ?? '0.1'} or a newer one`
    return cannot(
      [
        ...lines,
        ...(isForeign ? [refusal] : []),
        ...chainLines(folder),
        ...quarantineLines(dataFolder),
      ].join('\n'),
    )
  })

/**
 * Taking a data folder of an earlier form to today's. What is there is looked through and kept in the folder first; until the last
 * moment the release before opens the folder as well.
 */
import { existsSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { release } from '../release.ts'
import { copyParts } from '../store/copy-parts.ts'
import { privateFolder, renameDurably, syncAll } from '../store/durable-files.ts'
import { tighten } from '../store/modes.ts'
import { earlierForm, lookThrough } from '../store/opening.ts'
import { takeOutTails } from '../store/quarantine.ts'
import { type ReadFolder, readFolder } from '../store/read-folder.ts'
import { formOf, writtenBy } from '../store/signature.ts'
import { StorageRefuses } from '../store/store.ts'
import {
  beginUpgrade,
  begunUpgrade,
  type Hear,
  isEarlierForm,
  upgradeStore,
} from '../store/upgrade-store.ts'
import { backUpFiles } from './backup.ts'

/** Whether a folder of an earlier form is upgraded when it is opened, and who is told of it, in lines. */
export interface Upgrading {
  readonly isWanted: boolean
  readonly tell: (line: string) => void
  /** Between lines about how far it has come, in milliseconds; a second unless it is said. */
  readonly every?: number
  /** An empty folder for the backup, on another disk perhaps; in the data folder unless it is said. */
  readonly backUpTo?: string
}

/** Folders of an earlier form are not opened. */
export const noUpgrade: Upgrading = { isWanted: false, tell: () => undefined }

/** Tells how far something has come, now and then. */
function meter(
  { tell, every = 1000 }: Upgrading,
  line: (done: number, of: number) => string,
): Hear {
  let told = performance.now()
  return (done, of) => {
    if (performance.now() - told < every) return
    told = performance.now()
    tell(`  ${line(done, of)}`)
  }
}

const megabytes = (bytes: number): string => (bytes / 1024 / 1024).toFixed(0)

/** Where a copy is made; nothing in it is ever used before it has another name. */
const unfinished = 'upgrading'

/** Keeps what is in a data folder, in the folder; gives back the name. */
async function keepBefore(dataFolder: string, hear: Hear, now: Date): Promise<string> {
  const staged = join(dataFolder, unfinished)
  const keptAs = `before-upgrade-${now.toISOString().replace(/[:.]/g, '-')}`
  try {
    await rm(staged, { recursive: true, force: true })
    await mkdir(staged, { mode: privateFolder })
    await copyParts(dataFolder, staged, hear)
    await tighten(staged)
    await syncAll(staged)
    await renameDurably(staged, join(dataFolder, keptAs))
  } catch (cause) {
    await rm(staged, { recursive: true, force: true }).catch(() => undefined)
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new StorageRefuses(
      `No backup can be made before the upgrade, so that nothing was changed: ${why}`,
      { cause },
    )
  }
  return keptAs
}

/** The same in a folder of the administrator's choosing. */
async function keepElsewhere(dataFolder: string, folder: string): Promise<string> {
  const answer = await backUpFiles(dataFolder, folder)
  if (!answer.ok) throw new StorageRefuses(`${answer.complaint} Nothing was upgraded.`)
  return resolve(folder)
}

async function upgrade(
  dataFolder: string,
  { tables, journal }: ReadFolder,
  upgrading: Upgrading,
  now: Date,
): Promise<void> {
  const { tell } = upgrading
  const last = writtenBy(tables) ?? '0.1'
  tell(`The data folder ${dataFolder} has the form of Adref ${last}. Adref ${release} upgrades it.`)
  const looked = meter(upgrading, (read) => `${read} records are looked through`)
  const { tails } = lookThrough(tables, journal, {
    everywhere: true,
    hear: (read) => looked(read, read),
  })
  const begun = begunUpgrade(tables)
  let keptAs = begun && existsSync(resolve(dataFolder, begun)) ? begun : undefined
  if (keptAs === undefined) {
    const copied = meter(
      upgrading,
      (done, of) => `${megabytes(done)} of ${megabytes(of)} MB are backed up`,
    )
    keptAs =
      upgrading.backUpTo === undefined
        ? await keepBefore(dataFolder, copied, now)
        : await keepElsewhere(dataFolder, upgrading.backUpTo)
    beginUpgrade(tables, keptAs)
  }
  tell(`What is there is kept in ${resolve(dataFolder, keptAs)}, which Adref ${last} opens.`)
  for (const { file, bytes } of await takeOutTails(tables, dataFolder, tails))
    tell(`  ${bytes} damaged bytes were set apart in ${resolve(dataFolder, file)}`)
  upgradeStore(tables, {
    journal,
    now: () => now,
    hear: meter(upgrading, (done, of) => `${done} of ${of} texts are upgraded`),
    tellUnmoved: (textId) =>
      tell(`  ${textId} stays as it was: its log, or that of the text it amends, is damaged`),
  })
  tell('The data folder is upgraded.')
}

/**
 * Upgrades a data folder if it has an earlier form; resolves with whether it had. Throws `EarlierForm` when that is not wanted; `UnknownForm`, `DamagedLog` or
 * `StorageRefuses` when it cannot be. Nothing is changed then. To be called with the folder's lock, before a store is opened.
 */
export const upgradeFolder = (
  dataFolder: string,
  upgrading: Upgrading,
  now: Date,
): Promise<boolean> =>
  readFolder(dataFolder, async (folder) => {
    if (!isEarlierForm(formOf(folder.tables))) return false
    if (!upgrading.isWanted) throw earlierForm(writtenBy(folder.tables))
    await upgrade(dataFolder, folder, upgrading, now)
    return true
  })

/** A text's log: how it becomes a document, what is written of a batch, and what a snapshot holds. */
import { randomBytes } from 'node:crypto'
import * as Y from 'yjs'
import { type KeptBranch, keptTogether } from '#shared/amendment/branch'
import type { MemberId, TextId } from '#shared/domain/ids'
import { clientsOfSession, newFlowDoc } from '#shared/flow/flow-doc'
import { DamagedLog, type Store, type TextRecord } from './store.ts'

/** Who may write under which client id in one text; null is the installation, which wrote a text's first words. */
export type Bindings = Map<number, MemberId | null>

/** What a record costs beside its updates, in bytes. */
const recordOverhead = 96

/** What records weigh on disk, in bytes. */
export const bytesOf = (records: readonly TextRecord[]): number => {
  let bytes = 0
  for (const { updates } of records) {
    bytes += recordOverhead
    for (const update of updates) bytes += update.length
  }
  return bytes
}

/** A client id of a session, by chance. */
export const newClientId = (): number => randomBytes(4).readUInt32BE()

/** A client id under which nobody has written in any of these. */
export function freshClientId(...taken: readonly { has(client: number): boolean }[]): number {
  for (;;) {
    const client = newClientId()
    if (!taken.some((clients) => clientsOfSession(client).some((each) => clients.has(each))))
      return client
  }
}

/**
 * The records of a text that are of flows: what is of the tree before them serves past moments alone. Throws `DamagedLog` for a text
 * that could not be moved from the tree, since its own log or its base's is damaged.
 */
export function inFlows(records: readonly TextRecord[]): TextRecord[] {
  const flows = records.filter(({ isOfTree }) => !isOfTree)
  if (flows.length === 0 && records.length > 0)
    throw new DamagedLog('The text was not upgraded, since its log or that of its base is damaged.')
  return flows
}

/** A text's document, who may write in it, and what was kept of an amendment when it was brought up to its base. */
export interface Rebuilt {
  readonly doc: Y.Doc
  readonly bindings: Bindings
  readonly branch: KeptBranch | undefined
}

/** Rebuilds a text from its log, in one transaction. Throws `DamagedLog` as `inFlows` does. */
export function rebuild(records: readonly TextRecord[]): Rebuilt {
  const flows = inFlows(records)
  const doc = newFlowDoc(newClientId(), { gc: false })
  const bindings: Bindings = new Map()
  const kept: KeptBranch[] = []
  doc.transact(() => {
    for (const record of flows) {
      for (const update of record.updates) Y.applyUpdate(doc, update)
      for (const client of record.clients) bindings.set(client, record.author)
      if (record.branch) kept.push(record.branch)
    }
  })
  doc.clientID = freshClientId(bindings, doc.store.clients)
  return { doc, bindings, branch: keptTogether(kept) }
}

/** The document as its log has it now. */
export const rebuildFrom = (store: Pick<Store, 'readText'>, textId: TextId): Rebuilt => {
  const { snapshot, tail } = store.readText(textId)
  return rebuild([...snapshot, ...tail])
}

/** The client ids under which anybody writes in a text, without its document. */
export function clientsBoundIn(store: Pick<Store, 'readText'>, textId: TextId): Set<number> {
  const { snapshot, tail } = store.readText(textId)
  return new Set(inFlows([...snapshot, ...tail]).flatMap(({ clients }) => clients))
}

/**
 * Updates of nobody in particular, followed by a record for each author, which carries their client ids. `branch` is kept with the
 * updates that bring an amendment up to its base.
 */
export function authorRecords(
  updates: readonly Uint8Array[],
  authors: Iterable<readonly [number, MemberId | null]>,
  at: string,
  branch?: KeptBranch,
): TextRecord[] {
  const clientsOf = new Map<MemberId | null, number[]>()
  for (const [client, author] of authors) {
    const own = clientsOf.get(author)
    if (own) own.push(client)
    else clientsOf.set(author, [client])
  }
  return [
    { author: null, at, updates, clients: [], ...(branch && { branch }) },
    ...[...clientsOf].map(([author, clients]) => ({ author, at, updates: [], clients })),
  ]
}

/** The whole state as one update, followed by a record for each author, which carries their client ids. */
export const copyOf = (
  doc: Y.Doc,
  bindings: Bindings,
  at: string,
  branch?: KeptBranch,
): TextRecord[] => authorRecords([Y.encodeStateAsUpdate(doc)], bindings, at, branch)

/** How many structs a document holds. */
export const structsIn = ({ store }: Y.Doc): number => {
  let structs = 0
  for (const own of store.clients.values()) structs += own.length
  return structs
}

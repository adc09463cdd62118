/** The two logs, texts' updates and the record's events, behind one interface: every write is atomic and on disk when it resolves. */
import type { KeptBranch } from '#shared/amendment/branch'
import type { TextContent } from '#shared/domain/content'
import type { CommandId, GroupId, MemberId, TextId } from '#shared/domain/ids'
import type { Instant } from '#shared/domain/plain-string'
import type { KeptEvent } from '#shared/record/chain'
import type { RecordedEvent } from '#shared/record/event'
import type { Deletions } from './deleted-letters.ts'

/** What one author wrote in a text in one go: when, and the Yjs client ids that it shows for the first time (theirs from then on). */
export interface TextRecord {
  readonly author: MemberId | null
  readonly at: Instant
  /** In the order in which they came. */
  readonly updates: readonly Uint8Array[]
  readonly clients: readonly number[]
  /** Of an amendment, when it was brought up to its base: what has come of both since the time before. */
  readonly branch?: KeptBranch | undefined
  /** Told of records that are read: those of releases before flows serve past moments alone. */
  readonly isOfTree?: true | undefined
}

export interface TextAppend {
  readonly textId: TextId
  readonly records: readonly TextRecord[]
}

export interface EventAppend {
  readonly groupId: GroupId
  /** Sequence of the last event that the writer knew. */
  readonly expectedSequence: number
  readonly commandId: CommandId
  /** Tells the act that bears the command's id from any other. */
  readonly actDigest: string
  readonly events: readonly RecordedEvent[]
}

/** What is kept of a command that was accepted. */
export interface KeptCommand {
  /** Undefined for a command from before acts were told apart. */
  readonly actDigest: string | undefined
  readonly events: RecordedEvent[]
}

export interface StoreBatch {
  readonly record?: EventAppend
  readonly texts?: readonly TextAppend[]
}

export interface EventRange {
  readonly after?: number
  readonly before?: number
  readonly limit?: number
  readonly newestFirst?: boolean
}

/** What a text said at a past moment. */
export interface PastContent {
  readonly content: TextContent
  /** Of its state then, which tells what it took to work it out. */
  readonly bytes: number
}

/** What both logs hold. Reading throws `DamagedLog` or `UnknownForm` on what cannot be read. */
export interface Logs {
  groupIds(): GroupId[]
  readEvents(groupId: GroupId, range?: EventRange): RecordedEvent[]
  /** The same as they are kept, for whoever checks the chain: also those that this release does not know. */
  readKept(groupId: GroupId, range?: EventRange): KeptEvent[]
  /** The command that was accepted under this id, with the events that it caused; undefined when there is none. */
  readCommand(groupId: GroupId, commandId: CommandId): KeptCommand | undefined
  /** What rebuilds a text, oldest first: its snapshot (empty when it has none), and what came after. None of it is of the tree. */
  readText(textId: TextId): { readonly snapshot: TextRecord[]; readonly tail: TextRecord[] }
  /** Everything ever written in a text, oldest first, also what is of the tree. */
  readTextHistory(textId: TextId): TextRecord[]
  hasText(textId: TextId): boolean
}

export interface Store extends Logs {
  /** Changes when a backup is restored. */
  readonly epoch: string
  /** False from the moment that the disk refuses a write until it takes one again, which the store tries by itself. */
  isWritable(): boolean
  /** Writes all of the batch or nothing. Rejects with `StorageRefuses` when the disk does, `SequenceConflict` when the record moved on. */
  write(batch: StoreBatch): Promise<void>
  /** What a text said at an instant, worked out beside the event loop. Rejects with `DamagedLog`. */
  contentAt(textId: TextId, time: Instant): Promise<PastContent>
  /** What was deleted of a text since an instant, and by whom, worked out beside the event loop. Rejects with `DamagedLog`. */
  deletionsSince(textId: TextId, since: Instant): Promise<Deletions>
  /** Makes these records, which hold all that was written so far, what `readText` starts from; history stays. */
  keepSnapshot(textId: TextId, snapshot: readonly TextRecord[]): void
  /** The same with what the log says, folded beside the event loop. Resolves with the snapshot's size in bytes. */
  compact(textId: TextId, at: Instant): Promise<number>
  /** Copies the store into an empty folder while it is in use. */
  backup(folder: string): Promise<void>
  close(): Promise<void>
}

/** The disk would not take the write: full, read-only or broken. Nothing of the batch was kept. */
export class StorageRefuses extends Error {
  override readonly name = 'StorageRefuses'
}

/** Somebody else wrote to the record first. */
export class SequenceConflict extends Error {
  override readonly name = 'SequenceConflict'
}

/** A log is damaged elsewhere than at its very end: it must be restored from a backup. */
export class DamagedLog extends Error {
  override readonly name = 'DamagedLog'
}

/** Sound by its checksum, but of a form that this release does not know: only the release that wrote it may touch it. */
export class UnknownForm extends Error {
  override readonly name = 'UnknownForm'
}

/** Of a form that an earlier release wrote: it is opened when it was upgraded. */
export class EarlierForm extends Error {
  override readonly name = 'EarlierForm'
}

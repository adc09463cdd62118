/** What a live text is given, and what it offers. */
import type * as Y from 'yjs'
import type { KeptBranch } from '#shared/amendment/branch'
import type { TextContent } from '#shared/domain/content'
import type { MemberId, TextId } from '#shared/domain/ids'
import type { WordsRefusal } from '#shared/protocol/frames'
import type { Store, TextRecord } from '../store/store.ts'
import type { Connection } from './connection.ts'
import type { MemoryShares } from './memory-shares.ts'
import type { Change } from './own-edit.ts'
import type { Reader, WordsRights } from './rights.ts'
import type { Taken } from './taken.ts'
import type { TimedText } from './verified-claims.ts'

export interface RoomContext {
  readonly store: Store
  readonly rights: WordsRights
  readonly now: () => Date
  /** Asks for a write of this room soon. */
  readonly requestWrite: (room: TextRoom) => void
  /** Told when the document on disk has changed. */
  readonly onMoved: (textId: TextId) => void
  readonly isClaimedElsewhere: (textId: TextId, client: number, isBound: boolean) => boolean
  /** Another text that a page names as the source of what it pasted, where its reader may read that. */
  readonly timedTextFor: (connection: Connection, textId: TextId) => TimedText | undefined
  readonly shares: MemoryShares
  /** Characters that a text may hold; what texts hold anyway, when undefined. */
  readonly mostLetters: number | undefined
  readonly onRefused: (textId: TextId, why: WordsRefusal) => void
  /** Words of this reader spoilt the document, which had to be loaded again. */
  readonly onSpoilt: (reader: Reader) => void
  /** The words on disk are others now. */
  readonly onChanged: (textId: TextId) => void
  readonly onCompactionFailed: (cause: unknown) => void
  /** The last write ended after the last reader had left. */
  readonly onLeft: (room: TextRoom) => void
}

export interface TextRoom {
  readonly textId: TextId
  readonly doc: Y.Doc
  readonly connections: ReadonlySet<Connection>
  join(connection: Connection): void
  leave(connection: Connection): void
  receive(connection: Connection, data: Uint8Array): void
  /** Sends a connection the whole state again, as soon as it holds nothing unsaved. */
  resync(connection: Connection): void
  /** Whether words of the document are on their way to the disk. */
  isWriting(): boolean
  /**
   * Keeps log and document together while the server writes records of its own into the log. What it gives back takes the
   * written records into the document; none when they were not written.
   */
  hold(): (records: readonly TextRecord[]) => void
  /** Until what it gives back is called nothing more is let in: what comes waits. */
  pause(): () => void
  /** Lets in what has come since the last write; undefined when there is nothing to write or to confirm. */
  take(): Taken | undefined
  /** The document as the disk has it: without words that are on their way there. */
  savedDoc(): Y.Doc
  /** What the text says as the disk has it: without words that are on their way there. */
  content(): TextContent
  /** An edit of the server's own. While it is on its way to the disk no batch may be: see `alone` of the write queue. */
  edit(author: MemberId | null, change: Change): Taken
  /** The state on disk as one update, with the bindings of its client ids, to start another text from. */
  copyRecords(at: string): TextRecord[]
  /** What is kept of an amendment, of when it was brought up to its base; undefined for any other text. */
  branch(): KeptBranch | undefined
  /** The live document, with when its letters came and went. */
  timed(): TimedText
  /** Which member is bound to which client id. */
  authors(): ReadonlyMap<number, MemberId | null>
  isIdle(): boolean
  /** Bytes of accepted words that are not on disk yet. */
  unsavedBytes(): number
  /** Estimated memory in bytes. */
  memoryBytes(): number
  /** Folds the log into a snapshot where that makes the next load faster. */
  compact(): Promise<void>
  keepAlive(): void
  /** Closes what a reader has open, and forgets what they sent and nobody has judged. */
  turnOut(reader: Reader): void
  close(code: number, reason: string): void
}

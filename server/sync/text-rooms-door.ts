/** What the sync server offers to the others, is bounded by, and tells. */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { CopyRange } from '#shared/copies/copy-range'
import type { TextContent } from '#shared/domain/content'
import type { GroupId, MemberId, TextId } from '#shared/domain/ids'
import type { WordsRefusal } from '#shared/protocol/frames'
import type { TextRecord } from '../store/store.ts'
import type { Amendments } from './amendments.ts'
import type { Authorship } from './authorship.ts'
import type { OpenConnection, Wire } from './connection.ts'
import type { Limits, MemberLimits } from './member-limits.ts'
import type { Change } from './own-edit.ts'
import type { Reader } from './rights.ts'
import type { Taken } from './taken.ts'
import type { Unfinished } from './unfinished.ts'
import type { Waiting } from './waiting.ts'

/**
 * Who knocks: a reader, nobody who is signed in, a page that was opened for another member than the one who is, one that has what
 * it has of another store, or one that knows the words by another schema: it would strike what it does not know.
 */
export type Knocking = Reader | 'another-member' | 'other-epoch' | 'another-schema' | undefined

export interface TextRooms extends Authorship {
  /** Takes over an HTTP upgrade. Refusals come as a close code after it, because browsers see nothing else. */
  handleUpgrade(
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    textId: TextId,
    reader: Knocking,
    optedIn: boolean,
    /** Where the line comes from. */
    address: string,
  ): void
  /** The same for another wire: a stream of events and requests. Closes the wire and gives back nothing when it may not be. */
  connect(
    textId: TextId,
    reader: Knocking,
    optedIn: boolean,
    wire: Wire,
    address: string,
  ): Ends | undefined
  /** What a text says now, as the disk has it. */
  contentOf(textId: TextId): TextContent
  /** The first record of a new text. */
  firstRecords(content: TextContent): TextRecord[]
  /** The records that start a text from another's words; they keep their authors. */
  copyRecords(textId: TextId): Promise<TextRecord[]>
  /** The records that start an amendment to a text. */
  branchRecords(baseTextId: TextId): Promise<TextRecord[]>
  /** The records that start an amendment to a text with a change in it: only in `alone`. */
  changedCopy(textId: TextId, author: MemberId | null, change: Change): TextRecord[]
  /** Does something while no words are on their way to the disk. */
  readonly alone: <T>(work: () => Promise<T>) => Promise<T>
  /** An edit for a member, to be written together with the event that tells of it: only in `alone`. */
  edit(textId: TextId, author: MemberId | null, change: Change): TextEdit
  /** Brings an amendment up to its base, on disk. */
  bringUp(textId: TextId): Promise<void>
  readonly outcomes: Pick<Amendments, 'plan' | 'workOutBeside'>
  /** Before the server writes into a text's log: gives back what takes the written records into the live text. */
  hold(textId: TextId): (records: readonly TextRecord[]) => void
  /** Closes at once the sockets of a group that lost their right to read. */
  rightsChanged(groupId: GroupId): void
  /** Which member is bound to which Yjs client id in a text; null is the installation. */
  authorsOf(textId: TextId): ReadonlyMap<number, MemberId | null>
  /** The table of copies of a text, as the disk has it. */
  copiesOf(textId: TextId): readonly CopyRange[]
  /** Counts the writes of a text since the start: what was worked out from its words holds while this stays. */
  changesOf(textId: TextId): number
  /** The members' accounts: they pay for words that they get over HTTP as for messages. */
  readonly memberLimits: MemberLimits
  /** What has begun to arrive and has not ended, of sockets and of requests. */
  readonly unfinished: Unfinished
  /** What was sent and its readers have not taken, of sockets, streams and answers. */
  readonly waiting: Waiting
  figures(): TextRoomsFigures
  /** Resolves when everything accepted is on disk. */
  readonly settled: () => Promise<void>
  close(): Promise<void>
}

/** An edit on its way to the disk: what to write, and what to say when it is there or was refused. */
export interface TextEdit extends Taken {
  readonly textId: TextId
}

/** The ends that a wire's events go into. */
export type Ends = Pick<OpenConnection, 'onFrame' | 'onClose'>

/** What the sync server holds now. */
export interface TextRoomsFigures {
  readonly connections: number
  readonly texts: number
  readonly unsavedBytes: number
  /** Bytes of messages and bodies that have begun to arrive and have not ended. */
  readonly unfinishedBytes: number
  /** Bytes that wait for all readers. */
  readonly waitingBytes: number
  /** Bytes that wait in the wire that is furthest behind. */
  readonly longestWireBytes: number
  readonly memoryBytes: number
}

/** What the administrator bounds. */
export interface TextRoomsLimits extends Limits {
  /** Memory for live texts in bytes, by estimate; texts that nobody has open make room first. */
  readonly memoryBytes: number
  /** Bytes that may wait for all readers together, and connections and streams of all who follow; for tests. */
  readonly waitingBytes?: number
  readonly followers?: number
  /** Of the memory for texts, what the words of one side may take; for tests. */
  readonly shareBytes?: number
  /** Characters that one text may hold, and one member may have written of it; for tests that need longer texts. */
  readonly mostLetters?: number
}

export interface TextRoomsEvents {
  readonly onWritten: (records: number, milliseconds: number) => void
  readonly onRefused: (textId: TextId, why: WordsRefusal) => void
  /** The server closed a connection. */
  readonly onClosed: (code: number) => void
  readonly onStoreRefused: (cause: unknown) => void
  readonly onLoadFailed: (textId: TextId, cause: unknown) => void
}

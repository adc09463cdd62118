/** What a live text is given, and what a write takes from it. */
import type { TextId } from '#shared/domain/ids'
import type { WordsRefusal } from '#shared/protocol/frames'
import type { Store, TextRecord } from '../store/store.ts'
import type { WordsRights } from './rights.ts'
import type { TextRoom } from './text-room.ts'

/** What a batch took from a room: to be confirmed when it is on disk, or undone. */
export interface Taken {
  readonly records: readonly TextRecord[]
  confirm(): void
  undo(): void
}

export interface RoomContext {
  readonly store: Store
  readonly rights: WordsRights
  readonly now: () => Date
  /** Asks for a write of this room soon. */
  readonly requestWrite: (room: TextRoom) => void
  /** Told when the document on disk has changed. */
  readonly onMoved: (textId: TextId) => void
  readonly isClaimedElsewhere: (textId: TextId, client: number, isBound: boolean) => boolean
  readonly onRefused: (textId: TextId, why: WordsRefusal) => void
  readonly onCompactionFailed: (cause: unknown) => void
}

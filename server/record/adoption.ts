/** What a record takes in that was made apart from it. */
import type { GroupId } from '#shared/domain/ids'
import type { RecordedEvent } from '#shared/record/event'
import type { TextAppend } from '../store/store.ts'

/** A group that was made apart from the record. */
export interface DraftedGroup<T> {
  readonly groupId: GroupId
  /** From the first on. */
  readonly events: readonly RecordedEvent[]
  readonly texts: readonly TextAppend[]
  /** What its maker tells of it. */
  readonly made: T
}

/**
 * A group is drafted in memory, through the same commands as always, and comes into the record in one write. Whatever interrupts
 * it leaves all of the group or nothing of it.
 */
import { type GroupId, TextId } from '#shared/domain/ids'
import { fold } from '#shared/record/evolve'
import { ok, type Result } from '#shared/record/refusal'
import { openMemoryStore } from '../store/memory-store.ts'
import type { Store } from '../store/store.ts'
import { openTextRooms } from '../sync/text-rooms.ts'
import type { DraftedGroup } from './adoption.ts'
import { openRecords, type Records } from './records.ts'
import { wordsRights } from './words-rights.ts'

/** Nobody connects to a draft. */
const limits = { messagesPerSecond: 1, socketsPerMember: 1, memoryBytes: 2 ** 30 }
const unheard = {
  onWritten: () => undefined,
  onRefused: () => undefined,
  onClosed: () => undefined,
  onStoreRefused: () => undefined,
  onLoadFailed: () => undefined,
}

/** Drafts what `make` makes in an empty record, by the given time. */
export async function draftGroup<T extends { readonly groupId: GroupId }>(
  now: () => Date,
  make: (records: Records, store: Store) => Promise<Result<T>>,
): Promise<Result<DraftedGroup<T>>> {
  const store = openMemoryStore()
  const records: Records = openRecords(store, () => rooms, { now, moved: () => 0 })
  const nobody = { actorOfReader: () => undefined }
  const rights = wordsRights(
    () => records,
    () => nobody,
  )
  const rooms = openTextRooms(store, rights, limits, unheard, now)
  try {
    const made = await make(records, store)
    if (!made.ok) return made
    const { groupId } = made.value
    const events = store.readEvents(groupId)
    const texts = Object.keys(fold(events).texts).map((id) => {
      const textId = TextId.parse(id)
      return { textId, records: store.readTextHistory(textId) }
    })
    return ok({ groupId, events, texts, made: made.value })
  } finally {
    await rooms.close()
  }
}

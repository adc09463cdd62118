/** A store that keeps nothing: what is made in it comes into another one whole, or not at all. */
import type { CommandId, GroupId, TextId } from '#shared/domain/ids'
import { keepEvent } from '#shared/record/chain'
import type { RecordedEvent } from '#shared/record/event'
import { deletedLetters } from './deleted-letters.ts'
import { contentAt } from './replay.ts'
import { newEpoch } from './signature.ts'
import {
  type EventRange,
  type KeptCommand,
  SequenceConflict,
  StorageRefuses,
  type Store,
  type TextRecord,
} from './store.ts'
import { bytesOf } from './text-log.ts'

export function openMemoryStore(): Store {
  const events = new Map<GroupId, RecordedEvent[]>()
  const commands = new Map<string, KeptCommand>()
  const texts = new Map<TextId, TextRecord[]>()
  const eventsOf = (groupId: GroupId) => events.get(groupId) ?? []
  const recordsOf = (textId: TextId) => texts.get(textId) ?? []
  const keyOf = (groupId: GroupId, commandId: CommandId) => `${groupId} ${commandId}`
  const readEvents = (groupId: GroupId, range: EventRange = {}): RecordedEvent[] => {
    const { after = 0, before, limit, newestFirst = false } = range
    const found = eventsOf(groupId).slice(after, before === undefined ? undefined : before - 1)
    return (newestFirst ? found.toReversed() : found).slice(0, limit)
  }
  return {
    epoch: newEpoch(),
    isWritable: () => true,
    async write({ record, texts: appends = [] }) {
      if (record) {
        const { groupId, commandId, actDigest, expectedSequence } = record
        const before = eventsOf(groupId)
        if (before.length !== expectedSequence) throw new SequenceConflict('The record moved on.')
        events.set(groupId, [...before, ...record.events])
        commands.set(keyOf(groupId, commandId), { actDigest, events: [...record.events] })
      }
      for (const { textId, records } of appends)
        texts.set(textId, [...recordsOf(textId), ...records])
    },
    groupIds: () => [...events.keys()],
    readEvents,
    readKept: (groupId, range) => readEvents(groupId, range).map(keepEvent),
    readCommand: (groupId, commandId) => commands.get(keyOf(groupId, commandId)),
    readText: (textId) => ({ snapshot: [], tail: recordsOf(textId) }),
    readTextHistory: (textId) => [...recordsOf(textId)],
    hasText: (textId) => texts.has(textId),
    contentAt: async (textId, time) => contentAt(recordsOf(textId), time),
    deletionsSince: async (textId, since) =>
      deletedLetters(recordsOf(textId).filter(({ at }) => at >= since)),
    // The whole log is in memory: there is nothing that a snapshot would save.
    keepSnapshot: () => undefined,
    compact: async (textId) => bytesOf(recordsOf(textId)),
    async backup() {
      throw new StorageRefuses('A store in memory is not backed up.')
    },
    close: async () => undefined,
  }
}

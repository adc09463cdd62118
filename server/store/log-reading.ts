/** Reading the two logs of a store, with what the journal has and the tables have not. Nothing is changed by it. */
import { CommandId, GroupId, type TextId } from '#shared/domain/ids'
import { lastPlace, ownersOf, readLog, type Tables } from './lmdb-tables.ts'
import { type Decode, decodeEvent, decodeKept, decodeTextRecord } from './record-codec.ts'
import { readSnapshot } from './snapshots.ts'
import type { EventRange, Logs, TextRecord } from './store.ts'
import { inFlows } from './text-log.ts'

/** `pending` gives what the journal has, oldest first. */
export function logsOf(
  tables: Tables,
  pending: () => ReadonlyMap<TextId, readonly TextRecord[]>,
): Logs & { lastTextRecord(textId: TextId): TextRecord | undefined } {
  const { events, commands, texts } = tables
  const readAs =
    <T>(decode: Decode<T>) =>
    (groupId: GroupId, range: EventRange = {}): T[] => {
      const { after = 0, before = Number.MAX_SAFE_INTEGER, limit, newestFirst = false } = range
      const places = { start: after + 1, end: before - 1, reverse: newestFirst }
      return readLog(events, groupId, limit === undefined ? places : { ...places, limit }, decode)
    }
  const readEvents = readAs(decodeEvent)
  const readTextFrom = (textId: TextId, start: number): TextRecord[] => [
    ...readLog(texts, textId, { start, end: Number.MAX_SAFE_INTEGER - 1 }, decodeTextRecord),
    ...(pending().get(textId) ?? []),
  ]
  return {
    groupIds: () => ownersOf(events).map((owner) => GroupId.parse(owner)),
    readEvents,
    readKept: readAs(decodeKept),
    readCommand(groupId, commandId) {
      const kept = commands.get([groupId, CommandId.parse(commandId)])
      if (!kept) return undefined
      const [first, last, actDigest] = kept
      return { actDigest, events: readEvents(groupId, { after: first - 1, before: last + 1 }) }
    },
    readText(textId) {
      const kept = readSnapshot(tables, textId)
      const tail = readTextFrom(textId, (kept?.upTo ?? 0) + 1)
      const flows = new Set(inFlows([...(kept?.records ?? []), ...tail]))
      return {
        snapshot: (kept?.records ?? []).filter((record) => flows.has(record)),
        tail: tail.filter((record) => flows.has(record)),
      }
    },
    readTextHistory: (textId) => readTextFrom(textId, 1),
    lastTextRecord: (textId) => readTextFrom(textId, lastPlace(texts, textId)).at(-1),
    hasText: (textId) => pending().has(textId) || lastPlace(texts, textId) > 0,
  }
}

/** The records of all groups: commands come in one at a time for each group, events go to disk, then to everyone. */
import type * as Y from 'yjs'
import { putPoint } from '#shared/acts/put-point'
import type { IsChosen } from '#shared/acts/take-out'
import type { TextContent } from '#shared/domain/content'
import type { CommandId, GroupId, MemberId, TextId } from '#shared/domain/ids'
import type { Instant } from '#shared/domain/plain-string'
import { clientsOfSession } from '#shared/flow/flow-doc'
import type { CommandAnswer, HistoryView } from '#shared/protocol/api'
import { canonicalJson, linkEvents, sha256Hex } from '#shared/record/chain'
import type { Command } from '#shared/record/command'
import { decide } from '#shared/record/decide'
import type { EventActor, RecordEvent, RecordedEvent } from '#shared/record/event'
import { fold } from '#shared/record/evolve'
import { ok, type Result, refused } from '#shared/record/refusal'
import { type Actor, emptyRecord, type RecordState } from '#shared/record/state'
import { emptyContent } from '#shared/text/empty-content'
import type { ClockWatch } from '../clock-watch.ts'
import type { Store, TextAppend } from '../store/store.ts'
import { newBracketId } from '../sync/outcome.ts'
import type { TextEdit, TextRooms } from '../sync/text-rooms-door.ts'
import { openTurns, type Turns } from '../turns.ts'
import type { DraftedGroup } from './adoption.ts'
import { changeOfWords } from './changes-of-words.ts'
import { holdCommand, instantLater } from './moved-clock.ts'
import { openOutcomes } from './outcome-facts.ts'
import { chosenFor, takenOutOf } from './repair.ts'
import { endsAmendment, holdsWords, isWrittenAlone, newTextIds } from './what-commands-need.ts'

export interface Records {
  /** The time by which it records. */
  readonly now: () => Date
  groups(): GroupId[]
  /** The state that is on disk and has been published. */
  stateOf(groupId: GroupId): RecordState | undefined
  /** The decided state, perhaps not yet on disk: what admission asks, so that a freeze binds at once. */
  headOf(groupId: GroupId): RecordState | undefined
  groupOfText(textId: TextId): GroupId | undefined
  /** Decides a command. Rejects with `StorageRefuses` when the disk does; nothing of the command is kept then. */
  submit(
    groupId: GroupId,
    actor: Actor,
    commandId: CommandId,
    command: Command,
    /** Words that the texts which the command makes start with, instead of an empty paragraph. */
    firstWords?: ReadonlyMap<TextId, TextContent>,
  ): Promise<Result<CommandAnswer>>
  /** Takes in a group that was drafted apart, in one write. Rejects with `StorageRefuses` when the disk does. */
  adopt(group: DraftedGroup<unknown>): Promise<void>
  /** Told of each command's events after they are on disk. Returns what ends the subscription. */
  subscribe(groupId: GroupId, listener: (events: readonly RecordedEvent[]) => void): () => void
  /** Told of every group in which events were recorded. */
  onRecorded(listener: (groupId: GroupId) => void): void
  /** When the group's last event was recorded. */
  lastEventAt(groupId: GroupId): Date
  eventsAfter(groupId: GroupId, sequence: number, limit: number): RecordedEvent[]
  history(groupId: GroupId, before: number | undefined, limit: number): HistoryView
  /** Resolves when no command is under way. */
  settled(): Promise<void>
}

interface GroupRecord {
  state: RecordState
  head: RecordState
  /** When the last event was recorded: none is recorded as earlier. */
  lastAt: string
  /** How far the clock was moved when what it would bring about was held last. */
  heldAt: number
  queue: Promise<unknown>
  readonly listeners: Set<(events: readonly RecordedEvent[]) => void>
}

/** The later of two instants. */
const latest = (one: Instant, other: Instant): Instant => (one > other ? one : other)

const eventActor = (actor: Exclude<Actor, { by: 'public' }>): EventActor =>
  actor.by === 'installation'
    ? { by: 'installation' }
    : { by: 'member', memberId: actor.memberId, seatId: actor.seatId, role: actor.role }

/** The same for whoever repeats their own act, on whatever seat, and for nobody and nothing else. */
const digestOf = (actor: Exclude<Actor, { by: 'public' }>, command: Command): string =>
  sha256Hex(canonicalJson([actor.by === 'member' ? actor.memberId : null, command]))

export function openRecords(
  store: Store,
  rooms: () => TextRooms,
  clock: Pick<ClockWatch, 'now' | 'moved'>,
  signsIn: (groupId: GroupId, memberId: MemberId) => boolean = () => true,
  turns: Turns = openTurns(),
): Records {
  const now = () => clock.now()
  const records = new Map<GroupId, GroupRecord>()
  const anywhere = new Set<(groupId: GroupId) => void>()
  const newRecord = (state: RecordState, lastAt = ''): GroupRecord => ({
    state,
    head: state,
    lastAt,
    heldAt: clock.moved(),
    queue: Promise.resolve(),
    listeners: new Set(),
  })
  for (const groupId of store.groupIds()) {
    const events = store.readEvents(groupId)
    records.set(groupId, newRecord(fold(events), events.at(-1)?.at))
  }

  /** The first words of the texts that events make. */
  const seeds = async (
    events: readonly RecordEvent[],
    firstWords: ReadonlyMap<TextId, TextContent>,
    author: MemberId | null,
  ): Promise<TextAppend[]> => {
    const appends: TextAppend[] = []
    const seedEmpty = (textId: TextId) =>
      appends.push({
        textId,
        records: rooms().firstRecords(firstWords.get(textId) ?? emptyContent),
      })
    for (const event of events) {
      if (event.type === 'topic-added') {
        seedEmpty(event.broadAgreementTextId)
        seedEmpty(event.summaryTextId)
      } else if (event.type === 'recommendation-added') seedEmpty(event.majorityTextId)
      else if (event.type === 'amendment-started')
        appends.push({
          textId: event.textId,
          records: event.copiedFrom
            ? await rooms().copyRecords(event.copiedFrom)
            : await rooms().branchRecords(event.baseTextId),
        })
      else if (event.type === 'amendment-tabled' && event.from) {
        const { textId, baseTextId, from } = event
        const majority = rooms().contentOf(baseTextId)
        const alternative = rooms().contentOf(from.textId)
        const change = (doc: Y.Doc) =>
          putPoint(doc, majority, alternative, from.point, newBracketId)
        appends.push({ textId, records: rooms().changedCopy(baseTextId, author, change) })
      } else if (event.type === 'alternative-proposed') {
        if (event.copiedFrom === null) seedEmpty(event.textId)
        else
          appends.push({
            textId: event.textId,
            records: await rooms().copyRecords(event.copiedFrom),
          })
      }
    }
    return appends
  }

  /** The changes of words that events tell of. */
  const editsOf = (
    events: readonly RecordedEvent[],
    actor: Exclude<Actor, { by: 'public' }>,
    isChosen: IsChosen,
  ): TextEdit[] =>
    events.flatMap((event) => {
      const author = actor.by === 'member' ? actor.memberId : null
      const changed = changeOfWords(event, (textId) => rooms().contentOf(textId), isChosen)
      return changed ? [rooms().edit(changed.textId, author, changed.change)] : []
    })

  const decideNow = async (
    record: GroupRecord,
    groupId: GroupId,
    actor: Exclude<Actor, { by: 'public' }>,
    commandId: CommandId,
    command: Command,
    firstWords: ReadonlyMap<TextId, TextContent>,
  ): Promise<Result<CommandAnswer>> => {
    const actDigest = digestOf(actor, command)
    const earlier = store.readCommand(groupId, commandId)
    if (earlier)
      return (earlier.actDigest ?? actDigest) === actDigest
        ? ok({ sequence: earlier.events.at(-1)?.sequence ?? 0, events: earlier.events })
        : refused('key-used')
    if (newTextIds(command).some((textId) => store.hasText(textId))) return refused('id-taken')
    if (endsAmendment(command)) await rooms().bringUp(command.textId)
    const outcomes = openOutcomes(record, rooms().outcomes)
    let isChosen: IsChosen = () => false
    /** What the decision was made on. */
    const asked = new Map<TextId, TextContent>()
    const contentOf = (textId: TextId): TextContent => {
      const content = rooms().contentOf(textId)
      asked.set(textId, content)
      return content
    }
    const isAsAsked = () =>
      [...asked].every(([textId, content]) => rooms().contentOf(textId) === content)
    const decideAsOfNow = () => {
      asked.clear()
      outcomes.forget()
      const decided = decide(record.state, command, actor, {
        contentOf,
        signsIn: (memberId) => signsIn(groupId, memberId),
        writersOf: (textId, range) => rooms().writersOf(textId, range),
        takenOut: (textId) => takenOutOf(rooms(), textId, isChosen),
        hasWritten: (textId, client) =>
          clientsOfSession(client).some((each) => rooms().authorsOf(textId).has(each)),
        since: (instant) => now().getTime() - Date.parse(instant),
        later: instantLater,
        ...outcomes.facts,
      })
      if (!decided.ok) return decided
      const events = linkEvents(record.state, decided.value, {
        at: latest(now().toISOString(), record.lastAt),
        actor: eventActor(actor),
        commandId,
      })
      record.head = fold(events, record.state)
      return ok(events)
    }
    const commit = async (): Promise<Result<CommandAnswer>> => {
      if (command.type === 'repair-text' && record.state.texts[command.textId])
        isChosen = chosenFor(store, rooms(), command)
      let decided = decideAsOfNow()
      if (outcomes.takesLong()) {
        // Worked out beside the event loop while nothing comes into its texts, then decided on what they say.
        const goOn = await outcomes.workOutBeside()
        try {
          decided = decideAsOfNow()
        } finally {
          goOn()
        }
      }
      if (decided.ok && holdsWords(command)) {
        // The head lets no more words in. Those on their way to the disk still belong to the decided text, or fail.
        await rooms().settled()
        if (!isAsAsked()) decided = decideAsOfNow()
      }
      if (!decided.ok) {
        record.head = record.state
        return decided
      }
      const events = decided.value
      const edits = editsOf(events, actor, isChosen)
      const change = outcomes.change()
      const taken = change && { ...change, done: rooms().hold(change.textId) }
      try {
        const texts = await seeds(
          events.map(({ event }) => event),
          firstWords,
          actor.by === 'member' ? actor.memberId : null,
        )
        await store.write({
          record: {
            groupId,
            expectedSequence: record.state.sequence,
            commandId,
            actDigest,
            events,
          },
          texts: [...texts, ...edits, ...(change ? [change] : [])],
        })
      } catch (cause) {
        record.head = record.state
        taken?.done([])
        for (const edit of edits) edit.undo()
        throw cause
      }
      record.state = record.head
      record.lastAt = events.at(-1)?.at ?? record.lastAt
      for (const edit of edits) edit.confirm()
      taken?.done(taken.records)
      for (const listener of record.listeners) listener(events)
      for (const listener of anywhere) listener(groupId)
      rooms().rightsChanged(groupId)
      return ok({ sequence: record.state.sequence, events })
    }
    // An act that changes words is written together with them, so that the record never tells of words that are not so.
    return isWrittenAlone(command) ? rooms().alone(commit) : commit()
  }

  /** Before anything is decided by a clock that was set: nothing comes too early because of it. */
  const holdIfMoved = async (record: GroupRecord, groupId: GroupId) => {
    const moved = clock.moved()
    if (moved === record.heldAt) return
    const { commandId, command } = holdCommand(now(), moved - record.heldAt)
    await decideNow(record, groupId, { by: 'installation' }, commandId, command, new Map())
    record.heldAt = moved
  }

  return {
    now,
    groups: () => [...records.keys()],
    stateOf: (groupId) => records.get(groupId)?.state,
    headOf: (groupId) => records.get(groupId)?.head,
    groupOfText(textId) {
      for (const [groupId, { state }] of records) if (state.texts[textId]) return groupId
      return undefined
    },
    async submit(groupId, actor, commandId, command, firstWords = new Map()) {
      if (actor.by === 'public') return refused('role-may-not')
      let record = records.get(groupId)
      if (!record) {
        if (command.type !== 'create-group' || command.groupId !== groupId)
          return refused('group-unknown')
        record = newRecord(emptyRecord)
        records.set(groupId, record)
      }
      const current = record
      const answer = current.queue.then(async () => {
        // Hundreds at once are decided some in each turn: each takes a write of the disk.
        await turns.rest()
        await holdIfMoved(current, groupId)
        return decideNow(current, groupId, actor, commandId, command, firstWords)
      })
      current.queue = answer.then(
        () => undefined,
        () => undefined,
      )
      try {
        return await answer
      } finally {
        if (current.state.sequence === 0) records.delete(groupId)
      }
    },
    async adopt({ groupId, events, texts }) {
      const [first] = events
      if (!first) return
      const { commandId } = first
      const record = { groupId, expectedSequence: 0, commandId, actDigest: '', events }
      await store.write({ record, texts })
      records.set(groupId, newRecord(fold(events), events.at(-1)?.at))
      for (const listener of anywhere) listener(groupId)
    },
    subscribe(groupId, listener) {
      const record = records.get(groupId)
      record?.listeners.add(listener)
      return () => record?.listeners.delete(listener)
    },
    onRecorded: (listener) => void anywhere.add(listener),
    lastEventAt: (groupId) => new Date(records.get(groupId)?.lastAt || now()),
    eventsAfter: (groupId, sequence, limit) =>
      store.readEvents(groupId, { after: sequence, limit }),
    history(groupId, before, limit) {
      const events = store.readEvents(groupId, {
        ...(before === undefined ? {} : { before }),
        limit: limit + 1,
        newestFirst: true,
      })
      return { events: events.slice(0, limit), more: events.length > limit }
    },
    async settled() {
      await Promise.all([...records.values()].map(({ queue }) => queue))
    },
  }
}

/** The worked example, through the same commands that people send. */
import { randomBytes } from 'node:crypto'
import { anchorInFlat } from '#shared/anchors/flat-anchor'
import type { TextContent } from '#shared/domain/content'
import {
  CommentId,
  DelegationId,
  DocumentId,
  GroupId,
  MeetingId,
  type MemberId,
  mintId,
  RecommendationId,
  TextId,
  ThreadId,
  TopicId,
} from '#shared/domain/ids'
import type { ThreadAnchor } from '#shared/domain/thread'
import type { Command } from '#shared/record/command'
import { ok, type Result } from '#shared/record/refusal'
import { type Actor, actorOf } from '#shared/record/state'
import { flatWords } from '#shared/text/flat-words'
import type { Records } from '../record/records.ts'
import { newCommandId, seatMember } from '../record/set-up.ts'
import type { Store } from '../store/store.ts'
import { rebuild } from '../store/text-log.ts'
import { documents, group, meetings } from './calendar.ts'
import { positions, resolutions, takenUp, threads } from './conduct.ts'
import type { ExampleRecommendation, ExampleTopic } from './example-topic.ts'
import { delegations, tableSeats } from './people.ts'
import { topicA, topicB } from './topics-a-b.ts'
import { topicC, topicD, topicE } from './topics-c-d-e.ts'

const random = () => randomBytes(24)

/** Ids of one recommendation of the example. */
interface Made {
  readonly recommendationId: RecommendationId
  readonly topicId: TopicId
  readonly majority: TextId
  readonly alternative: TextId | undefined
  readonly content: TextContent
}

interface SeededExample {
  readonly groupId: GroupId
  readonly meetingId: MeetingId
  /** By the seat's title, or the delegation's code. */
  readonly members: ReadonlyMap<string, MemberId>
}

/** Seeds the example into an empty record. */
export async function seedExample(records: Records, store: Store): Promise<Result<SeededExample>> {
  const groupId = mintId(GroupId, 'g', random())
  const members = new Map<string, MemberId>()
  const made = new Map<string, Made>()

  const ask = async (
    actor: Actor,
    command: Command,
    firstWords?: ReadonlyMap<TextId, TextContent>,
  ): Promise<void> => {
    const result = await records.submit(groupId, actor, newCommandId(), command, firstWords)
    if (!result.ok)
      throw new Error(`The example's ${command.type} was refused: ${result.refusal.sentence}`)
  }
  const setUp = (command: Command, firstWords?: ReadonlyMap<TextId, TextContent>) =>
    ask({ by: 'installation' }, command, firstWords)
  const known = <T>(value: T | undefined, name: string): T => {
    if (value === undefined) throw new Error(`The example has no ${name}.`)
    return value
  }
  const actor = (name: string): Actor => {
    const state = known(records.stateOf(groupId), 'group')
    return known(actorOf(state, known(members.get(name), name)), name)
  }
  const madeAs = (key: string): Made => known(made.get(key), key)

  const seedPeople = async () => {
    for (const { role, title } of tableSeats) {
      const seated = await seatMember(records, groupId, {
        role,
        title,
        delegationId: null,
        name: '',
      })
      if (seated.ok) members.set(title, seated.value)
    }
    for (const [name, code, stakeholderGroup] of delegations) {
      const delegationId = mintId(DelegationId, 'dl', random())
      await setUp({ type: 'add-delegation', delegationId, name, code, stakeholderGroup })
      const seat = { role: 'delegate', title: name, delegationId, name: '' } as const
      const seated = await seatMember(records, groupId, seat)
      if (seated.ok) members.set(code, seated.value)
    }
  }

  const seedCalendar = async (): Promise<MeetingId> => {
    let fourth: MeetingId | undefined
    for (const { key, title, place, days } of meetings) {
      const meetingId = mintId(MeetingId, 'mt', random())
      await setUp({ type: 'schedule-meeting', meetingId, title, place, days })
      if (key === 'fourth') fourth = meetingId
    }
    const meetingId = known(fourth, '4th meeting')
    await setUp({ type: 'open-meeting-day', meetingId, dayIndex: 2 })
    for (const [title, symbol, address] of documents) {
      const documentId = mintId(DocumentId, 'doc', random())
      await setUp({ type: 'add-document', documentId, meetingId, title, symbol, address })
    }
    return meetingId
  }

  const seedRecommendation = async (topicId: TopicId, example: ExampleRecommendation) => {
    const { key, title, content } = example
    const recommendationId = mintId(RecommendationId, 'r', random())
    const majority = mintId(TextId, 't', random())
    await setUp(
      { type: 'add-recommendation', recommendationId, topicId, title, textId: majority },
      new Map([[majority, content]]),
    )
    let alternative: TextId | undefined
    if (example.alternative) {
      const { by, joinedBy, reason, content: dissent } = example.alternative
      const textId = mintId(TextId, 't', random())
      alternative = textId
      await ask(
        actor(by),
        { type: 'propose-alternative', recommendationId, textId, reason, from: 'blank' },
        new Map([[textId, dissent]]),
      )
      for (const code of joinedBy) await ask(actor(code), { type: 'join-sponsors', textId })
    }
    made.set(key, { recommendationId, topicId, majority, alternative, content })
  }

  const seedTopic = async ({ title, broadAgreement, summary, recommendations }: ExampleTopic) => {
    const topicId = mintId(TopicId, 'tp', random())
    const broadAgreementTextId = mintId(TextId, 't', random())
    const summaryTextId = mintId(TextId, 't', random())
    await setUp(
      { type: 'add-topic', topicId, title, broadAgreementTextId, summaryTextId },
      new Map([
        [broadAgreementTextId, broadAgreement],
        [summaryTextId, summary],
      ]),
    )
    for (const recommendation of recommendations) await seedRecommendation(topicId, recommendation)
  }

  const anchorOf = (on: Made, quote: string | undefined): ThreadAnchor => {
    const { recommendationId, majority } = on
    if (quote === undefined) return { on: 'recommendation', recommendationId }
    const { doc } = rebuild(store.readTextHistory(majority))
    const start = flatWords(on.content.words).indexOf(quote)
    const words = known(anchorInFlat(doc, start, start + quote.length, quote), `words “${quote}”`)
    return { on: 'words', recommendationId, textId: majority, words }
  }

  const seedComments = async () => {
    for (const { on, quote, comments, resolved } of threads) {
      const about = madeAs(on)
      const threadId = mintId(ThreadId, 'th', random())
      for (const [index, [by, body]] of comments.entries()) {
        const commentId = mintId(CommentId, 'c', random())
        const { topicId } = about
        await ask(
          actor(by),
          index === 0
            ? {
                type: 'open-thread',
                threadId,
                topicId,
                anchor: anchorOf(about, quote),
                commentId,
                body,
              }
            : { type: 'reply', threadId, commentId, body },
        )
      }
      if (resolved) await ask(actor('Secretariat'), { type: 'resolve-thread', threadId })
    }
  }

  const seedConduct = async () => {
    for (const { on, text, by, stance, explanation = '' } of positions) {
      const about = madeAs(on)
      const textId = text === 'majority' ? about.majority : known(about.alternative, on)
      await ask(actor(by), { type: 'take-position', textId, stance, explanation })
    }
    for (const { on, outcome, note } of resolutions)
      await ask(actor('Chair'), {
        type: 'resolve-recommendation',
        recommendationId: madeAs(on).recommendationId,
        outcome,
        alternativeTextId: null,
        note,
      })
    for (const on of takenUp)
      await ask(actor('Chair'), {
        type: 'put-on-floor',
        recommendationId: madeAs(on).recommendationId,
      })
    for (const code of ['EG', 'ICC']) await ask(actor(code), { type: 'ask-for-floor' })
  }

  await setUp({ type: 'create-group', groupId, ...group })
  await seedPeople()
  const meetingId = await seedCalendar()
  for (const topic of [topicA, topicB, topicC, topicD, topicE]) await seedTopic(topic)
  await seedComments()
  await seedConduct()

  return ok({ groupId, meetingId, members })
}

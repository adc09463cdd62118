/** A working group of its own on a running product, made as its administrator and members make one: over the admin socket, the API and the sockets of texts. */
import type * as Y from 'yjs'
import type { Operation } from '#server/administration/operations'
import { delegations } from '#server/example/people'
import { text as textOf, words as wordsOf } from '#server/example/write-words'
import type { TextContent } from '#shared/domain/content'
import {
  CommandId,
  GroupId,
  mintId,
  RecommendationId,
  TextId,
  type TopicId,
} from '#shared/domain/ids'
import { type } from '#shared/flow/acts'
import { flowOf } from '#shared/flow/flow-doc'
import { deleteRange } from '#shared/flow/put'
import { writeText as writeContent } from '#shared/flow/write-flow'
import { RecordView } from '#shared/protocol/api'
import type { Command } from '#shared/record/command'
import { bracketsApart } from './bracketed.ts'
import { blockOf, draftOf, replaceWords } from './flow-edits.ts'
import { askRunning, type Product } from './product.ts'
import { writeText } from './written-text.ts'

/** Words of a text: paragraphs in the worked example's short hand, or the whole content. */
export type Words = readonly string[] | TextContent

/** Words at the end of a paragraph, and at its beginning. */
export interface Addition {
  readonly adds: string
  readonly addsBefore?: string
  /** Counted from 0, or back from the end as -1, -2 …; the first one when left out. */
  readonly paragraph?: number
}

/** A delegation's amendment or alternative, which adds words to the text or changes it in another way. */
export interface Proposal extends Partial<Addition> {
  readonly by: string
  /** In place of words that are added. */
  readonly change?: (doc: Y.Doc) => void
  readonly reason?: string
  /** Who joins its sponsors. */
  readonly with?: readonly string[]
  /** The recommendation's title; the group's first one when left out. */
  readonly to?: string
}

export interface GroupOptions {
  /** Who is there beside chair and secretariat: delegations of the worked example by name, `Vice-Chair`, `Remote participant`, `Public follow link`. */
  readonly seats?: readonly string[]
  /** The words of the one recommendation. */
  readonly text?: Words
  /** Several recommendations by title, in their order, in place of `text`. */
  readonly texts?: Readonly<Record<string, Words>>
  /** Several topics by title, in their order, each with its recommendations; in place of `texts`. */
  readonly topics?: Readonly<Record<string, Readonly<Record<string, Words>>>>
  /** Tabled one after the other: the first is amendment 1 to its text. */
  readonly amendments?: readonly Proposal[]
  /** Proposed one after the other: the first is alternative 1 to its text. */
  readonly alternatives?: readonly Proposal[]
}

/** A recommendation as the group has it. */
export interface Place {
  readonly title: string
  readonly recommendationId: RecommendationId
  readonly textId: TextId
  /** Its page. */
  readonly address: string
}

export interface Group {
  readonly url: string
  readonly groupId: GroupId
  /** The page of the group. */
  readonly address: string
  /** The sign-in link of a seat, or the public follow link. */
  link(seat: string): string
  /** The token of a seat's link, for programs. */
  token(seat: string): string
  /** A recommendation by its title; the first one when left out. */
  recommendation(title?: string): Place
  /** Does it as a seat; throws the refusal. */
  command(seat: string, command: Command): Promise<void>
  /** The record as a seat reads it. */
  record(seat?: string): Promise<RecordView>
  /** What a seat gets for the plain words of a text. */
  plain(textId?: TextId, seat?: string): Promise<string>
  /** Types in a text as a seat; resolves when it is saved. */
  write(seat: string, textId: TextId, change: (doc: Y.Doc) => void): Promise<void>
  /** Writes and tables an amendment; gives back its text. */
  amend(amendment: Proposal): Promise<TextId>
  /** Proposes an alternative, which begins with the majority's words; gives back its text. */
  propose(alternative: Proposal): Promise<TextId>
}

const random = () => crypto.getRandomValues(new Uint8Array(24))
export const newTextId = (): TextId => mintId(TextId, 't', random())

/** The title of a group's one recommendation. */
const onlyTitle = 'Voluntary funding'

/** The first address in what was printed for a seat of this title. */
function addressOf(printed: string, title = ''): string {
  const line = printed.split('\n').find((each) => each.startsWith(title)) ?? ''
  const [address] = /https?:\/\/\S+/.exec(line) ?? []
  if (address === undefined) throw new Error(`There is no link in: ${printed}`)
  return address
}

/** What the administrator asks to let somebody in. */
function invitation(groupId: GroupId, seat: string): Operation {
  if (seat === 'Public follow link')
    return { operation: 'follow-link', groupId, meetingId: null, open: true }
  const known = delegations.find(([name]) => name === seat)
  const role = known ? 'delegate' : seat === 'Vice-Chair' ? 'vice-chair' : 'observer'
  const delegation = known ? { name: known[0], code: known[1], stakeholderGroup: known[2] } : null
  return { operation: 'invite', groupId, role, title: seat, name: '', delegation }
}

/** Puts words to the ends of a paragraph. */
export function extend(
  doc: Y.Doc,
  { paragraph = 0, addsBefore: before = '', adds: after = '' }: Partial<Addition>,
): void {
  const block = blockOf(doc, paragraph)
  if (!block) throw new Error(`There is no paragraph ${paragraph}.`)
  const draft = draftOf(doc)
  doc.transact(() => {
    if (after !== '') type(draft, block.to, after)
    if (before !== '') type(draft, block.from, before)
  })
}

/** Writes other words in the place of some that stand together. */
export const replace = (doc: Y.Doc, sought: string, words: string): void =>
  replaceWords(doc, sought, words)

const contentOf = (words: Words): TextContent =>
  'words' in words ? words : textOf(wordsOf(...words))

/** Puts other words in the place of a text's; a bracket would be that of whoever does so. */
export function rewrite(doc: Y.Doc, words: Words): void {
  const newBlockId = () => crypto.randomUUID()
  doc.transact(() => {
    const flow = flowOf(doc)
    deleteRange(flow, 0, flow.length)
    const { content } = bracketsApart(contentOf(words))
    writeContent(doc, content, { newBlockId, newBreakId: newBlockId })
  })
}

/** Makes the group, its people, its recommendations and their amendments. */
export async function makeGroup(product: Product, options: GroupOptions = {}): Promise<Group> {
  const { text = ['The fund is voluntary.'], texts = { [onlyTitle]: text } } = options
  const topics = Object.entries(options.topics ?? { Funding: texts })
  const made = await askRunning(product, {
    operation: 'create-group',
    name: 'Working group',
    parentBody: '',
    mandate: '',
    meeting: '1st meeting',
    topics: topics.map(([title]) => title),
  })
  const groupId = GroupId.parse(/^Group (\S+)$/m.exec(made)?.[1])
  const links = new Map(['Chair', 'Secretariat'].map((seat) => [seat, addressOf(made, seat)]))
  for (const seat of options.seats ?? [])
    links.set(seat, addressOf(await askRunning(product, invitation(groupId, seat))))

  const address = `${product.url}/groups/${groupId}`
  const api = `${product.url}/api/groups/${groupId}`
  const link = (seat: string): string => {
    const found = links.get(seat)
    if (found === undefined) throw new Error(`${seat} is not in this group.`)
    return found
  }
  const token = (seat: string): string => link(seat).split(/#|\/follow\//)[1] ?? ''
  const as = (seat: string) => ({ Authorization: `Bearer ${token(seat)}` })
  const places: Place[] = []

  /** Somebody of a delegation, who comes to the group if nobody of it is there. */
  const seatOf = async (code: string): Promise<string> => {
    const seat = delegations.find((each) => each[1] === code)?.[0] ?? 'Secretariat'
    if (!links.has(seat))
      links.set(seat, addressOf(await askRunning(product, invitation(groupId, seat))))
    return seat
  }
  const join = async ({ with: others = [] }: Proposal, textId: TextId): Promise<void> => {
    for (const other of others) await group.command(other, { type: 'join-sponsors', textId })
  }
  const group: Group = {
    url: product.url,
    groupId,
    address,
    link,
    token,
    recommendation(title) {
      const place = places.find((each) => title === undefined || each.title === title)
      if (!place) throw new Error(`There is no ${title}.`)
      return place
    },
    async command(seat, command) {
      const answer = await fetch(`${api}/commands`, {
        method: 'POST',
        headers: {
          ...as(seat),
          'Content-Type': 'application/json',
          'Idempotency-Key': mintId(CommandId, 'cmd', random()),
        },
        body: JSON.stringify(command),
      })
      if (!answer.ok) throw new Error(`${command.type}: ${await answer.text()}`)
    },
    async record(seat = 'Chair') {
      return RecordView.parse(await (await fetch(`${api}/record`, { headers: as(seat) })).json())
    },
    async plain(textId = group.recommendation().textId, seat = 'Chair') {
      const headers = { ...as(seat), Accept: 'text/plain' }
      return (await fetch(`${product.url}/api/texts/${textId}`, { headers })).text()
    },
    write: (seat, textId, change) => writeText(product.url, textId, token(seat), change),
    async amend(amendment) {
      const { by, reason = '', to } = amendment
      const textId = newTextId()
      const { textId: baseTextId } = group.recommendation(to)
      await group.command(by, { type: 'start-amendment', textId, baseTextId })
      await group.write(by, textId, amendment.change ?? ((doc) => extend(doc, amendment)))
      await group.command(by, { type: 'table-amendment', textId, reason })
      await join(amendment, textId)
      return textId
    },
    async propose(alternative) {
      const { by, reason = '', to } = alternative
      const textId = newTextId()
      const { recommendationId } = group.recommendation(to)
      await group.command(by, {
        type: 'propose-alternative',
        recommendationId,
        textId,
        reason,
        from: 'majority',
      })
      await group.write(by, textId, (doc) => extend(doc, alternative))
      await join(alternative, textId)
      return textId
    },
  }

  const { state } = await group.record()
  const add = async (topicId: TopicId, title: string, words: Words): Promise<Place> => {
    const recommendationId = mintId(RecommendationId, 'r', random())
    const textId = newTextId()
    const added = { recommendationId, topicId, title, textId }
    await group.command('Chair', { type: 'add-recommendation', ...added })
    await group.write('Secretariat', textId, (doc) => rewrite(doc, words))
    for (const { sponsors, put } of bracketsApart(contentOf(words)).brackets)
      await group.write(await seatOf(sponsors), textId, put)
    return {
      title,
      recommendationId,
      textId,
      address: `${address}/recommendations/${recommendationId}`,
    }
  }
  for (const [at, [, ofTopic]] of topics.entries()) {
    const topicId = state.topics[at]?.topicId
    if (topicId === undefined) throw new Error('The group lacks a topic.')
    for (const [title, words] of Object.entries(ofTopic))
      places.push(await add(topicId, title, words))
  }
  for (const amendment of options.amendments ?? []) await group.amend(amendment)
  for (const alternative of options.alternatives ?? []) await group.propose(alternative)
  return group
}

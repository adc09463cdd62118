/** What an installation shows of its only record and its texts: to be compared with what the release that wrote it had shown. */
import type * as Y from 'yjs'
import { z } from 'zod'
import type { Store } from '#server/store/store'
import { rebuildFrom } from '#server/store/text-log'
import { locateLetters } from '#shared/anchors/words-anchor'
import { authorRuns } from '#shared/attribution/authors'
import { tableOf } from '#shared/copies/doc-copies'
import { TextContent } from '#shared/domain/content'
import { TextId } from '#shared/domain/ids'
import type { Thread } from '#shared/domain/thread'
import { flatPlaces } from '#shared/flow/flat-places'
import { flowOf } from '#shared/flow/flow-doc'
import { flowNames } from '#shared/flow/moments'
import { readText } from '#shared/flow/read-text'
import { canonicalJson, sha256Hex } from '#shared/record/chain'
import type { RecordedEvent } from '#shared/record/event'
import { fold } from '#shared/record/evolve'
import type { RecordState } from '#shared/record/state'
import { flatWords } from '#shared/text/flat-words'
import { said } from './both-forms.ts'

const Runs = z.array(z.tuple([z.string(), z.string().nullable()]))

/** In the order of reading: words with their author; threads on words, with the words that they are about. */
const ShownText = z.object({
  kind: z.string(),
  content: TextContent.transform(said),
  authors: Runs.transform(joined),
  comments: Runs,
})

/** The form in which `test/data/folders` has what a release showed. Long values are digests. */
export const Shown = z.object({
  sequence: z.number(),
  head: z.string(),
  decided: z.array(z.string()),
  people: z.string(),
  threads: z.string(),
  amendments: z.string(),
  otherTexts: z.string(),
  recommendations: z.string(),
  texts: z.record(z.string(), ShownText),
})
export type Shown = z.infer<typeof Shown>

const digest = (value: unknown): string => sha256Hex(canonicalJson(value)).slice(0, 16)

/** Words of one author as one; line ends and brackets are nobody's. */
function joined(runs: readonly (readonly [string, string | null])[]): [string, string | null][] {
  const all: [string, string | null][] = []
  for (const [words, author] of runs) {
    const last = all.at(-1)
    if (last?.[1] === author) last[0] += words
    else all.push([words, author])
  }
  return all
}

/** The author of each letter in the words of a text, in the order of reading. */
function authorsIn(doc: Y.Doc, authors: ReadonlyMap<number, string | null>) {
  const places = flatPlaces(doc)
  const flat = flatWords(readText(doc).words)
  const runs = flowNames(doc).flatMap((name) =>
    authorRuns(
      flowOf(doc, name),
      tableOf(doc),
      ({ client }) => authors.get(client) ?? null,
    ).flatMap(({ start, end, author }) =>
      Array.from({ length: end - start }, (_, at) => ({
        at: places.offsetOf(start + at, name),
        author,
      })),
    ),
  )
  return joined(
    runs
      .flatMap(({ at, author }) => (at === undefined ? [] : [{ at, author }]))
      .toSorted((a, b) => a.at - b.at)
      .map(({ at, author }) => [flat.charAt(at), author] as const),
  )
}

/** The words that a comment is about; null where they are gone. */
export function quotedIn(doc: Y.Doc, { anchor }: Thread): string | null {
  if (anchor.on !== 'words') return null
  const [first, ...rest] = anchor.words.letters
  if (!first) return null
  const flat = flatWords(readText(doc).words)
  const places = flatPlaces(doc)
  for (const name of flowNames(doc)) {
    const [range] = locateLetters(flowOf(doc, name), tableOf(doc), [[first, ...rest]])
    const [from, to] = [range?.start, range?.end].map((index) =>
      index === undefined ? undefined : places.offsetOf(index, name),
    )
    if (from !== undefined && to !== undefined) return flat.slice(from, to)
  }
  return null
}

function showText(store: Pick<Store, 'readText'>, textId: TextId, state: RecordState) {
  const { doc, bindings } = rebuildFrom(store, textId)
  const threads = Object.values(state.threads).filter(
    ({ anchor }) => anchor.on === 'words' && anchor.textId === textId,
  )
  return {
    kind: state.texts[textId]?.kind ?? '',
    content: said(readText(doc)),
    authors: authorsIn(doc, bindings),
    comments: threads.map((thread): [string, string | null] => [
      thread.threadId,
      quotedIn(doc, thread),
    ]),
  }
}

const isMove = ({ event }: RecordedEvent): boolean =>
  event.type === 'words-moved' ||
  (event.type === 'internal-act-sealed' && event.internal?.act.type === 'words-moved')

/** The same value without fields that 0.1 did not have. */
const asIn01 = (text: object) => ({ ...text, begunBy: undefined })

/** Everything that the record says, the moves of its texts aside, and every text. */
export function whatItShows(
  store: Pick<Store, 'groupIds' | 'readEvents' | 'readText' | 'hasText'>,
): Shown {
  const [groupId] = store.groupIds()
  if (!groupId) throw new Error('no group')
  const events = store.readEvents(groupId)
  const before = events.filter((event) => !isMove(event))
  const state = fold(events)
  const { sequence, hash } = fold(before)
  const texts = Object.values(state.texts)
  const amendments = texts.filter(({ kind }) => kind === 'amendment')
  const threads = Object.entries(state.threads).map(([id, thread]) => {
    const { anchor } = thread
    return [
      id,
      anchor.on === 'words'
        ? { ...thread, anchor: { ...anchor, words: anchor.words.quote } }
        : thread,
    ]
  })
  return {
    sequence,
    head: hash,
    decided: before.flatMap(({ sequence: at, event }) =>
      event.type === 'recommendation-resolved'
        ? [[at, event.outcome, ...event.texts.map((text) => text.digest.slice(0, 16))].join(' ')]
        : [],
    ),
    people: digest([state.delegations, state.seats, state.members]),
    threads: `${threads.length} ${digest(Object.fromEntries(threads))}`,
    amendments: `${amendments.length} ${digest(amendments.map(asIn01))}`,
    otherTexts: digest(texts.map(asIn01)),
    recommendations: digest([state.recommendations, state.topics, state.floor]),
    texts: Object.fromEntries(
      texts
        .filter(({ textId }) => store.hasText(textId))
        .map(({ textId }) => [textId, showText(store, TextId.parse(textId), state)]),
    ),
  }
}

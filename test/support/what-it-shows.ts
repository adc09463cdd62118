/** What an installation shows of its records and texts, in few lines: to be compared between two releases. */
import type { Store } from '#server/store/store'
import { rebuild } from '#server/store/text-log'
import { TextId } from '#shared/domain/ids'
import { canonicalJson, sha256Hex } from '#shared/record/chain'
import { fold } from '#shared/record/evolve'
import { bracketsOf } from '#shared/text/brackets'
import { flatWords } from '#shared/text/flat-words'
import { readContent } from '#shared/tree/read-content'

type Shown = Pick<
  Store,
  'groupIds' | 'readEvents' | 'readText' | 'readTextHistory' | 'attributionOf'
>

const digest = (value: unknown): string => sha256Hex(canonicalJson(value)).slice(0, 16)

async function showText(store: Shown, textId: TextId) {
  const { snapshot, tail } = store.readText(textId)
  const content = readContent(rebuild([...snapshot, ...tail]).doc)
  const { bindings } = rebuild(store.readTextHistory(textId))
  const { authors, kept } = await store.attributionOf([textId])
  return {
    letters: flatWords(content.words).length,
    content: digest(content),
    brackets: bracketsOf(content).length,
    clients: digest([...bindings].toSorted(([a], [b]) => a - b)),
    authors: digest([[...authors].toSorted(([a], [b]) => a - b), kept]),
  }
}

/** The same value without fields that 0.1 did not have. */
const asIn01 = (text: object) => ({ ...text, begunBy: undefined })

/** Everything that a record says, and every text, by digests that tell where two releases differ. */
export async function whatItShows(store: Shown): Promise<Record<string, unknown>> {
  const shown: Record<string, unknown> = {}
  for (const groupId of store.groupIds()) {
    const events = store.readEvents(groupId)
    const { texts, ...state } = fold(events)
    const shownTexts: Record<string, unknown> = {}
    for (const id of Object.keys(texts).toSorted())
      shownTexts[id] = await showText(store, TextId.parse(id))
    const amendments = Object.values(texts).filter(({ kind }) => kind === 'amendment')
    shown[groupId] = {
      sequence: state.sequence,
      head: state.hash,
      decided: events.flatMap(({ sequence, event }) =>
        event.type === 'recommendation-resolved'
          ? [
              [
                sequence,
                event.outcome,
                ...event.texts.map((text) => text.digest.slice(0, 16)),
              ].join(' '),
            ]
          : [],
      ),
      people: digest([state.delegations, state.seats, state.members]),
      comments: `${Object.keys(state.threads).length} ${digest(state.threads)}`,
      amendments: `${amendments.length} ${digest(amendments.map(asIn01))}`,
      otherTexts: digest(Object.values(texts).map(asIn01)),
      recommendations: digest([state.recommendations, state.topics, state.floor]),
      texts: shownTexts,
    }
  }
  return shown
}

import { useState } from 'react'
import { writersIn } from '#shared/attribution/writers'
import type { DelegationId, TextId } from '#shared/domain/ids'
import { TextAuthors } from '#shared/protocol/api'
import { memberLabel } from '#shared/record/labels'
import { withoutBrackets } from '#shared/text/bridge-words'
import { type FlatRange, flatWords } from '#shared/text/flat-words'
import { newUuid } from '../live/new-uuid.ts'
import { useTextContent, useTextRoom } from '../live/open-texts.tsx'
import { useRecordState } from '../live/record.tsx'
import { serverInstant } from '../live/server-clock.ts'
import { useAsk } from '../live/use-ask.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Button } from '../ui/Button.tsx'
import { Skeleton } from '../ui/Placeholder.tsx'
import type { DraftSpan } from './bridge-draft.ts'
import styles from './bridging.module.css'

/** The selected words, or the paragraph in which the caret stands. */
function chosenIn(flat: string, from: number, to: number): FlatRange {
  const start = from === to ? flat.lastIndexOf('\n', from - 1) + 1 : from
  const lineEnd = flat.indexOf('\n', to)
  const end = from === to ? (lineEnd < 0 ? flat.length : lineEnd) : to
  const words = flat.slice(start, end)
  const inset = words.length - words.trimStart().length
  return { start: start + inset, end: start + inset + words.trim().length }
}

/** A text to take words from: selected with the mouse or by keyboard, as in any field of text. */
export function SourceText({
  textId,
  label,
  onTake,
}: {
  readonly textId: TextId
  readonly label: string
  readonly onTake: (span: DraftSpan) => void
}) {
  const say = useMessages()
  const state = useRecordState()
  const ask = useAsk()
  const { doc } = useTextRoom(textId)
  const content = useTextContent(textId)
  const [chosen, setChosen] = useState({ quote: '', start: 0 })
  if (!content) return <Skeleton label={say('loading')} />
  const flat = flatWords(content.words)
  const writers = async (range: FlatRange): Promise<DelegationId[]> => {
    const answer = await ask(TextAuthors, `/api/texts/${textId}/authors`)
    if (!answer.ok) return []
    const members = new Map(
      answer.value.authors.map(({ clientId, memberId }) => [clientId, memberId]),
    )
    // Whose the words are that were pasted from another text, the server says when the proposal is put.
    const writing = writersIn(doc, range, ({ client, text }) =>
      text === undefined ? (members.get(client) ?? null) : null,
    )
    return [
      ...new Set(writing.flatMap((memberId) => memberLabel(state, memberId).delegationId ?? [])),
    ]
  }
  /** Each paragraph of what is chosen is a span of its own. */
  const take = async () => {
    let start = chosen.start
    let isFirst = true
    for (const quote of chosen.quote.split('\n')) {
      const words = withoutBrackets(quote)
      if (words !== '') {
        const delegationIds = await writers({ start, end: start + quote.length })
        const span = { from: 'text', textId, quote, start, words } as const
        onTake({
          key: newUuid(),
          span: isFirst ? span : { ...span, isNewParagraph: true },
          takenAt: serverInstant(),
          delegationIds,
        })
        isFirst = false
      }
      start += quote.length + 1
    }
  }
  return (
    <div className={styles['source']}>
      <textarea
        className={styles['sourceWords']}
        aria-label={say('bridge.source', { text: label })}
        // Not `readOnly`: browsers give such a field no caret, and nothing could be selected by keyboard.
        aria-readonly
        inputMode="none"
        spellCheck={false}
        dir="auto"
        rows={6}
        value={flat}
        onChange={() => undefined}
        onSelect={({ currentTarget: { value, selectionStart, selectionEnd } }) => {
          const { start, end } = chosenIn(value, selectionStart, selectionEnd)
          setChosen({ quote: value.slice(start, end).slice(0, 2000), start })
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return
          event.preventDefault()
          void take()
        }}
      />
      <p className={styles['hint']}>
        {chosen.quote === '' ? (
          say('bridge.select')
        ) : (
          <>
            {say('bridge.selected')} <q dir="auto">{chosen.quote}</q>
          </>
        )}
      </p>
      <Button isSmall isDisabled={withoutBrackets(chosen.quote) === ''} onPress={() => void take()}>
        {say('bridge.add')}
      </Button>
    </div>
  )
}

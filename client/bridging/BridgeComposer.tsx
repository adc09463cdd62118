import { useReducer, useState } from 'react'
import type { BridgeId, TextId } from '#shared/domain/ids'
import type { Recommendation } from '#shared/domain/recommendation'
import { isQuotable } from '#shared/record/decide-bridge'
import { alternativeOrdinal, amendmentOrdinal } from '#shared/record/labels'
import type { RecordState } from '#shared/record/state'
import { bridgeWords, paragraphsOfBridge } from '#shared/text/bridge-words'
import { flatInlines, wordBlocks } from '#shared/text/flat-words'
import { useAct } from '../drafting/act.ts'
import { newUuid } from '../live/new-uuid.ts'
import { useTextContent } from '../live/open-texts.tsx'
import { useRecordState } from '../live/record.tsx'
import { serverInstant } from '../live/server-clock.ts'
import { type Say, useMessages } from '../messages/use-messages.ts'
import { Button } from '../ui/Button.tsx'
import { Choice } from '../ui/Choice.tsx'
import { TextField } from '../ui/TextField.tsx'
import { changeDraft } from './bridge-draft.ts'
import styles from './bridging.module.css'
import { SourceText } from './SourceText.tsx'
import { SpanList } from './SpanList.tsx'

/** The texts to take words from, and what the composer calls them. */
function sourcesOf(
  state: RecordState,
  recommendation: Recommendation,
  say: Say,
): { readonly textId: TextId; readonly label: string }[] {
  const { majorityTextId, alternativeTextIds, amendmentTextIds } = recommendation
  return [majorityTextId, ...alternativeTextIds, ...amendmentTextIds].flatMap((textId) => {
    const text = state.texts[textId]
    if (!isQuotable(text, recommendation)) return []
    if (text.kind === 'alternative')
      return text.standing === 'standing'
        ? [
            {
              textId,
              label: say('alternative.heading', { number: alternativeOrdinal(state, textId) }),
            },
          ]
        : []
    if (text.kind === 'amendment')
      return text.standing === 'tabled'
        ? [{ textId, label: say('amendment.heading', { number: amendmentOrdinal(state, textId) }) }]
        : []
    return [{ textId, label: say('text.majority') }]
  })
}

const atTheEnd = 'end'

/** Where the chair builds a wording from spans of several texts and words of their own, and puts it in place as this bridge. */
export function BridgeComposer({
  recommendation,
  bridgeId,
  onCancel,
}: {
  readonly recommendation: Recommendation
  readonly bridgeId: BridgeId
  readonly onCancel: () => void
}) {
  const say = useMessages()
  const state = useRecordState()
  const { act, isPending } = useAct()
  const { majorityTextId } = recommendation
  const content = useTextContent(majorityTextId)
  const [spans, change] = useReducer(changeDraft, [])
  const [sourceId, setSourceId] = useState<TextId>(majorityTextId)
  const [own, setOwn] = useState('')
  const [reason, setReason] = useState('')
  const [place, setPlace] = useState<string>(atTheEnd)
  const sources = sourcesOf(state, recommendation, say)
  const source = sources.find(({ textId }) => textId === sourceId) ?? sources[0]
  const blocks = wordBlocks(content?.words ?? []).filter(({ blockId }) => blockId !== '')
  const shownPlace = blocks.some(({ blockId }) => blockId === place) ? place : atTheEnd
  const addOwn = () => {
    const words = own.replace(/[[\]]/gu, '').trim()
    if (words === '') return
    const span = { from: 'own', words } as const
    const takenAt = serverInstant()
    change({ type: 'add', span: { key: newUuid(), span, takenAt, delegationIds: [] } })
    setOwn('')
  }
  const put = () =>
    act({
      type: 'put-bridge',
      bridgeId,
      textId: majorityTextId,
      blockId: shownPlace === atTheEnd ? null : shownPlace,
      reason,
      spans: spans.map(({ span }) => span),
    })
  const isWhole = spans.length > 0 && spans.every(({ span }) => span.words.trim() !== '')
  return (
    <section className={styles['composer']} aria-label={say('bridge.composer')}>
      <div className={styles['side']}>
        <Choice
          label={say('bridge.takeFrom')}
          value={source?.textId ?? null}
          options={sources.map(({ textId, label }) => [textId, label] as const)}
          onChange={setSourceId}
        />
        {source ? (
          <SourceText
            key={source.textId}
            textId={source.textId}
            label={source.label}
            onTake={(span) => change({ type: 'add', span })}
          />
        ) : null}
        <form
          className={styles['own']}
          onSubmit={(event) => {
            event.preventDefault()
            addOwn()
          }}
        >
          <TextField label={say('bridge.own')} value={own} onChange={setOwn} />
          <Button type="submit" isSmall isDisabled={own.trim() === ''}>
            {say('bridge.addOwn')}
          </Button>
        </form>
      </div>
      <div className={styles['side']}>
        <h3>{say('bridge.spans')}</h3>
        <SpanList spans={spans} onAct={change} />
        <div aria-live="polite">
          {spans.length > 0 ? (
            <>
              <h3>{say('bridge.result')}</h3>
              <div className={styles['result']}>
                {paragraphsOfBridge(bridgeWords(spans.map(({ span }) => span))).map(
                  (line, place) => (
                    <p key={place} dir="auto">
                      {line}
                    </p>
                  ),
                )}
              </div>
            </>
          ) : null}
        </div>
        <label className={styles['place']}>
          {say('bridge.place')}
          <select value={shownPlace} onChange={({ target }) => setPlace(target.value)}>
            <option value={atTheEnd}>{say('bridge.atTheEnd')}</option>
            {blocks.map(({ blockId, inlines }, index) => (
              <option key={blockId} value={blockId}>
                {say('bridge.beside', {
                  number: index + 1,
                  words: flatInlines(inlines).slice(0, 60),
                })}
              </option>
            ))}
          </select>
        </label>
        <TextField
          label={say('resolve.note')}
          value={reason}
          onChange={setReason}
          rows={2}
          hint={say('resolve.noteHint')}
        />
        <p className={styles['hint']}>{say('bridge.does')}</p>
        <div className={styles['buttons']}>
          <Button onPress={onCancel}>{say('cancel')}</Button>
          <Button look="primary" isDisabled={isPending || !isWhole} onPress={() => void put()}>
            {say('bridge.put')}
          </Button>
        </div>
      </div>
    </section>
  )
}

import { useEffect, useState } from 'react'
import type { RecommendationId } from '#shared/domain/ids'
import { HistoryView } from '#shared/protocol/api'
import type { RecordedEvent } from '#shared/record/event'
import { BridgeSpans } from '../bridging/Provenance.tsx'
import { useRecordState, useYou } from '../live/record.tsx'
import { useAsk } from '../live/use-ask.ts'
import { formatDay, formatTime, useMessages } from '../messages/use-messages.ts'
import { Button } from '../ui/Button.tsx'
import { Choice } from '../ui/Choice.tsx'
import { Dialog, DialogActions } from '../ui/Dialog.tsx'
import { EmptyState, Skeleton } from '../ui/Placeholder.tsx'
import { DecidedAmendment } from './DecidedAmendment.tsx'
import { DecidedTexts } from './DecidedTexts.tsx'
import { eventSentence, isAbout, whoDid } from './event-sentence.ts'
import styles from './history.module.css'

const pageSize = 200

/** The record, newest first: of this recommendation, or of the whole group. */
export function HistoryPane({
  recommendationId,
}: {
  readonly recommendationId: RecommendationId | undefined
}) {
  const say = useMessages()
  const state = useRecordState()
  const { groupId } = useYou()
  const ask = useAsk()
  const [scope, setScope] = useState<'here' | 'all'>(recommendationId ? 'here' : 'all')
  const [events, setEvents] = useState<readonly RecordedEvent[]>()
  const [hasMore, setMore] = useState(false)
  const [opened, setOpened] = useState<RecordedEvent | null>(null)
  const { sequence } = state

  useEffect(() => {
    let isCurrent = true
    void ask(HistoryView, `/api/groups/${groupId}/record/history?limit=${pageSize}`).then(
      (answer) => {
        if (!isCurrent || !answer.ok) return
        setEvents(answer.value.events)
        setMore(answer.value.more)
      },
    )
    return () => {
      isCurrent = false
    }
  }, [ask, groupId, sequence])

  const earlier = async () => {
    const before = events?.at(-1)?.sequence
    const answer = await ask(
      HistoryView,
      `/api/groups/${groupId}/record/history?limit=${pageSize}&before=${before}`,
    )
    if (!answer.ok) return
    setEvents((known) => [...(known ?? []), ...answer.value.events])
    setMore(answer.value.more)
  }

  if (!events) return <Skeleton label={say('loading')} />
  const shown =
    scope === 'here' && recommendationId
      ? events.filter((event) => isAbout(state, event, recommendationId))
      : events.filter(({ event }) => event.type !== 'withheld')
  const decided = opened?.event.type === 'recommendation-resolved' ? opened.event.texts : []
  return (
    <div className={styles['pane']}>
      {recommendationId ? (
        <Choice
          label={say('history.scope')}
          value={scope}
          options={[
            ['here', say('history.here')],
            ['all', say('history.all')],
          ]}
          onChange={setScope}
        />
      ) : null}
      {shown.length === 0 ? <EmptyState>{say('history.none')}</EmptyState> : null}
      <ol className={styles['events']}>
        {shown.map((recorded) => (
          <li key={recorded.sequence}>
            <time dateTime={recorded.at} title={recorded.at}>
              {formatDay(recorded.at)}, {formatTime(recorded.at)}
            </time>
            <p>
              <strong>{whoDid(state, say, recorded)}</strong> {eventSentence(state, say, recorded)}
            </p>
            {recorded.event.type === 'recommendation-resolved' &&
            recorded.event.texts.length > 0 ? (
              <Button isSmall onPress={() => setOpened(recorded)}>
                {say('history.decidedText')}
              </Button>
            ) : null}
            {recorded.event.type === 'bridge-put' ? (
              <BridgeSpans spans={recorded.event.spans} at={recorded.at} />
            ) : null}
            {recorded.event.type === 'amendment-decided' ? (
              <DecidedAmendment decided={recorded.event} />
            ) : null}
          </li>
        ))}
      </ol>
      {hasMore ? <Button onPress={() => void earlier()}>{say('history.earlier')}</Button> : null}
      {opened ? (
        <Dialog
          title={say('history.decidedText')}
          isWide={decided.length > 1}
          onClose={() => setOpened(null)}
        >
          <DecidedTexts texts={decided} />
          <DialogActions>
            <Button onPress={() => setOpened(null)}>{say('close')}</Button>
          </DialogActions>
        </Dialog>
      ) : null}
    </div>
  )
}

import { useState } from 'react'
import type { RecommendationId, TextId } from '#shared/domain/ids'
import { standingAlternatives } from '#shared/record/decide-resolution'
import { numberOf } from '#shared/record/labels'
import { isDecided, isUnderSilence } from '#shared/record/text-right'
import { AlternativePanel } from '../alternatives/AlternativePanel.tsx'
import { ComparisonDialog } from '../alternatives/ComparisonDialog.tsx'
import { ProposeAlternative } from '../alternatives/ProposeAlternative.tsx'
import { AmendableText } from '../amendments/AmendableText.tsx'
import { LiveBracketTally } from '../brackets/BracketTally.tsx'
import { useRoomTitle } from '../live/page-title.ts'
import { useActor, useRecordState } from '../live/record.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { SilenceBanner } from '../positions/SilenceBanner.tsx'
import { Badge, type Tone } from '../ui/Badge.tsx'
import { Button } from '../ui/Button.tsx'
import { InTurn } from '../ui/in-turn.tsx'
import { EmptyState } from '../ui/Placeholder.tsx'
import styles from './drafting.module.css'
import { EditableTitle } from './EditableTitle.tsx'
import { TextViewMenu } from './TextViewMenu.tsx'
import { TextViewProvider, useChosenView } from './text-view.tsx'

const tones = {
  draft: 'neutral',
  'under-discussion': 'warn',
  'agreed-ad-ref': 'good',
  adopted: 'good',
  'adopted-with-alternatives': 'good',
  parked: 'neutral',
  withdrawn: 'neutral',
} as const satisfies Record<string, Tone>

/** One recommendation: the majority text with its tasks and provisions, and the alternatives beside or below it. */
export function RecommendationPage({
  recommendationId,
}: {
  readonly recommendationId: RecommendationId
}) {
  const say = useMessages()
  const state = useRecordState()
  const actor = useActor()
  const [chosenSideBySide, setSideBySide] = useState<boolean>()
  const [view] = useChosenView()
  const [isProposing, setProposing] = useState(false)
  const [compared, setCompared] = useState<readonly TextId[]>()
  const recommendation = state.recommendations[recommendationId]
  useRoomTitle(
    recommendation
      ? say('resolve.title', {
          number: numberOf(state, recommendationId),
          title: recommendation.title,
        })
      : say('notFound.title'),
  )
  if (!recommendation) return <EmptyState>{say('notFound.text')}</EmptyState>

  const { status, majorityTextId, alternativeTextIds } = recommendation
  const standing = standingAlternatives(state, recommendation)
  const shown = alternativeTextIds.filter((textId) => state.texts[textId]?.kind === 'alternative')
  // Dissent stands beside the text that was adopted.
  const isSideBySide = chosenSideBySide ?? status === 'adopted-with-alternatives'
  const mayPropose =
    actor.by === 'member' &&
    actor.role === 'delegate' &&
    actor.delegationId !== null &&
    !isDecided(status) &&
    !isUnderSilence(recommendation)
  return (
    <article className={styles['sheet']} data-side-by-side={isSideBySide}>
      <InTurn>
        <header className={styles['head']}>
          <div className={styles['eyebrow']}>
            <span>
              {say('recommendation.number', { number: numberOf(state, recommendationId) })}
            </span>
            <Badge tone={tones[status]}>{say(`status.${status}`)}</Badge>
            {standing.length > 0 ? (
              <Badge tone="warn">
                {say('recommendation.alternatives', { count: standing.length })}
              </Badge>
            ) : null}
            <LiveBracketTally textId={majorityTextId} />
            <TextViewMenu />
          </div>
          <EditableTitle recommendation={recommendation} />
        </header>
        <SilenceBanner recommendation={recommendation} />
        <TextViewProvider view={view}>
          <div className={styles['texts']}>
            <InTurn>
              <AmendableText textId={majorityTextId} heading={say('text.majority')} />
              {shown.map((textId) => (
                <AlternativePanel
                  key={textId}
                  textId={textId}
                  onCompare={() => setCompared([textId])}
                />
              ))}
            </InTurn>
          </div>
        </TextViewProvider>
        <footer className={styles['foot']}>
          {mayPropose ? (
            <Button onPress={() => setProposing(true)}>{say('alternative.propose')}</Button>
          ) : null}
          {shown.length > 0 ? (
            <Button onPress={() => setCompared(standing.map(({ textId }) => textId))}>
              {say('comparison.open')}
            </Button>
          ) : null}
          {shown.length > 0 ? (
            <span className={styles['wideOnly']}>
              <Button onPress={() => setSideBySide(!isSideBySide)} isPressed={isSideBySide}>
                {say('recommendation.sideBySide')}
              </Button>
            </span>
          ) : null}
        </footer>
      </InTurn>
      {compared ? (
        <ComparisonDialog
          recommendation={recommendation}
          textIds={shown}
          initial={compared}
          onClose={() => setCompared(undefined)}
        />
      ) : null}
      {isProposing ? (
        <ProposeAlternative recommendation={recommendation} onClose={() => setProposing(false)} />
      ) : null}
    </article>
  )
}

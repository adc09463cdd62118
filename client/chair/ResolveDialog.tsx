import type { Recommendation } from '#shared/domain/recommendation'
import type { CommandOf } from '#shared/record/command'
import { standingAlternatives } from '#shared/record/decide-resolution'
import { alternativeOrdinal, numberOf } from '#shared/record/labels'
import { missingParts } from '#shared/text/missing-parts'
import { useFormAct } from '../drafting/act.ts'
import { DecisionDialog } from '../drafting/DecisionDialog.tsx'
import { useContentOf } from '../live/open-texts.tsx'
import { useRecordState } from '../live/record.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { PositionTally } from '../positions/PositionTally.tsx'
import styles from './chair.module.css'

/** How the chair resolves a recommendation. */
export type Resolve = CommandOf<'resolve-recommendation'>

/** Says what a decision will do, on what positions it rests and what is missing, before it is taken. */
export function ResolveDialog({
  recommendation,
  command,
  onClose,
}: {
  readonly recommendation: Recommendation
  readonly command: Resolve
  readonly onClose: () => void
}) {
  const say = useMessages()
  const state = useRecordState()
  const contentOf = useContentOf()
  const { act, isPending } = useFormAct()
  const { recommendationId, majorityTextId } = recommendation
  const { outcome, alternativeTextId } = command
  const alternatives = standingAlternatives(state, recommendation)
  const isFinal = outcome === 'agree-ad-ref' || outcome.startsWith('adopt')
  const content = contentOf(majorityTextId)
  const missing = isFinal && content ? missingParts(content) : []
  return (
    <DecisionDialog
      title={say('resolve.title', {
        number: numberOf(state, recommendationId),
        title: recommendation.title,
      })}
      confirm={say(`resolve.confirm.${outcome}`)}
      isPending={isPending}
      onDecide={(note) => act({ ...command, note })}
      onClose={onClose}
    >
      <p>
        {say(`resolve.does.${outcome}`, {
          count: alternatives.length,
          number: alternativeTextId ? alternativeOrdinal(state, alternativeTextId) : 0,
        })}
      </p>
      <div>
        <h3 className={styles['tallyTitle']}>{say('resolve.positions')}</h3>
        {[majorityTextId, ...alternatives.map(({ textId }) => textId)].map((textId) => (
          <div key={textId} className={styles['tally']}>
            <strong>
              {textId === majorityTextId
                ? say('text.majority')
                : say('alternative.heading', { number: alternativeOrdinal(state, textId) })}
            </strong>
            <PositionTally textId={textId} />
          </div>
        ))}
      </div>
      {missing.length > 0 ? (
        <div className={styles['missing']}>
          <strong>{say('resolve.missing')}</strong>
          <ul>
            {missing.map((part) => (
              <li key={`${part.code}-${'row' in part ? part.row : 0}`}>
                {say(`missing.${part.code}`, { row: 'row' in part ? part.row : 0 })}
              </li>
            ))}
          </ul>
        </div>
      ) : null}
    </DecisionDialog>
  )
}

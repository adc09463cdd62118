import type { TextId } from '#shared/domain/ids'
import type { Recommendation } from '#shared/domain/recommendation'
import { standingAlternatives } from '#shared/record/decide-resolution'
import { alternativeOrdinal, delegationOf } from '#shared/record/labels'
import { comparedAlternative } from '../alternatives/compared.ts'
import { TextComparison } from '../alternatives/TextComparison.tsx'
import { useContentOf, useTextContent } from '../live/open-texts.tsx'
import { useRecordState } from '../live/record.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { PositionTally } from '../positions/PositionTally.tsx'
import { WordsReader } from '../reader/WordsReader.tsx'
import { Skeleton } from '../ui/Placeholder.tsx'
import styles from './recommendation-desk.module.css'

/** The majority text beside the alternatives that stand, word by word, and the positions on each by stakeholder group. */
export function TextsSideBySide({ recommendation }: { readonly recommendation: Recommendation }) {
  const say = useMessages()
  const state = useRecordState()
  const contentOf = useContentOf()
  const { majorityTextId } = recommendation
  const majority = useTextContent(majorityTextId)
  const standing = standingAlternatives(state, recommendation)
  const alternatives = standing.flatMap(({ textId }) => {
    const content = contentOf(textId)
    return content ? [comparedAlternative(state, textId, content)] : []
  })
  return (
    <section className={styles['part']} aria-labelledby="desk-texts">
      <h2 id="desk-texts">{say('deskOf.texts')}</h2>
      {majority ? null : <Skeleton label={say('loading')} />}
      {majority && standing.length === 0 ? (
        <WordsReader
          words={majority.words}
          label={say('deskOf.words')}
          highlights={[]}
          onHighlight={() => undefined}
        />
      ) : null}
      {majority && standing.length > 0 ? (
        <TextComparison majority={majority} alternatives={alternatives} />
      ) : null}
      <h3>{say('resolve.positions')}</h3>
      <div className={styles['columns']}>
        <Positions textId={majorityTextId} heading={say('text.majority')} />
        {standing.map(({ textId, sponsors, reason }) => (
          <Positions
            key={textId}
            textId={textId}
            heading={say('alternative.heading', { number: alternativeOrdinal(state, textId) })}
            sponsors={new Intl.ListFormat('en-GB').format(
              sponsors.map(({ delegationId }) => delegationOf(state, delegationId)?.name ?? ''),
            )}
            reason={reason}
          />
        ))}
      </div>
    </section>
  )
}

function Positions({
  textId,
  heading,
  sponsors = '',
  reason = '',
}: {
  readonly textId: TextId
  readonly heading: string
  readonly sponsors?: string
  readonly reason?: string
}) {
  const say = useMessages()
  // Keeps the text open for the comparison above.
  useTextContent(textId)
  return (
    <section className={styles['column']} aria-label={heading}>
      <h4>{heading}</h4>
      {sponsors === '' ? null : (
        <p className={styles['hint']}>{say('alternative.by', { names: sponsors })}</p>
      )}
      {reason === '' ? null : <p className={styles['hint']}>{reason}</p>}
      <PositionTally textId={textId} />
    </section>
  )
}

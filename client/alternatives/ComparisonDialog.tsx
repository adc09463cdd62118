import { useRef, useState } from 'react'
import type { TextId } from '#shared/domain/ids'
import type { Recommendation } from '#shared/domain/recommendation'
import { alternativeOrdinal, numberOf, sponsorCodes } from '#shared/record/labels'
import type { Point } from '#shared/text/text-comparison'
import { useContentOf } from '../live/open-texts.tsx'
import { useActor, useRecordState } from '../live/record.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog, DialogActions } from '../ui/Dialog.tsx'
import { Skeleton } from '../ui/Placeholder.tsx'
import { AmendFromAlternative } from './AmendFromAlternative.tsx'
import { alternativeName, comparedAlternative } from './compared.ts'
import styles from './comparison.module.css'
import { TextComparison } from './TextComparison.tsx'

/** The majority text and the alternatives of a recommendation, word by word; delegates make amendments of what they choose. */
export function ComparisonDialog({
  recommendation,
  textIds,
  initial,
  onClose,
}: {
  readonly recommendation: Recommendation
  /** The alternatives that can be compared. */
  readonly textIds: readonly TextId[]
  /** Those that are compared first. */
  readonly initial: readonly TextId[]
  readonly onClose: () => void
}) {
  const say = useMessages()
  const state = useRecordState()
  const actor = useActor()
  const contentOf = useContentOf()
  const [compared, setCompared] = useState<ReadonlySet<TextId>>(new Set(initial))
  const [chosen, setChosen] = useState<{ readonly textId: TextId; readonly point: Point }>()
  const texts = useRef<HTMLDivElement>(null)
  const majority = contentOf(recommendation.majorityTextId)
  const alternatives = textIds
    .filter((textId) => compared.has(textId))
    .flatMap((textId) => {
      const content = contentOf(textId)
      return content ? [comparedAlternative(state, textId, content)] : []
    })
  const toggle = (textId: TextId) => {
    const others = [...compared].filter((other) => other !== textId)
    setCompared(new Set(compared.has(textId) ? others : [...others, textId]))
  }
  const isDelegate = actor.by === 'member' && actor.role === 'delegate'
  const choice = {
    isChosen: ({ textId }: { readonly textId: TextId }, point: Point) =>
      chosen?.textId === textId && JSON.stringify(chosen.point) === JSON.stringify(point),
    choose: ({ textId }: { readonly textId: TextId }, point: Point) => setChosen({ textId, point }),
  }
  const done = () => {
    // The button that was pressed goes: without a place for the focus, Escape and the keyboard would leave the dialog.
    texts.current?.focus()
    setChosen(undefined)
  }
  return (
    <Dialog
      title={say('comparison.title', { number: numberOf(state, recommendation.recommendationId) })}
      isWide
      onClose={onClose}
    >
      {textIds.length > 1 ? (
        <div className={styles['texts']} role="group" aria-label={say('comparison.texts')}>
          {say('comparison.texts')}
          {textIds.map((textId) => (
            <Button
              key={textId}
              isSmall
              isPressed={compared.has(textId)}
              onPress={() => toggle(textId)}
            >
              {alternativeName(say, {
                number: alternativeOrdinal(state, textId),
                sponsors: sponsorCodes(state, textId),
              })}
            </Button>
          ))}
        </div>
      ) : null}
      {isDelegate ? <p className={styles['hint']}>{say('comparison.hint')}</p> : null}
      <div ref={texts} tabIndex={-1}>
        {majority ? (
          <TextComparison
            majority={majority}
            alternatives={alternatives}
            choice={isDelegate ? choice : undefined}
          />
        ) : (
          <Skeleton label={say('loading')} />
        )}
      </div>
      {chosen ? (
        <AmendFromAlternative
          key={JSON.stringify(chosen)}
          alternativeTextId={chosen.textId}
          point={chosen.point}
          onDone={done}
        />
      ) : null}
      <DialogActions>
        <Button onPress={onClose}>{say('close')}</Button>
      </DialogActions>
    </Dialog>
  )
}

import { useEffect, useState } from 'react'
import type { Decision } from '#shared/domain/decision'
import { numberOf } from '#shared/record/labels'
import { undoTime } from '#shared/record/undo-decision'
import { useAct } from '../drafting/act.ts'
import { useRecordState } from '../live/record.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { Button } from '../ui/Button.tsx'
import styles from './chair.module.css'

const second = 1000

interface Undoable {
  readonly decisions: readonly Decision[]
  readonly secondsLeft: number
}

/** Decisions of this moment that left something to go back to. */
const isUndoable = (at: string | undefined) => (decision: Decision) =>
  decision.at === at && decision.former !== null

/**
 * The newest decisions that can still be undone: those of one moment, counted from when this screen saw them, because
 * the clock of a device may be wrong. The server has the last word.
 */
function useUndoable(): Undoable {
  const { decisions } = useRecordState()
  const [before] = useState(decisions.length)
  const [secondsLeft, setSecondsLeft] = useState(0)
  const count = decisions.length
  useEffect(() => {
    if (count > before) setSecondsLeft(undoTime / second)
  }, [count, before])
  useEffect(() => {
    if (secondsLeft <= 0) return undefined
    const timer = setTimeout(() => setSecondsLeft(secondsLeft - 1), second)
    return () => clearTimeout(timer)
  }, [secondsLeft])
  if (secondsLeft <= 0) return { decisions: [], secondsLeft }
  const { at } = decisions.at(-1) ?? {}
  return { decisions: decisions.slice(before).filter(isUndoable(at)), secondsLeft }
}

/** For ten seconds after a decision: what was decided, and taking it back. */
export function UndoDecisions() {
  const say = useMessages()
  const state = useRecordState()
  const { act, isPending } = useAct()
  const { decisions, secondsLeft } = useUndoable()
  if (decisions.length === 0) return null
  const undo = async () => {
    for (const { recommendationId, sequence } of decisions)
      await act({ type: 'undo-decision', recommendationId, decision: sequence })
  }
  return (
    <div className={styles['undo']}>
      <span role="status">
        {say('undo.done', {
          numbers: decisions
            .map(({ recommendationId }) => numberOf(state, recommendationId))
            .join(', '),
        })}
      </span>
      <Button look="bar" isDisabled={isPending} onPress={() => void undo()}>
        {say('undo.undo', { seconds: secondsLeft })}
      </Button>
    </div>
  )
}

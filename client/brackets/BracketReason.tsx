import { useState } from 'react'
import type { TextId } from '#shared/domain/ids'
import { useAct } from '../drafting/act.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Button } from '../ui/Button.tsx'
import { TextField } from '../ui/TextField.tsx'
import styles from './brackets.module.css'

/** What a bracket is for: to read, and for those who want it and the chair's table to say. */
export function BracketReason({
  textId,
  bracketId,
  reason,
  mayState,
}: {
  readonly textId: TextId
  readonly bracketId: string
  readonly reason: string
  readonly mayState: boolean
}) {
  const say = useMessages()
  const { act, isPending } = useAct()
  const [words, setWords] = useState(reason)
  const state = (said: string) =>
    void act({ type: 'state-bracket-reason', textId, bracketId, reason: said })
  if (!mayState)
    return reason === '' ? null : (
      <p className={styles['reason']} dir="auto">
        {reason}
      </p>
    )
  return (
    <form
      className={styles['option']}
      onSubmit={(event) => {
        event.preventDefault()
        state(words.trim())
      }}
    >
      <TextField
        label={say('bracket.reason')}
        value={words}
        rows={2}
        onChange={(typed) => setWords(typed.replaceAll(/\s/g, ' ').slice(0, longestReason))}
        hint={say('bracket.reason.hint')}
      />
      <div className={styles['acts']}>
        <Button type="submit" isDisabled={isPending || ['', reason].includes(words.trim())}>
          {say('bracket.reason.state')}
        </Button>
        {reason === '' ? null : (
          <Button
            isDisabled={isPending}
            onPress={() => {
              setWords('')
              state('')
            }}
          >
            {say('bracket.reason.takeBack')}
          </Button>
        )}
      </div>
    </form>
  )
}

/** In characters, as the record takes it. */
const longestReason = 200

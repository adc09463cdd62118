import { TriangleAlert } from 'lucide-react'
import { useCarrier } from '../live/carrier.ts'
import { useHasKeptWords } from '../live/kept-words.ts'
import { useSavedState } from '../live/open-texts.tsx'
import { useFeedConnection, useYou } from '../live/record.tsx'
import type { SavedState as State } from '../live/text-slots.ts'
import { type Say, useMessages } from '../messages/use-messages.ts'
import styles from './room.module.css'

/** What a state is called for those who type; `saved` is not claimed while refused words stand beside it. */
function writerSays(say: Say, state: State, hasKeptWords: boolean): string {
  switch (state) {
    case 'saved':
      return hasKeptWords ? '' : say('saved.saved')
    case 'saving':
    case 'offline':
    case 'disk-refuses':
      return say(`saved.${state}`)
    default:
      return say('saved.troubled')
  }
}

function readerSays(say: Say, state: State): string {
  if (state === 'saved' || state === 'saving') return say('saved.live')
  return state === 'offline' ? say('saved.notLive') : say('saved.troubled')
}

/** Whether words are safe, for those who type; whether the text is live, for those who read. */
export function SavedState() {
  const say = useMessages()
  const { memberId, role } = useYou()
  const saved = useSavedState()
  const feed = useFeedConnection()
  const carrier = useCarrier()
  const hasKeptWords = useHasKeptWords(memberId)
  const isPlain = saved === 'saved' || saved === 'saving' || saved === 'offline'
  const state = isPlain && feed === 'reconnecting' ? 'offline' : saved
  const isReader = role === 'observer' || role === 'public'
  return (
    <span
      className={styles['saved']}
      data-state={isPlain ? state : 'trouble'}
      role="status"
      aria-live="polite"
    >
      {isPlain ? null : <TriangleAlert size={16} aria-hidden />}
      {isReader ? readerSays(say, state) : writerSays(say, state, hasKeptWords)}
      {state === 'saved' || state === 'saving' || state === 'offline' ? null : (
        <span className="visually-hidden">{say(`trouble.${state}`)}</span>
      )}
      {carrier === 'http' ? <small title={say('carrier.why')}>{say('carrier.http')}</small> : null}
    </span>
  )
}

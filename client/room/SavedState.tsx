import { TriangleAlert } from 'lucide-react'
import { useCarrier } from '../live/carrier.ts'
import { useKeeping } from '../live/device-storage.ts'
import { useHasKeptWords } from '../live/kept-words.ts'
import { useSavedState } from '../live/open-texts.tsx'
import { useFeedConnection, useSomebodyElse, useYou } from '../live/record.tsx'
import type { SavedState as State } from '../live/text-slots.ts'
import { type Say, useMessages } from '../messages/use-messages.ts'
import styles from './room.module.css'

type Shown = State | 'reconnecting'

/** What a state is called for those who type; `saved` is not claimed while refused words stand beside it. */
function writerSays(say: Say, state: Shown, hasKeptWords: boolean, keeps: boolean): string {
  // What the device does not keep is not said to be kept.
  if (!keeps && (state === 'offline' || state === 'disk-refuses'))
    return say('saved.offline.unkept')
  switch (state) {
    case 'saved':
      return hasKeptWords ? '' : say('saved.saved')
    case 'reconnecting':
      return say('saved.notLive')
    case 'loading':
    case 'saving':
    case 'offline':
    case 'disk-refuses':
      return say(`saved.${state}`)
    default:
      return say('saved.troubled')
  }
}

function readerSays(say: Say, state: Shown): string {
  if (state === 'loading') return say('saved.loading')
  if (state === 'saved' || state === 'saving') return say('saved.live')
  return isPlain(state) ? say('saved.notLive') : say('saved.troubled')
}

/** No trouble with a sentence of its own. */
const plain = ['saved', 'loading', 'saving', 'offline', 'reconnecting'] as const
const isPlain = (state: Shown): state is (typeof plain)[number] =>
  plain.some((each) => each === state)

/** All is well, as far as the texts go. */
const isWell = (state: Shown): boolean =>
  state === 'saved' || state === 'loading' || state === 'saving'

/** Whether words are safe, for those who type; whether the text is live, for those who read. */
export function SavedState() {
  const say = useMessages()
  const { memberId, role } = useYou()
  const saved = useSavedState()
  const feed = useFeedConnection()
  const hasKeptWords = useHasKeptWords(memberId)
  const keeps = useKeeping() === 'keeps'
  // Words may be safe while what others do is not seen: that is not said as if it were.
  const isStale = feed === 'reconnecting' && isWell(saved)
  // A page that is somebody else's does not come back by itself, and says why.
  const isTheirs =
    useSomebodyElse() !== undefined &&
    (saved === 'saved' || saved === 'loading' || saved === 'offline')
  const state: Shown = isTheirs ? 'another-member' : isStale ? 'reconnecting' : saved
  // How words travel is worth a word while they do.
  const isByHttp = useCarrier() === 'http' && isWell(state)
  const isReader = role === 'observer' || role === 'public'
  return (
    <span
      className={styles['saved']}
      data-state={isPlain(state) ? state : 'trouble'}
      role="status"
      aria-live="polite"
    >
      {isPlain(state) ? null : <TriangleAlert size={16} aria-hidden />}
      {isReader ? readerSays(say, state) : writerSays(say, state, hasKeptWords, keeps)}
      {isPlain(state) ? null : <span className="visually-hidden">{say(`trouble.${state}`)}</span>}
      {feed === 'asked' ? (
        <>
          {' '}
          <small title={say('saved.asked.why')}>{say('saved.asked')}</small>
        </>
      ) : null}
      {isByHttp ? (
        <>
          {' '}
          <small title={say('carrier.why')}>{say('carrier.http')}</small>
        </>
      ) : null}
    </span>
  )
}

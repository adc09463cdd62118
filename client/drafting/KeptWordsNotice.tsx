import { useEffect, useRef } from 'react'
import type { TextId } from '#shared/domain/ids'
import { wordsRefusals } from '#shared/protocol/frames'
import { ReturnedWords } from '../amendments/ReturnedWords.tsx'
import {
  discardKeptWords,
  type KeptWords,
  rowRemoved,
  seekKeptWords,
  useKeptWords,
  useSoughtKeptWords,
} from '../live/kept-words.ts'
import { useRecordState, useYou } from '../live/record.tsx'
import { beforeBackup } from '../live/taken-back.ts'
import { formatTime, useMessages } from '../messages/use-messages.ts'
import { Button } from '../ui/Button.tsx'
import { copyText } from '../ui/copy-text.ts'
import styles from './drafting.module.css'

const sentenceOf = (why: string): string =>
  Object.entries(wordsRefusals).find(([code]) => code === why)?.[1] ?? ''

/** Shows their author the words that were not accepted in this text. The bar above announces them. */
export function KeptWordsNotice({ textId }: { readonly textId: TextId }) {
  const { memberId } = useYou()
  const kept = useKeptWords().filter((each) => each.textId === textId && each.memberId === memberId)
  return kept.map((words) => <Kept key={words.id} {...words} />)
}

/** Shows their author the words whose whole text went when a backup was put in place. */
export function KeptWithoutText() {
  const { memberId } = useYou()
  const { texts } = useRecordState()
  const kept = useKeptWords().filter(
    (each) =>
      each.memberId === memberId && each.why === beforeBackup && texts[each.textId] === undefined,
  )
  return kept.map((words) => <Kept key={words.id} {...words} />)
}

function Kept(kept: KeptWords) {
  const { id, at, why, words, returning } = kept
  const say = useMessages()
  const { texts } = useRecordState()
  const isReturned = returning !== undefined && texts[returning.amendmentTextId] !== undefined
  const place = useRef<HTMLDivElement>(null)
  const isSought = useSoughtKeptWords() === id
  useEffect(() => {
    if (!isSought) return undefined
    // In the next frame: on a phone the pane that this is in has to be shown first.
    const frame = requestAnimationFrame(() => {
      place.current?.focus()
      seekKeptWords(undefined)
    })
    return () => cancelAnimationFrame(frame)
  }, [isSought])
  return (
    <div
      ref={place}
      className={styles['kept']}
      role="group"
      aria-label={say('kept.label')}
      tabIndex={-1}
    >
      <p>
        <strong>
          {why === beforeBackup
            ? say('kept.restored')
            : why === rowRemoved
              ? say('kept.rowRemoved')
              : say('kept.title', { time: formatTime(at) })}
        </strong>{' '}
        {sentenceOf(why)}
      </p>
      {words === '' ? <p>{say('kept.deletions')}</p> : <blockquote>{words}</blockquote>}
      <ReturnedWords kept={kept} />
      <div className={styles['keptActions']}>
        {words === '' ? null : (
          <Button isSmall onPress={() => void copyText(words)}>
            {say('copy')}
          </Button>
        )}
        <Button isSmall onPress={() => discardKeptWords(id)}>
          {say(isReturned ? 'returned.dismiss' : 'kept.discard')}
        </Button>
      </div>
    </div>
  )
}

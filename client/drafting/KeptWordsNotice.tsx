import type { TextId } from '#shared/domain/ids'
import { wordsRefusals } from '#shared/protocol/frames'
import { discardKeptWords, useKeptWords } from '../live/kept-words.ts'
import { useYou } from '../live/record.tsx'
import { formatTime, useMessages } from '../messages/use-messages.ts'
import { Button } from '../ui/Button.tsx'
import styles from './drafting.module.css'

const sentenceOf = (why: string): string =>
  Object.entries(wordsRefusals).find(([code]) => code === why)?.[1] ?? ''

/** Shows their author the words that were not accepted in this text. */
export function KeptWordsNotice({ textId }: { readonly textId: TextId }) {
  const say = useMessages()
  const { memberId } = useYou()
  const kept = useKeptWords().filter((each) => each.textId === textId && each.memberId === memberId)
  return kept.map(({ id, at, why, words }) => (
    <div key={id} className={styles['kept']} role="alert">
      <p>
        <strong>{say('kept.title', { time: formatTime(at) })}</strong> {sentenceOf(why)}
      </p>
      {words === '' ? <p>{say('kept.deletions')}</p> : <blockquote>{words}</blockquote>}
      <div className={styles['keptActions']}>
        {words === '' ? null : (
          <Button isSmall onPress={() => void navigator.clipboard.writeText(words)}>
            {say('copy')}
          </Button>
        )}
        <Button isSmall onPress={() => discardKeptWords(id)}>
          {say('kept.discard')}
        </Button>
      </div>
    </div>
  ))
}

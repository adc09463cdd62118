import type { TextId } from '#shared/domain/ids'
import { compareWordsOf } from '#shared/text/compare'
import styles from '../drafting/drafting.module.css'
import { useTextContent } from '../live/open-texts.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { Skeleton } from '../ui/Placeholder.tsx'

/** Word by word, what the alternative adds to the majority text and what it leaves out; live. */
export function Comparison({ from, to }: { readonly from: TextId; readonly to: TextId }) {
  const say = useMessages()
  const before = useTextContent(from)
  const after = useTextContent(to)
  if (!before || !after) return <Skeleton label={say('loading')} />
  return (
    <section className={styles['comparison']} aria-label={say('comparison.label')}>
      {compareWordsOf(before.words, after.words).map(({ pieces }, place) => (
        <p key={place}>
          {pieces.map(({ kind, words }, index) => {
            if (kind === 'inserted') return <ins key={index}>{words}</ins>
            if (kind === 'deleted') return <del key={index}>{words}</del>
            return <span key={index}>{words}</span>
          })}
        </p>
      ))}
    </section>
  )
}

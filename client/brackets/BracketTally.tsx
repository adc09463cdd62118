import { countBrackets } from '#shared/brackets/brackets'
import type { TextId } from '#shared/domain/ids'
import { useTextContent } from '../live/open-texts.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { Badge } from '../ui/Badge.tsx'
import styles from './brackets.module.css'
import { useBracketCounts } from './counts.tsx'

function useCount(textIds: readonly TextId[]): number {
  const counts = useBracketCounts()
  const wanted = new Set<string>(textIds)
  return (counts?.texts ?? [])
    .filter(({ textId }) => wanted.has(textId))
    .reduce((sum, { now }) => sum + now, 0)
}

/** How many brackets these texts have, in words; nothing when there are none. */
export function BracketTally({ textIds }: { readonly textIds: readonly TextId[] }) {
  const say = useMessages()
  const count = useCount(textIds)
  return count > 0 ? <Badge tone="warn">{say('recommendation.brackets', { count })}</Badge> : null
}

/** The same for a text that is open here: as it is typed, once it has come. */
export function LiveBracketTally({ textId }: { readonly textId: TextId }) {
  const say = useMessages()
  const content = useTextContent(textId)
  const known = useCount([textId])
  const count = content ? countBrackets(content) : known
  return count > 0 ? <Badge tone="warn">{say('recommendation.brackets', { count })}</Badge> : null
}

/** The same in a narrow place. */
export function BracketMark({ textIds }: { readonly textIds: readonly TextId[] }) {
  const say = useMessages()
  const count = useCount(textIds)
  const words = say('recommendation.brackets', { count })
  return count > 0 ? (
    <span className={styles['mark']} role="img" aria-label={words} title={words}>
      [{count}]
    </span>
  ) : null
}

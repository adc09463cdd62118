import { useMessages } from '../messages/use-messages.ts'
import { alternativeName, type ComparedAlternative } from './compared.ts'
import styles from './comparison.module.css'

/** The number of an alternative in its sponsor's colour; beside words, small and raised. */
export function AlternativeNumber({
  alternative,
  isRaised = false,
}: {
  readonly alternative: Pick<ComparedAlternative, 'number' | 'sponsors' | 'colour'>
  readonly isRaised?: boolean
}) {
  const say = useMessages()
  const name = alternativeName(say, alternative)
  return (
    <span
      className={styles['number']}
      data-raised={isRaised}
      style={{ ['--alternative-colour' as string]: alternative.colour }}
      role="img"
      aria-label={name}
      title={name}
    >
      {alternative.number}
    </span>
  )
}

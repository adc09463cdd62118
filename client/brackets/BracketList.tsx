import { bracketsOf } from '#shared/brackets/brackets'
import type { TextContent } from '#shared/domain/content'
import { useMessages } from '../messages/use-messages.ts'
import styles from './brackets.module.css'
import { useBracketDesk } from './desk.tsx'

/** Only the brackets of a text, each leading to what can be done with it. */
export function BracketList({
  content,
  label,
}: {
  readonly content: TextContent
  readonly label: string
}) {
  const say = useMessages()
  const desk = useBracketDesk()
  const brackets = bracketsOf(content).filter(({ isEmpty }) => !isEmpty)
  if (brackets.length === 0) return <p className={styles['fact']}>{say('bracket.none')}</p>
  return (
    <ul className={styles['list']} aria-label={say('bracket.list', { text: label })}>
      {brackets.map(({ bracketId, sponsors, reason, words, isWhole }) => (
        <li key={bracketId}>
          <button
            type="button"
            className={styles['entry']}
            aria-haspopup="dialog"
            dir="auto"
            onClick={({ currentTarget }) => desk?.ask(bracketId, currentTarget)}
          >
            {'['}
            {sponsors === '' ? null : (
              <b>
                <bdi>{sponsors}:</bdi>{' '}
              </b>
            )}
            {isWhole ? `${words}]` : say('bracket.half')}
          </button>
          {reason === '' ? null : (
            <p className={styles['fact']} dir="auto">
              {reason}
            </p>
          )}
        </li>
      ))}
    </ul>
  )
}

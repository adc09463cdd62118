import type { DecidedText } from '#shared/domain/decision'
import { alternativeOrdinal, delegationOf } from '#shared/record/labels'
import { noteNumbers } from '#shared/text/footnotes'
import { useRecordState } from '../live/record.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { CellReader } from '../reader/CellReader.tsx'
import { NoteNumbersShown } from '../reader/note-numbers.ts'
import { WordsReader } from '../reader/WordsReader.tsx'
import styles from './history.module.css'

/** The texts of a decision as they stood: what was decided, and beside it the dissent with its sponsors and reasons. */
export function DecidedTexts({ texts }: { readonly texts: readonly DecidedText[] }) {
  const say = useMessages()
  const state = useRecordState()
  return (
    <div className={styles['decidedTexts']}>
      {texts.map(({ textId, kind, content, digest, sponsors = [], reason = '' }) => {
        const name =
          kind === 'majority'
            ? say('text.majority')
            : say('history.dissentOf', { number: alternativeOrdinal(state, textId) })
        const names = sponsors.map(
          ({ delegationId }) => delegationOf(state, delegationId)?.name ?? '',
        )
        return (
          <section key={textId} className={styles['decided']}>
            <h3>{name}</h3>
            {names.length > 0 ? (
              <p>{say('alternative.by', { names: new Intl.ListFormat('en-GB').format(names) })}</p>
            ) : null}
            {reason === '' ? null : <p className={styles['reason']}>{reason}</p>}
            <WordsReader
              words={content.words}
              label={name}
              highlights={[]}
              onHighlight={() => undefined}
            />
            <NoteNumbersShown value={noteNumbers(content)}>
              <ul>
                {content.tasks.map((task) => (
                  <li key={task.rowId}>
                    <CellReader cell={task.what} whenEmpty={say('rows.notStated')} />
                  </li>
                ))}
              </ul>
            </NoteNumbersShown>
            <p className={styles['digest']}>
              {say('history.digest', { digest: digest.slice(0, 16) })}
            </p>
          </section>
        )
      })}
    </div>
  )
}

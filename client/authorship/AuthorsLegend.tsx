import { useMessages } from '../messages/use-messages.ts'
import styles from './authorship.module.css'
import type { ShownRun } from './shown-authors.ts'

/** Whose words stand in a text, and how each is marked. */
export function AuthorsLegend({ runs }: { readonly runs: readonly ShownRun[] }) {
  const say = useMessages()
  const authors = [...new Map(runs.map(({ author }) => [author.key, author])).values()]
  return (
    <div className={styles['legend']}>
      <h3>{say('authors.title')}</h3>
      {authors.length === 0 ? <p>{say('authors.nobody')}</p> : null}
      <ul aria-label={say('authors.title')}>
        {authors.map(({ key, name, code, colour, line }) => (
          <li key={key}>
            <span
              className={`${styles['words']} ${styles['code']}`}
              style={{ '--author': colour }}
              data-line={line}
              data-code={code}
            >
              {name}
            </span>
          </li>
        ))}
      </ul>
      <p>{say('authors.neutral')}</p>
    </div>
  )
}

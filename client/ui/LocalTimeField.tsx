import { useId } from 'react'
import styles from './ui.module.css'

/** A day and time in the person's own time zone, as the browser asks for it: "2012-01-13T10:42". */
export function LocalTimeField({
  label,
  value,
  onChange,
  hint,
  error,
}: {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly hint: string
  readonly error: string | undefined
}) {
  const id = useId()
  return (
    <div className={styles['field']}>
      <label className={styles['label']} htmlFor={id}>
        {label}
      </label>
      <input
        id={id}
        className={styles['input']}
        type="datetime-local"
        value={value}
        onChange={(event) => onChange(event.target.value)}
        aria-invalid={error !== undefined}
        aria-describedby={`${id}-hint`}
      />
      <span className={styles['hint']} id={`${id}-hint`}>
        {hint}
        {error === undefined ? null : <span className={styles['error']}> {error}</span>}
      </span>
    </div>
  )
}

import styles from './ui.module.css'

/** A delegation as a round mark with its code; the name is its accessible name and its title. */
export const DelegationChip = ({
  name,
  code,
  colour,
}: {
  readonly name: string
  readonly code: string
  readonly colour: string
}) => (
  <span
    className={styles['chip']}
    style={{ background: colour }}
    role="img"
    aria-label={name}
    title={name}
  >
    {code}
  </span>
)

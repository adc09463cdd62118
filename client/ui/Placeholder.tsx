import { useOnItsWay } from './in-turn.tsx'
import styles from './ui.module.css'

/** What a pane shows when it has nothing. */
export const EmptyState = ({ children }: { readonly children: string }) => (
  <p className={styles['empty']}>{children}</p>
)

const widths = ['60%', '95%', '88%', '70%', '92%']

/** What a pane shows while its content is on the way. Nobody knows yet how long that is: what stands below is held back. */
export function Skeleton({
  label,
  isAwaited = true,
}: {
  readonly label: string
  /** False when nobody knows whether the content comes: then what stands below is shown. */
  readonly isAwaited?: boolean
}) {
  useOnItsWay(isAwaited)
  return (
    <div className={styles['skeleton']} role="status" aria-label={label}>
      {widths.map((inlineSize) => (
        <span key={inlineSize} style={{ inlineSize }} />
      ))}
    </div>
  )
}

import styles from './ui.module.css'

/** What a pane shows when it has nothing. */
export const EmptyState = ({ children }: { readonly children: string }) => (
  <p className={styles['empty']}>{children}</p>
)

const widths = ['60%', '95%', '88%', '70%', '92%']

/** What a pane shows while its content is on the way: of about its size, so that nothing jumps. */
export const Skeleton = ({ label }: { readonly label: string }) => (
  <div className={styles['skeleton']} role="status" aria-label={label}>
    {widths.map((inlineSize) => (
      <span key={inlineSize} style={{ inlineSize }} />
    ))}
  </div>
)

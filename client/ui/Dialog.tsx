import type { ReactNode } from 'react'
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import styles from './ui.module.css'

/** A modal dialog with a title; Escape and a press outside close it unless it holds something that would be lost. */
export function Dialog({
  title,
  onClose,
  isDismissable = true,
  isWide = false,
  children,
}: {
  readonly title: string
  readonly onClose: () => void
  readonly isDismissable?: boolean
  /** As wide as the window: for texts side by side. */
  readonly isWide?: boolean
  readonly children: ReactNode
}) {
  return (
    <ModalOverlay
      className={styles['scrim'] ?? ''}
      isOpen
      isDismissable={isDismissable}
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose()
      }}
    >
      <Modal className={styles['dialog'] ?? ''} data-wide={isWide}>
        <AriaDialog>
          <Heading slot="title" className={styles['dialogTitle'] ?? ''}>
            {title}
          </Heading>
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}

/** The row of buttons at the end of a dialog. */
export const DialogActions = ({ children }: { readonly children: ReactNode }) => (
  <div className={styles['actions']}>{children}</div>
)

import type { ReactNode } from 'react'
import { Menu as AriaMenu, MenuItem, MenuTrigger, Popover } from 'react-aria-components'
import styles from './ui.module.css'

export interface MenuEntry {
  readonly id: string
  readonly label: string
  /** Why it cannot be done now; it stays in the menu, so that people learn that it exists. */
  readonly whyNot?: string | undefined
  readonly onAction: () => void
}

/** A menu under a button. */
export function Menu({
  trigger,
  label,
  entries,
  isOpen,
  onOpenChange,
}: {
  readonly trigger: ReactNode
  readonly label: string
  readonly entries: readonly MenuEntry[]
  /** Where something else than the button opens it too. */
  readonly isOpen?: boolean
  readonly onOpenChange?: (isOpen: boolean) => void
}) {
  return (
    <MenuTrigger {...(isOpen !== undefined && { isOpen })} {...(onOpenChange && { onOpenChange })}>
      {trigger}
      <Popover>
        <AriaMenu
          className={styles['menu'] ?? ''}
          aria-label={label}
          {...(isOpen !== undefined && { autoFocus: 'first' })}
        >
          {entries.map(({ id, label: text, whyNot, onAction }) => (
            <MenuItem
              key={id}
              id={id}
              textValue={text}
              className={styles['menuItem'] ?? ''}
              isDisabled={whyNot !== undefined}
              onAction={onAction}
            >
              {text}
              {whyNot === undefined ? null : <small>{whyNot}</small>}
            </MenuItem>
          ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  )
}

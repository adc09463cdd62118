import { Check } from 'lucide-react'
import type { ReactNode } from 'react'
import {
  Button as AriaButton,
  Menu as AriaMenu,
  MenuItem,
  MenuTrigger,
  Popover,
  Text,
} from 'react-aria-components'
import styles from './ui.module.css'

/** One of a few, in a menu under a button that says which one holds. */
export function ChoiceMenu<Value extends string>({
  label,
  trigger,
  keys,
  note,
  value,
  options,
  onChange,
}: {
  readonly label: string
  /** What the button shows. */
  readonly trigger: ReactNode
  /** The shortcut that goes to the next one, as ARIA writes keys. */
  readonly keys: string
  /** Said about the shortcut under the choices. */
  readonly note: string
  readonly value: Value
  readonly options: readonly {
    readonly value: Value
    readonly label: string
    readonly hint: string
  }[]
  readonly onChange: (value: Value) => void
}) {
  return (
    <MenuTrigger>
      <AriaButton
        className={`${styles['button']} ${styles['small']}`}
        ref={(button) => button?.setAttribute('aria-keyshortcuts', keys)}
      >
        {trigger}
      </AriaButton>
      <Popover className={styles['menu'] ?? ''}>
        <AriaMenu
          className={styles['choices'] ?? ''}
          aria-label={label}
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={[value]}
          onAction={(chosen) => {
            const option = options.find((each) => each.value === chosen)
            if (option) onChange(option.value)
          }}
        >
          {options.map((option) => (
            <MenuItem
              key={option.value}
              id={option.value}
              textValue={option.label}
              className={`${styles['menuItem']} ${styles['choice']}`}
            >
              {({ isSelected }) => (
                <>
                  <span className={styles['tick']}>
                    {isSelected ? <Check size={14} aria-hidden /> : null}
                  </span>
                  <Text slot="label">{option.label}</Text>
                  <Text slot="description" elementType="small">
                    {option.hint}
                  </Text>
                </>
              )}
            </MenuItem>
          ))}
        </AriaMenu>
        <p className={styles['menuNote']}>{note}</p>
      </Popover>
    </MenuTrigger>
  )
}

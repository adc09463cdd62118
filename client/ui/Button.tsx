import type { ReactNode } from 'react'
import { Button as AriaButton, Tooltip, TooltipTrigger } from 'react-aria-components'
import styles from './ui.module.css'

export interface ButtonProps {
  readonly children: ReactNode
  readonly onPress?: () => void
  readonly look?: 'plain' | 'primary' | 'danger' | 'quiet' | 'bar' | 'barGood'
  readonly isSmall?: boolean
  readonly isDisabled?: boolean
  readonly type?: 'button' | 'submit'
  /** Name for screen readers where the children are only an icon; also its tooltip. */
  readonly label?: string
  readonly isPressed?: boolean
}

/** A button in one of the room's looks. */
export function Button({
  children,
  onPress,
  look = 'plain',
  isSmall = false,
  isDisabled = false,
  type = 'button',
  label,
  isPressed,
}: ButtonProps) {
  const classes = [
    styles['button'],
    look === 'plain' ? '' : styles[look],
    isSmall ? styles['small'] : '',
  ]
  const button = (
    <AriaButton
      className={classes.join(' ')}
      type={type}
      isDisabled={isDisabled}
      {...(onPress ? { onPress } : {})}
      {...(label === undefined ? {} : { 'aria-label': label })}
      {...(isPressed === undefined ? {} : { 'aria-pressed': isPressed })}
    >
      {children}
    </AriaButton>
  )
  if (label === undefined) return button
  return (
    <TooltipTrigger delay={600}>
      {button}
      <Tooltip className={styles['notice'] ?? ''} offset={6}>
        {label}
      </Tooltip>
    </TooltipTrigger>
  )
}

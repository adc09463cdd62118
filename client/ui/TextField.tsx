import {
  TextField as AriaTextField,
  FieldError,
  Input,
  Label,
  Text,
  TextArea,
} from 'react-aria-components'
import styles from './ui.module.css'

/** A labelled line or, with `rows`, a box of text; an error is shown in the field's own words. */
export function TextField({
  label,
  value,
  onChange,
  rows = 1,
  hint,
  error,
  isRequired = false,
  autoFocus = false,
  onKeyDown,
}: {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly rows?: number
  readonly hint?: string
  readonly error?: string | undefined
  readonly isRequired?: boolean
  readonly autoFocus?: boolean
  readonly onKeyDown?: (event: {
    readonly key: string
    readonly ctrlKey: boolean
    readonly metaKey: boolean
  }) => void
}) {
  return (
    <AriaTextField
      className={styles['field'] ?? ''}
      value={value}
      onChange={onChange}
      isRequired={isRequired}
      isInvalid={error !== undefined}
      validationBehavior="aria"
      autoFocus={autoFocus}
      {...(onKeyDown ? { onKeyDown } : {})}
    >
      <Label className={styles['label'] ?? ''}>{label}</Label>
      {rows > 1 ? (
        <TextArea className={styles['input'] ?? ''} rows={rows} />
      ) : (
        <Input className={styles['input'] ?? ''} />
      )}
      {hint === undefined ? null : (
        <Text slot="description" className={styles['hint'] ?? ''}>
          {hint}
        </Text>
      )}
      <FieldError className={styles['error'] ?? ''}>{error}</FieldError>
    </AriaTextField>
  )
}

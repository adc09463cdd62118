import { Label, Radio, RadioGroup } from 'react-aria-components'
import styles from './ui.module.css'

/** One of a few, all in sight. */
export function Choice<Value extends string>({
  label,
  value,
  options,
  onChange,
}: {
  readonly label: string
  readonly value: Value | null
  readonly options: readonly (readonly [value: Value, label: string])[]
  readonly onChange: (value: Value) => void
}) {
  const choose = (chosen: string) => {
    const option = options.find(([candidate]) => candidate === chosen)
    if (option) onChange(option[0])
  }
  return (
    <RadioGroup
      className={styles['field'] ?? ''}
      value={value}
      onChange={choose}
      orientation="horizontal"
    >
      <Label className={styles['label'] ?? ''}>{label}</Label>
      <div className={styles['segmented']}>
        {options.map(([option, text]) => (
          <Radio key={option} value={option} className={styles['segment'] ?? ''}>
            {text}
          </Radio>
        ))}
      </div>
    </RadioGroup>
  )
}

import { useState } from 'react'
import { Label, Radio, RadioGroup } from 'react-aria-components'
import { useMessages } from '../messages/use-messages.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog, DialogActions } from '../ui/Dialog.tsx'
import { sampleOf } from './encodings.ts'
import styles from './intake.module.css'
import type { EncodingAsked } from './use-file-import.ts'

/** Asks how a file without a mark of its encoding is to be read: its owner knows it by a line of it. */
export function EncodingQuestion({ asked }: { readonly asked: EncodingAsked }) {
  const say = useMessages()
  const { name, readings, choose, cancel } = asked
  const [chosen, setChosen] = useState(readings[0]?.encoding ?? '')
  return (
    <Dialog title={say('encoding.title', { name })} onClose={cancel}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          const reading = readings.find(({ encoding }) => encoding === chosen)
          if (reading) choose(reading)
        }}
      >
        <RadioGroup className={styles['readings'] ?? ''} value={chosen} onChange={setChosen}>
          <Label>{say('encoding.choose')}</Label>
          {readings.map((reading) => (
            <Radio
              key={reading.encoding}
              value={reading.encoding}
              className={styles['reading'] ?? ''}
            >
              <span dir="auto">{sampleOf(reading)}</span>
              <small>{reading.encoding}</small>
            </Radio>
          ))}
        </RadioGroup>
        <DialogActions>
          <Button onPress={cancel}>{say('cancel')}</Button>
          <Button look="primary" type="submit">
            {say('encoding.insert')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}

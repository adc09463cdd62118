import { useState } from 'react'
import type { Instant } from '#shared/domain/plain-string'
import { whyNotDeadline } from '#shared/record/deadline'
import { serverNow, useServerNow } from '../live/server-clock.ts'
import { formatInstant, timeZone, useMessages } from '../messages/use-messages.ts'
import { Button } from '../ui/Button.tsx'
import { Choice } from '../ui/Choice.tsx'
import { Dialog, DialogActions } from '../ui/Dialog.tsx'
import { LocalTimeField } from '../ui/LocalTimeField.tsx'
import ui from '../ui/ui.module.css'

const minute = 60_000
/** What a span from now ends at is told anew so often, in milliseconds. */
const tick = 5000
const spans = { minutes: 10 * minute, hour: 60 * minute, day: 24 * 60 * minute } as const
type When = keyof typeof spans | 'open' | 'time'

/** Asks until when: a span from now, or a time in the chair's own time zone; with `mayBeOpen` also without an end. */
export function DeadlineDialog({
  title,
  text,
  confirm,
  mayBeOpen = false,
  isPending,
  onSet,
  onClose,
}: {
  readonly title: string
  readonly text?: string
  readonly confirm: string
  readonly mayBeOpen?: boolean
  readonly isPending: boolean
  /** True when it was done; the dialog closes then. */
  readonly onSet: (until: Instant | undefined) => Promise<boolean>
  readonly onClose: () => void
}) {
  const say = useMessages()
  const [when, setWhen] = useState<When>(mayBeOpen ? 'open' : 'hour')
  const [time, setTime] = useState('')
  const now = useServerNow(tick)
  const typed = Date.parse(time)
  const whyNot = when === 'time' ? whyNotDeadline(now - typed) : undefined
  const error = whyNot && say(whyNot === 'deadline-past' ? 'deadline.past' : 'deadline.far')
  const isMissing = when === 'time' && Number.isNaN(typed)
  const end = (from: number) =>
    when === 'open'
      ? undefined
      : new Date(when === 'time' ? typed : from + spans[when]).toISOString()
  const set = async () => {
    if (await onSet(end(serverNow()))) onClose()
  }
  const isPossible = when !== 'time' || (!isMissing && whyNot === undefined)
  const shown = isPossible ? end(now) : undefined
  return (
    <Dialog title={title} onClose={onClose}>
      <div className={ui['stack']}>
        {text === undefined ? null : <p>{text}</p>}
        <Choice<When>
          label={say('deadline.when')}
          value={when}
          options={[
            ...(mayBeOpen ? [['open', say('deadline.open')] as const] : []),
            ['minutes', say('deadline.minutes')],
            ['hour', say('deadline.hour')],
            ['day', say('deadline.day')],
            ['time', say('deadline.time')],
          ]}
          onChange={setWhen}
        />
        {when === 'time' ? (
          <LocalTimeField
            label={say('deadline.at')}
            value={time}
            onChange={setTime}
            hint={say('deadline.zone', { zone: timeZone() })}
            error={isMissing ? undefined : error}
          />
        ) : null}
        <p className={ui['hint']}>
          {shown === undefined
            ? when === 'open'
              ? say('deadline.noEnd')
              : null
            : say('deadline.ends', { instant: formatInstant(shown) })}
        </p>
      </div>
      <DialogActions>
        <Button onPress={onClose}>{say('cancel')}</Button>
        <Button look="primary" isDisabled={isPending || !isPossible} onPress={() => void set()}>
          {confirm}
        </Button>
      </DialogActions>
    </Dialog>
  )
}

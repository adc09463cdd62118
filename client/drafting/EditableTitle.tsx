import { useState } from 'react'
import type { Recommendation } from '#shared/domain/recommendation'
import { isDecided } from '#shared/record/text-right'
import { useYou } from '../live/record.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { Button } from '../ui/Button.tsx'
import { TextField } from '../ui/TextField.tsx'
import { useFormAct } from './act.ts'
import styles from './drafting.module.css'

/** The title; the table may change it while the recommendation is not decided. */
export function EditableTitle({ recommendation }: { readonly recommendation: Recommendation }) {
  const say = useMessages()
  const { role } = useYou()
  const [draft, setDraft] = useState<string | null>(null)
  const { act, isPending } = useFormAct(draft)
  const { recommendationId, title, status } = recommendation
  const mayRetitle =
    (role === 'chair' || role === 'vice-chair' || role === 'secretariat') && !isDecided(status)
  const save = async () => {
    if (draft === null || draft.trim() === title) return setDraft(null)
    const isDone = await act({ type: 'retitle-recommendation', recommendationId, title: draft })
    return isDone ? setDraft(null) : undefined
  }
  if (draft !== null)
    return (
      <form
        className={styles['titleForm']}
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <TextField label={say('title.label')} value={draft} onChange={setDraft} autoFocus />
        <Button type="submit" look="primary" isDisabled={isPending || draft.trim() === ''}>
          {say('save')}
        </Button>
        <Button onPress={() => setDraft(null)}>{say('cancel')}</Button>
      </form>
    )
  return (
    <div className={styles['titleRow']}>
      <h1 className={styles['title']}>{title}</h1>
      {mayRetitle ? (
        <Button look="quiet" isSmall onPress={() => setDraft(title)}>
          {say('title.edit')}
        </Button>
      ) : null}
    </div>
  )
}

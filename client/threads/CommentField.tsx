import { useEffect, useId, useRef, useState } from 'react'
import type { Delegation } from '#shared/domain/member'
import { useRecordState } from '../live/record.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { isComposingKey } from '../ui/composing.ts'
import fields from '../ui/ui.module.css'
import type { Draft } from './focus.tsx'
import { completions, mentionBefore } from './mentions.ts'
import styles from './threads.module.css'

/** Where a comment is written: Ctrl+Enter posts, `@` offers the delegations, Escape leaves. */
export function CommentField({
  label,
  draft,
  onChange,
  onPost,
  onLeave,
  autoFocus = false,
}: {
  readonly label: string
  readonly draft: Draft
  readonly onChange: (draft: Draft) => void
  readonly onPost: () => void
  readonly onLeave: () => void
  readonly autoFocus?: boolean
}) {
  const say = useMessages()
  const { delegations } = useRecordState()
  const id = useId()
  const area = useRef<HTMLTextAreaElement>(null)
  const [caret, setCaret] = useState(0)
  const [chosen, setChosen] = useState(0)
  const [isShut, setShut] = useState(false)
  const typed = isShut ? undefined : mentionBefore(draft.body, caret)
  const offered = typed === undefined ? [] : completions(delegations, typed)
  const current = offered[Math.min(chosen, offered.length - 1)]
  useEffect(() => {
    if (autoFocus) area.current?.focus()
  }, [autoFocus])
  const complete = ({ name, delegationId }: Delegation) => {
    const start = caret - (typed ?? '').length
    const before = `${draft.body.slice(0, start)}${name} `
    onChange({
      ...draft,
      body: before + draft.body.slice(caret),
      mentions: [...new Set([...draft.mentions, delegationId])],
    })
    setCaret(before.length)
    requestAnimationFrame(() => {
      area.current?.focus()
      area.current?.setSelectionRange(before.length, before.length)
    })
  }
  const onKeyDown = (event: React.KeyboardEvent) => {
    const { key, ctrlKey, metaKey, nativeEvent } = event
    if (isComposingKey(nativeEvent)) return
    if (key === 'Enter' && (ctrlKey || metaKey)) onPost()
    else if (current && (key === 'ArrowDown' || key === 'ArrowUp'))
      setChosen((chosen + (key === 'ArrowDown' ? 1 : -1) + offered.length) % offered.length)
    else if (current && (key === 'Enter' || key === 'Tab')) complete(current)
    else if (current && key === 'Escape') setShut(true)
    else if (key === 'Escape') onLeave()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div className={styles['field']}>
      <label className={fields['label']} htmlFor={id}>
        {label}
      </label>
      <textarea
        ref={area}
        id={id}
        className={fields['input']}
        rows={draft.body === '' ? 1 : 2}
        value={draft.body}
        aria-autocomplete="list"
        aria-controls={current ? `${id}-list` : undefined}
        aria-activedescendant={current ? `${id}-${current.delegationId}` : undefined}
        onChange={({ target }) => {
          onChange({ ...draft, body: target.value })
          setCaret(target.selectionStart)
          setChosen(0)
          setShut(false)
        }}
        onSelect={({ currentTarget }) => setCaret(currentTarget.selectionStart)}
        onBlur={() => setShut(true)}
        onKeyDown={onKeyDown}
      />
      <span className="visually-hidden" role="status">
        {current ? say('threads.mention.offered', { count: offered.length }) : null}
      </span>
      {current ? (
        <div
          id={`${id}-list`}
          className={styles['completions']}
          role="listbox"
          aria-label={say('threads.mention')}
        >
          {offered.map((delegation) => (
            <div
              key={delegation.delegationId}
              id={`${id}-${delegation.delegationId}`}
              role="option"
              aria-selected={delegation === current}
              onPointerDown={(event) => {
                event.preventDefault()
                complete(delegation)
              }}
            >
              {delegation.name}
            </div>
          ))}
        </div>
      ) : null}
    </div>
  )
}

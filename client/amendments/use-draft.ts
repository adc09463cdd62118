import { useState } from 'react'
import { TextId } from '#shared/domain/ids'
import { decide } from '#shared/record/decide'
import type { RecordEvent } from '#shared/record/event'
import { useAct } from '../drafting/act.ts'
import { since } from '../live/facts.ts'
import { newId } from '../live/new-id.ts'
import { useOpenTexts } from '../live/open-texts.tsx'
import { useActor, useRecordState } from '../live/record.tsx'
import { startDraft } from './start-draft.ts'

/** An amendment that nobody but this page knows, as the record will tell of its start. */
export interface Draft {
  readonly textId: TextId
  readonly event: RecordEvent
}

/** A delegation's next amendment to a text: it is this page's alone until the first key, which starts it. */
export function useDraft(baseTextId: TextId): {
  readonly draft: Draft | undefined
  /** Why there can be none. */
  readonly whyNot: string | undefined
  /** Makes one; undefined while the text is not connected. */
  readonly make: () => Draft | undefined
  readonly leave: () => void
} {
  const texts = useOpenTexts()
  const state = useRecordState()
  const actor = useActor()
  const { act } = useAct()
  const [draft, setDraft] = useState<Draft>()
  const decideStart = (textId: TextId) => {
    const command = { type: 'start-amendment', textId, baseTextId } as const
    return {
      command,
      started: decide(state, command, actor, { since, contentOf: () => undefined }),
    }
  }
  const { started } = decideStart(newId(TextId, 't'))
  return {
    // As soon as the record has it, it is one like others.
    draft: draft && state.texts[draft.textId] ? undefined : draft,
    whyNot: started.ok ? undefined : started.refusal.sentence,
    make() {
      const textId = newId(TextId, 't')
      const { command, started } = decideStart(textId)
      const event = started.ok ? started.value[0] : undefined
      if (!event || !texts.draft(textId, baseTextId)) return undefined
      const { draft: local } = texts.room(textId)
      if (local)
        local.onFirstEdit = () =>
          void startDraft(texts, textId, baseTextId, (onUnanswered) =>
            act(command, onUnanswered),
          ).then((isStarted) => {
            if (!isStarted) setDraft((now) => (now?.textId === textId ? undefined : now))
          })
      const made = { textId, event }
      setDraft(made)
      return made
    },
    leave: () => setDraft(undefined),
  }
}

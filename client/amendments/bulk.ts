import { useState } from 'react'
import type { TextId } from '#shared/domain/ids'
import type { Amendment } from '#shared/domain/text'
import type { Command } from '#shared/record/command'
import { isOwn } from '#shared/record/text-right'
import { useActor } from '../live/record.tsx'
import { useSend } from '../live/send-command.ts'

/** What may be done with several amendments to one text together. */
export type BulkAct = 'take-up' | 'not-take-up' | 'withdraw'

/** What this person may do with several amendments together, and with which of these. */
export function useBulkActs(open: readonly Amendment[]): {
  readonly acts: readonly BulkAct[]
  readonly about: readonly Amendment[]
} {
  const actor = useActor()
  if (actor.by !== 'member') return { acts: [], about: [] }
  if (actor.role === 'chair' || actor.role === 'vice-chair')
    return { acts: ['take-up', 'not-take-up'], about: open }
  if (actor.role !== 'delegate') return { acts: [], about: [] }
  return { acts: ['withdraw'], about: open.filter((amendment) => isOwn(amendment, actor)) }
}

/** What became of one of several acts. */
export type BulkOutcome =
  | { readonly state: 'waiting' }
  | { readonly state: 'done' }
  | { readonly state: 'refused'; readonly why: string }

const commandFor = (act: BulkAct, textId: TextId, note: string): Command =>
  act === 'withdraw'
    ? { type: 'withdraw-amendment', textId }
    : { type: 'decide-amendment', textId, outcome: act, note }

/** Does an act to one amendment after the other. What is refused is told of each, and the next goes on. */
export function useBulkRun(): {
  readonly outcomes: ReadonlyMap<TextId, BulkOutcome>
  readonly isRunning: boolean
  readonly run: (act: BulkAct, textIds: readonly TextId[], note: string) => Promise<boolean>
} {
  const send = useSend()
  const [outcomes, setOutcomes] = useState<ReadonlyMap<TextId, BulkOutcome>>(new Map())
  const [isRunning, setRunning] = useState(false)
  const run = async (act: BulkAct, textIds: readonly TextId[], note: string) => {
    setRunning(true)
    const found = new Map<TextId, BulkOutcome>(textIds.map((id) => [id, { state: 'waiting' }]))
    setOutcomes(new Map(found))
    let isAllDone = true
    for (const textId of textIds) {
      const answer = await send(commandFor(act, textId, note))
      isAllDone &&= answer.ok
      found.set(
        textId,
        answer.ok ? { state: 'done' } : { state: 'refused', why: answer.problem.detail },
      )
      setOutcomes(new Map(found))
    }
    setRunning(false)
    return isAllDone
  }
  return { outcomes, isRunning, run }
}

import { useContext, useEffect } from 'react'
import type { DelegationId, TextId } from '#shared/domain/ids'
import type { Amendment } from '#shared/domain/text'
import { decide } from '#shared/record/decide'
import { ownAmendment } from '#shared/record/decide-amendments'
import type { RefusalCode } from '#shared/record/refusal'
import { isOwn } from '#shared/record/text-right'
import { useAct } from '../drafting/act.ts'
import { useFacts } from '../live/facts.ts'
import { type KeptWords, keepWords } from '../live/kept-words.ts'
import { useActor, useRecordState } from '../live/record.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { Button } from '../ui/Button.tsx'
import { OpenOwnAmendment } from './amend-mode.ts'
import styles from './amendments.module.css'
import { Changes } from './Changes.tsx'
import { useAmendedChange } from './use-change.ts'
import { useReturnedEdits } from './use-returned-edits.ts'

type Returning = NonNullable<KeptWords['returning']>

/** Kept words for which an amendment was asked for from here: whatever is drawn twice asks once. */
const asked = new Set<string>()

/** Makes words that were not accepted a ready amendment of their author's delegation, and reports what became of them. */
export function ReturnedWords({ kept }: { readonly kept: KeptWords }) {
  const actor = useActor()
  const delegationId =
    actor.by === 'member' && actor.role === 'delegate' ? actor.delegationId : null
  const { returning } = kept
  return returning && delegationId ? (
    <Returned kept={kept} returning={returning} delegationId={delegationId} />
  ) : null
}

function Returned({
  kept,
  returning,
  delegationId,
}: {
  readonly kept: KeptWords
  readonly returning: Returning
  readonly delegationId: DelegationId
}) {
  const say = useMessages()
  const state = useRecordState()
  const actor = useActor()
  const facts = useFacts()
  const { act, isPending } = useAct()
  const { amendmentTextId } = returning
  const amendment = state.texts[amendmentTextId]
  const own = ownAmendment(state, kept.textId, delegationId)
  const start = {
    type: 'start-amendment',
    textId: amendmentTextId,
    baseTextId: kept.textId,
  } as const
  const started = decide(state, start, actor, { ...facts, contentOf: () => undefined })
  const mayStart = !amendment && started.ok
  useEffect(() => {
    if (!mayStart || asked.has(kept.id)) return
    asked.add(kept.id)
    void act({ type: 'start-amendment', textId: amendmentTextId, baseTextId: kept.textId })
  }, [mayStart, act, kept.id, kept.textId, amendmentTextId])

  if (amendment?.kind === 'amendment' && isOwn(amendment, actor))
    return amendment.standing === 'private' ? (
      <Ready kept={kept} amendment={amendment} />
    ) : (
      <p>{say(`returned.${amendment.standing === 'discarded' ? 'discarded' : 'tabled'}`)}</p>
    )
  if (started.ok)
    return (
      <Button isSmall isDisabled={isPending} onPress={() => void act(start)}>
        {say('returned.make')}
      </Button>
    )
  if (own) {
    const addTo = (textId: TextId) =>
      keepWords({ ...kept, returning: { ...returning, amendmentTextId: textId } })
    return (
      <Button isSmall onPress={() => addTo(own.textId)}>
        {say('returned.add')}
      </Button>
    )
  }
  const later: readonly RefusalCode[] = ['recommendation-closed', 'under-silence', 'limit-reached']
  const { code, sentence } = started.refusal
  return later.includes(code) ? <p>{say('returned.later', { why: sentence })}</p> : null
}

/** What became of the words: those in the amendment, those that the text has. */
function Ready({ kept, amendment }: { readonly kept: KeptWords; readonly amendment: Amendment }) {
  const say = useMessages()
  const isSaved = useReturnedEdits(amendment.textId)
  const change = useAmendedChange(amendment)
  const open = useContext(OpenOwnAmendment)
  return (
    <div className={styles['returned']} role="status">
      <strong>{say('returned.ready')}</strong>
      <p>{say(isSaved ? 'returned.saved' : 'returned.saving')}</p>
      {change ? (
        <Changes
          textId={amendment.textId}
          changes={change.changes}
          label={say('amendment.changes')}
        />
      ) : null}
      {kept.merged ? <p>{say('returned.merged', { words: kept.merged })}</p> : null}
      {open ? (
        <div className={styles['buttons']}>
          <Button isSmall look="primary" onPress={open}>
            {say('returned.open')}
          </Button>
        </div>
      ) : null}
    </div>
  )
}

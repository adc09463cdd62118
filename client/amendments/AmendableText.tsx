import { Eye, Pencil, PencilLine } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { TextId } from '#shared/domain/ids'
import { decide } from '#shared/record/decide'
import { ownAmendment } from '#shared/record/decide-amendments'
import { whyNotWrite } from '#shared/record/text-right'
import { useAct } from '../drafting/act.ts'
import { TextPanel } from '../drafting/TextPanel.tsx'
import { since } from '../live/facts.ts'
import { newId } from '../live/new-id.ts'
import { useActor, useRecordState } from '../live/record.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { Button } from '../ui/Button.tsx'
import { Menu } from '../ui/Menu.tsx'
import { OpenOwnAmendment } from './amend-mode.ts'
import styles from './amendments.module.css'
import { OwnAmendment } from './OwnAmendment.tsx'

/** A text that a delegation may amend: each person drafts in the text itself or in their delegation's amendment to it. */
export function AmendableText({
  textId,
  heading,
  children,
}: {
  readonly textId: TextId
  readonly heading: string
  readonly children?: ReactNode
}) {
  const say = useMessages()
  const state = useRecordState()
  const actor = useActor()
  const { act, isPending } = useAct()
  const [isAmending, setAmending] = useState(false)
  const delegationId =
    actor.by === 'member' && actor.role === 'delegate' ? actor.delegationId : null
  if (delegationId === null)
    return (
      <TextPanel textId={textId} heading={heading}>
        {children}
      </TextPanel>
    )

  const own = ownAmendment(state, textId, delegationId)
  const start = { type: 'start-amendment', textId: newId(TextId, 't'), baseTextId: textId } as const
  const started = own
    ? undefined
    : decide(state, start, actor, { since, contentOf: () => undefined })
  const whyNotAmend = started && !started.ok ? started.refusal.sentence : undefined
  const mayType = whyNotWrite(state, actor, textId) === undefined
  const amend = async () => {
    if (own || (await act(start))) setAmending(true)
  }
  const direct = mayType ? 'editing' : 'reading'
  const mode = isAmending && own ? 'amending' : direct
  const Icon = { editing: Pencil, reading: Eye, amending: PencilLine }[mode]
  const control = (
    <span className={styles['mode']} data-mode={mode}>
      <Menu
        label={say('amendMode.menu')}
        trigger={
          <Button isSmall isDisabled={isPending}>
            <Icon size={14} aria-hidden />
            {say(`amendMode.${mode}`)}
          </Button>
        }
        entries={[
          {
            id: 'direct',
            label: say(`amendMode.set.${direct}`),
            onAction: () => setAmending(false),
          },
          {
            id: 'amending',
            label: say('amendMode.set.amending'),
            whyNot: whyNotAmend,
            onAction: () => void amend(),
          },
        ]}
      />
    </span>
  )
  if (isAmending && own)
    return (
      <OwnAmendment
        amendment={own}
        heading={heading}
        tools={control}
        onClose={() => setAmending(false)}
      />
    )
  return (
    <OpenOwnAmendment.Provider value={() => setAmending(true)}>
      <TextPanel textId={textId} heading={heading} tools={control}>
        {children}
      </TextPanel>
    </OpenOwnAmendment.Provider>
  )
}

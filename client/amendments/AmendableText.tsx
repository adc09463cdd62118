import { Eye, Pencil, PencilLine } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { DelegationId, TextId } from '#shared/domain/ids'
import { ownAmendment } from '#shared/record/decide-amendments'
import { whyNotWrite } from '#shared/record/text-right'
import { TextPanel } from '../drafting/TextPanel.tsx'
import { TextBoundary } from '../failure/TextBoundary.tsx'
import { AsIfRecorded, useActor, useRecordState } from '../live/record.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { Button } from '../ui/Button.tsx'
import { Menu } from '../ui/Menu.tsx'
import { useNotice } from '../ui/notices.tsx'
import { OpenOwnAmendment } from './amend-mode.ts'
import styles from './amendments.module.css'
import { useIsDraftChosen } from './focus.tsx'
import { OwnAmendment } from './OwnAmendment.tsx'
import { useDraft } from './use-draft.ts'

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
  const actor = useActor()
  const delegationId =
    actor.by === 'member' && actor.role === 'delegate' ? actor.delegationId : null
  if (delegationId === null)
    return (
      <TextPanel textId={textId} heading={heading}>
        {children}
      </TextPanel>
    )

  return (
    <Amendable textId={textId} heading={heading} delegationId={delegationId}>
      {children}
    </Amendable>
  )
}

function Amendable({
  textId,
  heading,
  delegationId,
  children,
}: {
  readonly textId: TextId
  readonly heading: string
  readonly delegationId: DelegationId
  readonly children: ReactNode
}) {
  const say = useMessages()
  const notify = useNotice()
  const state = useRecordState()
  const actor = useActor()
  const [isAmending, setAmending] = useState(false)
  const { draft, whyNot, make, leave } = useDraft(textId)
  const own = ownAmendment(state, textId, delegationId)
  const mayType = whyNotWrite(state, actor, textId) === undefined
  const amend = () => {
    if (own || make()) setAmending(true)
    else notify(say('amendMode.notConnected'))
  }
  const read = () => {
    setAmending(false)
    leave()
  }
  const amendment = own?.textId ?? draft?.textId
  const isChosen = useIsDraftChosen(own?.textId)
  // Whoever is led to their draft is amending; whose amendment was tabled, discarded or not begun is not any more.
  if (isChosen !== isAmending && (isChosen || !amendment)) setAmending(isChosen)
  const direct = mayType ? 'editing' : 'reading'
  const mode = isAmending && amendment ? 'amending' : direct
  const Icon = { editing: Pencil, reading: Eye, amending: PencilLine }[mode]
  const control = (
    <span className={styles['mode']} data-mode={mode}>
      <Menu
        label={say('amendMode.menu')}
        trigger={
          <Button isSmall>
            <Icon size={14} aria-hidden />
            {say(`amendMode.${mode}`)}
          </Button>
        }
        entries={[
          {
            id: 'direct',
            label: say(`amendMode.set.${direct}`),
            onAction: read,
          },
          {
            id: 'amending',
            label: say('amendMode.set.amending'),
            whyNot: own ? undefined : whyNot,
            onAction: amend,
          },
        ]}
      />
    </span>
  )
  if (isAmending && amendment)
    return (
      <AsIfRecorded event={own ? undefined : draft?.event}>
        <TextBoundary textId={amendment} heading={say('amendment.own', { text: heading })}>
          <OwnAmendment
            key={amendment}
            textId={amendment}
            heading={heading}
            isStarted={own !== undefined}
            tools={control}
            onClose={read}
          />
        </TextBoundary>
      </AsIfRecorded>
    )
  return (
    <OpenOwnAmendment.Provider value={() => setAmending(true)}>
      <TextPanel textId={textId} heading={heading} tools={control}>
        {children}
      </TextPanel>
    </OpenOwnAmendment.Provider>
  )
}

import { useState } from 'react'
import { DelegationId, MemberId, SeatId } from '#shared/domain/ids'
import { SeatRole, StakeholderGroup } from '#shared/domain/member'
import { useAct } from '../drafting/act.ts'
import { useHeldIds } from '../live/held-ids.ts'
import { newId } from '../live/new-id.ts'
import { useRecordState } from '../live/record.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { Button } from '../ui/Button.tsx'
import { Choice } from '../ui/Choice.tsx'
import { TextField } from '../ui/TextField.tsx'
import ui from '../ui/ui.module.css'

/** Seats a member, in a delegation that is there or a new one. */
export function InviteForm({ onInvited }: { readonly onInvited: (memberId: MemberId) => void }) {
  const say = useMessages()
  const state = useRecordState()
  const { act, isPending } = useAct()
  const [role, setRole] = useState<SeatRole>('delegate')
  const [delegationName, setDelegationName] = useState('')
  const [code, setCode] = useState('')
  const [group, setGroup] = useState<StakeholderGroup>('government')
  const [name, setName] = useState('')
  const known = state.delegations.find((other) => other.name === delegationName.trim())
  const isNew = delegationName.trim() !== '' && !known

  const ids = useHeldIds(() => ({
    delegationId: newId(DelegationId, 'dl'),
    seatId: newId(SeatId, 's'),
    memberId: newId(MemberId, 'm'),
  }))
  const delegation = async (
    delegationId: DelegationId,
  ): Promise<DelegationId | null | undefined> => {
    if (delegationName.trim() === '') return null
    if (known) return known.delegationId
    const isAdded = await act({
      type: 'add-delegation',
      delegationId,
      name: delegationName,
      code: code || delegationName.slice(0, 2).toUpperCase(),
      stakeholderGroup: group,
    })
    return isAdded ? delegationId : undefined
  }
  const invite = async () => {
    const { seatId, memberId, ...given } = ids.of({ role, delegationName, code, group, name })
    const delegationId = await delegation(given.delegationId)
    if (delegationId === undefined) return
    const title = delegationName.trim() || say(`role.${role}`)
    // Pressed again after an answer was lost, what is there already is not put again.
    const hasSeat = state.seats[seatId] !== undefined
    if (!hasSeat && !(await act({ type: 'add-seat', seatId, role, delegationId, title }))) return
    if (!(await act({ type: 'seat-member', memberId, seatId, name }))) return
    ids.done()
    setDelegationName('')
    setCode('')
    setName('')
    onInvited(memberId)
  }
  return (
    <form
      className={ui['stack']}
      onSubmit={(event) => {
        event.preventDefault()
        void invite()
      }}
    >
      <Choice
        label={say('invite.role')}
        value={role}
        options={SeatRole.options.map((each) => [each, say(`role.${each}`)] as const)}
        onChange={setRole}
      />
      <TextField
        label={say('invite.delegation')}
        value={delegationName}
        onChange={setDelegationName}
        hint={say('invite.delegationHint', {
          names: state.delegations.map((each) => each.name).join(', '),
        })}
      />
      {isNew ? (
        <>
          <TextField
            label={say('invite.code')}
            value={code}
            onChange={setCode}
            hint={say('invite.codeHint')}
          />
          <Choice
            label={say('invite.group')}
            value={group}
            options={StakeholderGroup.options.map((each) => [each, say(`group.${each}`)] as const)}
            onChange={setGroup}
          />
        </>
      ) : null}
      <TextField
        label={say('invite.name')}
        value={name}
        onChange={setName}
        hint={say('invite.nameHint')}
      />
      <div>
        <Button
          look="primary"
          type="submit"
          isDisabled={isPending || (role === 'delegate' && delegationName.trim() === '')}
        >
          {say('invite.confirm')}
        </Button>
      </div>
    </form>
  )
}

import { isLastSteward } from '#shared/record/decide-people'
import type { SeatHolder } from '#shared/record/seat-holder'
import { useRecordState, useRoomPresence, useYou } from '../live/record.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog, DialogActions } from '../ui/Dialog.tsx'
import { seatWords } from '../ui/seat-words.ts'

/** What ends somebody's sign-ins. */
export type SeatAct = 'new-link' | 'revoke-link' | 'remove-member'

/** Names who is thrown out by an act before it is done: who, in which seat, whether they are here, and what they lose. */
export function EndingDialog({
  seatAct,
  holder,
  onConfirm,
  onClose,
}: {
  readonly seatAct: SeatAct
  readonly holder: SeatHolder
  readonly onConfirm: () => void
  readonly onClose: () => void
}) {
  const say = useMessages()
  const state = useRecordState()
  const you = useYou()
  const { seats } = useRoomPresence()
  const { memberId, role } = holder
  const isOwn = memberId === you.memberId
  const seatId = state.members[memberId]?.seatId
  const isHere = seats.some((each) => each.seatId === seatId)
  const isLast = seatAct !== 'new-link' && isLastSteward(state, memberId)
  // Presence does not name remote participants, so nothing is known of where they are.
  const where = isOwn
    ? 'people.out.you'
    : role === 'observer'
      ? 'people.out.unknown'
      : isHere
        ? 'people.out.here'
        : 'people.out.away'
  return (
    <Dialog title={say(`people.title.${seatAct}`)} onClose={onClose}>
      <p>
        <strong>{seatWords(say, holder).long}</strong>
      </p>
      {isLast ? (
        <p>{say('people.out.last')}</p>
      ) : (
        <>
          <p>{say(where)}</p>
          <p>{say(isOwn ? `people.own.${seatAct}` : `people.loses.${seatAct}`)}</p>
        </>
      )}
      <DialogActions>
        <Button onPress={onClose}>{say(isLast ? 'close' : 'cancel')}</Button>
        {isLast ? null : (
          <Button look="danger" onPress={onConfirm}>
            {say(`people.confirm.${seatAct}`)}
          </Button>
        )}
      </DialogActions>
    </Dialog>
  )
}

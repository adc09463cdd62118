import { useState } from 'react'
import type { MemberId } from '#shared/domain/ids'
import { LinkToken, SessionView } from '#shared/protocol/api'
import { ask } from '../live/http.ts'
import { tellSession } from '../live/session-news.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog, DialogActions } from '../ui/Dialog.tsx'
import { seatWords } from '../ui/seat-words.ts'
import { TextField } from '../ui/TextField.tsx'

/** The token of a personal link, or of what somebody pasted in its place; undefined when it is neither. */
const tokenIn = (pasted: string): string | undefined =>
  LinkToken.safeParse(pasted.trim().split('#').at(-1)).data

/** Signs the member in again for whom this page was opened, by their link: the page then goes on where it was. */
export function SignInAgain({
  memberId,
  name,
  onClose,
}: {
  readonly memberId: MemberId
  readonly name: string
  readonly onClose: () => void
}) {
  const say = useMessages()
  const [link, setLink] = useState('')
  const [error, setError] = useState<string>()
  const [isSending, setSending] = useState(false)
  const signIn = async (token: string): Promise<string | undefined> => {
    const open = (inPlaceOf?: MemberId) =>
      ask(SessionView, '/api/session', {
        method: 'POST',
        json: { token, ...(inPlaceOf ? { inPlaceOf } : {}) },
      })
    let answer = await open()
    if (!answer.ok && answer.problem.seats) {
      const { present, offered } = answer.problem.seats
      if (offered.memberId !== memberId)
        return say('somebodyElse.otherLink', { link: seatWords(say, offered).short, you: name })
      answer = await open(present.memberId)
    }
    if (!answer.ok) return answer.problem.detail
    tellSession(answer.value)
    return undefined
  }
  const submit = async () => {
    const token = tokenIn(link)
    if (!token) return setError(say('somebodyElse.noLink'))
    setSending(true)
    const why = await signIn(token)
    setSending(false)
    return why ? setError(why) : onClose()
  }
  return (
    <Dialog
      title={say('somebodyElse.again', { you: name })}
      onClose={onClose}
      isDismissable={false}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
        }}
      >
        <TextField
          label={say('somebodyElse.link', { you: name })}
          value={link}
          onChange={setLink}
          hint={say('somebodyElse.linkHint')}
          error={error}
          autoFocus
        />
        <DialogActions>
          <Button onPress={onClose}>{say('cancel')}</Button>
          <Button look="primary" type="submit" isDisabled={isSending}>
            {say('somebodyElse.signIn')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}

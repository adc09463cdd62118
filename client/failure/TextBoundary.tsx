import { type ReactNode, useState } from 'react'
import type { TextId } from '#shared/domain/ids'
import { contentToPlain } from '#shared/text/content-to-plain'
import { useTextRoom, useTextRoomStatus } from '../live/open-texts.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { Button } from '../ui/Button.tsx'
import { Boundary } from './Boundary.tsx'
import { Failure } from './Failure.tsx'
import styles from './failure.module.css'

/** A text, or the part of it that is drawn here. What was typed in it lives outside, and goes on being sent. */
export function TextBoundary({
  textId,
  heading,
  children,
}: {
  readonly textId: TextId
  readonly heading: string
  readonly children: ReactNode
}) {
  return (
    <Boundary
      instead={(tryAgain) => (
        <TextFailure textId={textId} heading={heading} onTryAgain={tryAgain} />
      )}
    >
      {children}
    </Boundary>
  )
}

function TextFailure({
  textId,
  heading,
  onTryAgain,
}: {
  readonly textId: TextId
  readonly heading: string
  readonly onTryAgain: () => void
}) {
  const say = useMessages()
  const [isRead, setRead] = useState(false)
  // Held open here, so that what was typed is sent.
  const room = useTextRoom(textId)
  const saving = useTextRoomStatus(room, 'saving')
  return (
    <section aria-label={heading}>
      <Failure
        text={say(saving === 'saved' ? 'failure.text' : 'failure.textUnsaved', { text: heading })}
        onTryAgain={onTryAgain}
      >
        <Button isSmall isPressed={isRead} onPress={() => setRead(!isRead)}>
          {say('failure.read')}
        </Button>
      </Failure>
      {isRead ? (
        <Boundary instead={() => <p role="alert">{say('failure.notReadEither')}</p>}>
          <PlainText textId={textId} heading={heading} />
        </Boundary>
      ) : null}
    </section>
  )
}

/** The bare words, drawn by nothing that could fail as the editor did. */
function PlainText({ textId, heading }: { readonly textId: TextId; readonly heading: string }) {
  const room = useTextRoom(textId)
  const plain = contentToPlain(room.content())
  return (
    <div role="group" aria-label={heading} className={styles['plain']}>
      {plain}
    </div>
  )
}

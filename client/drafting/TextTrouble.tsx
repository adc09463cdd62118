import { TriangleAlert } from 'lucide-react'
import { useRef } from 'react'
import type { TextId } from '#shared/domain/ids'
import { useOpenTexts, useTextRoom, useTextRoomStatus } from '../live/open-texts.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { Button } from '../ui/Button.tsx'
import { CopyText } from './CopyText.tsx'
import styles from './drafting.module.css'

/** What stands between a person and this text, and what they can do about it. */
export function TextTrouble({ textId }: { readonly textId: TextId }) {
  const say = useMessages()
  const place = useRef<HTMLDivElement>(null)
  const texts = useOpenTexts()
  const room = useTextRoom(textId)
  const trouble = useTextRoomStatus(room, 'trouble')
  if (!trouble) return null
  const goOn = async () => {
    const text = place.current?.closest('section')
    await texts.startAfresh(textId)
    text?.focus()
  }
  return (
    <div ref={place} className={styles['trouble']}>
      <TriangleAlert size={18} aria-hidden />
      <div>
        <p>{say(`trouble.${trouble}`)}</p>
        {trouble === 'no-room' ? (
          <div className={styles['keptActions']}>
            <CopyText room={room} />
            <Button isSmall onPress={() => void goOn()}>
              {say('trouble.goOn')}
            </Button>
          </div>
        ) : null}
      </div>
    </div>
  )
}

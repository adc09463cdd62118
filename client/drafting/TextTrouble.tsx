import { TriangleAlert } from 'lucide-react'
import { useRef } from 'react'
import type { TextId } from '#shared/domain/ids'
import { contentToPlain } from '#shared/text/content-to-plain'
import { useOpenTexts, useTextRoom, useTextRoomStatus } from '../live/open-texts.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { Button } from '../ui/Button.tsx'
import { copyText } from '../ui/copy-text.ts'
import { useNotice } from '../ui/notices.tsx'
import styles from './drafting.module.css'

/** What stands between a person and this text, and what they can do about it. */
export function TextTrouble({ textId }: { readonly textId: TextId }) {
  const say = useMessages()
  const notify = useNotice()
  const place = useRef<HTMLDivElement>(null)
  const texts = useOpenTexts()
  const room = useTextRoom(textId)
  const trouble = useTextRoomStatus(room, 'trouble')
  if (!trouble) return null
  const copy = async () => {
    const isCopied = await copyText(contentToPlain(room.content()))
    notify(say(isCopied ? 'trouble.copied' : 'trouble.notCopied'))
  }
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
            <Button isSmall onPress={() => void copy()}>
              {say('trouble.copyText')}
            </Button>
            <Button isSmall onPress={() => void goOn()}>
              {say('trouble.goOn')}
            </Button>
          </div>
        ) : null}
      </div>
    </div>
  )
}

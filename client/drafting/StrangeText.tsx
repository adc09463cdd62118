import { TriangleAlert } from 'lucide-react'
import type { TextRoom } from '../live/text-room.ts'
import { useMessages } from '../messages/use-messages.ts'
import { CopyText } from './CopyText.tsx'
import styles from './drafting.module.css'

/** Stands before a text that holds what this page does not know: its words are there to read, and nobody changes them here. */
export function StrangeText({ room }: { readonly room: TextRoom }) {
  const say = useMessages()
  return (
    <div className={styles['trouble']} role="status">
      <TriangleAlert size={18} aria-hidden />
      <div>
        <p>{say('strange.text')}</p>
        <div className={styles['keptActions']}>
          <CopyText room={room} />
        </div>
      </div>
    </div>
  )
}

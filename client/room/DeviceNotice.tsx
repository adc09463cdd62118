import { TriangleAlert } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useKeeping } from '../live/device-storage.ts'
import { useIsOnlyHere, useSavedState } from '../live/open-texts.tsx'
import { useYou } from '../live/record.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { Button } from '../ui/Button.tsx'
import styles from './strip.module.css'

/** Says what this device cannot keep, and holds back whoever would leave with words that are nowhere else. */
export function DeviceNotice() {
  const say = useMessages()
  const { memberId } = useYou()
  const keeping = useKeeping()
  const saved = useSavedState()
  const [isRead, setRead] = useState(false)
  const isOnlyHere = useIsOnlyHere()
  // What is still loading is nobody's words.
  const isUnsaved = saved !== 'saved' && saved !== 'loading'
  const wouldLose = isOnlyHere || (keeping !== 'keeps' && isUnsaved)
  useEffect(() => {
    if (!wouldLose) return undefined
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener('beforeunload', warn)
    return () => removeEventListener('beforeunload', warn)
  }, [wouldLose])
  if (keeping === 'keeps' || memberId === null || isRead) return null
  return (
    <div className={styles['line']} role="status">
      <TriangleAlert size={18} aria-hidden />
      <span>{say(`device.${keeping}`)}</span>
      <Button isSmall onPress={() => setRead(true)}>
        {say('dismiss')}
      </Button>
    </div>
  )
}

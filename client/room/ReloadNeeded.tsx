import { RotateCw } from 'lucide-react'
import { useKeeping } from '../live/device-storage.ts'
import { useSavedState } from '../live/open-texts.tsx'
import { useReloadNeeded } from '../live/reload-needed.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Button } from '../ui/Button.tsx'
import { DeviceNotice } from './DeviceNotice.tsx'
import styles from './strip.module.css'

/** Asks to reload a page that no longer understands the server, and says what becomes of what is not saved. */
export function ReloadNeeded() {
  const say = useMessages()
  const why = useReloadNeeded()
  const saved = useSavedState()
  const keeping = useKeeping()
  return (
    <div>
      <DeviceNotice />
      {why ? (
        <div className={styles['line']} role="status">
          <RotateCw size={18} aria-hidden />
          <span>
            {say(`reload.${why}`)}{' '}
            {saved === 'saved' ? null : say(keeping === 'keeps' ? 'reload.kept' : 'reload.unkept')}
          </span>
          <Button isSmall onPress={() => location.reload()}>
            {say('reload.now')}
          </Button>
        </div>
      ) : null}
    </div>
  )
}

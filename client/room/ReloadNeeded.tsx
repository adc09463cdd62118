import { RotateCw } from 'lucide-react'
import { useSavedState } from '../live/open-texts.tsx'
import { useReloadNeeded } from '../live/reload-needed.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Button } from '../ui/Button.tsx'
import styles from './strip.module.css'

/** Asks to reload a page that no longer understands the server, and says what becomes of what is not saved. */
export function ReloadNeeded() {
  const say = useMessages()
  const why = useReloadNeeded()
  const saved = useSavedState()
  return (
    <div className={styles['strip']} role="status">
      {why ? (
        <div className={styles['line']}>
          <RotateCw size={18} aria-hidden />
          <span>
            {say(`reload.${why}`)} {saved === 'saved' ? null : say('reload.kept')}
          </span>
          <Button isSmall onPress={() => location.reload()}>
            {say('reload.now')}
          </Button>
        </div>
      ) : null}
    </div>
  )
}

import { TriangleAlert } from 'lucide-react'
import { type ReactNode, useEffect, useRef } from 'react'
import { useMessages } from '../messages/use-messages.ts'
import { Button } from '../ui/Button.tsx'
import styles from './failure.module.css'

/**
 * Says what could not be shown, and what to do. A keyboard that was in there goes on at what is said; focus that is elsewhere
 * stays.
 */
export function Failure({
  text,
  onTryAgain,
  children,
}: {
  readonly text: string
  readonly onTryAgain: () => void
  readonly children?: ReactNode
}) {
  const say = useMessages()
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // Focus falls to the page when the part that had it goes.
    if (document.activeElement === document.body) place.current?.focus()
  }, [])
  return (
    <div ref={place} className={styles['failure']} role="alert" tabIndex={-1}>
      <TriangleAlert size={18} aria-hidden />
      <div>
        <p>{text}</p>
        <div className={styles['acts']}>
          <Button isSmall onPress={onTryAgain}>
            {say('failure.tryAgain')}
          </Button>
          {children}
        </div>
      </div>
    </div>
  )
}

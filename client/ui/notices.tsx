import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react'
import { useMessages } from '../messages/use-messages.ts'
import { Button } from './Button.tsx'
import styles from './ui.module.css'

const shownFor = 8000
const most = 3

interface Notice {
  readonly id: number
  readonly text: string
}

const NoticeContext = createContext<(text: string) => void>(() => undefined)

/** Tells the person something that happened; screen readers hear it too. */
export const useNotice = () => useContext(NoticeContext)

export function NoticeRegion({ children }: { readonly children: ReactNode }) {
  const say = useMessages()
  const [notices, setNotices] = useState<readonly Notice[]>([])
  const dismiss = useCallback((id: number) => {
    setNotices((shown) => shown.filter((notice) => notice.id !== id))
  }, [])
  const notify = useCallback(
    (text: string) => {
      const id = performance.now()
      setNotices((shown) => [...shown.slice(1 - most), { id, text }])
      setTimeout(() => dismiss(id), shownFor)
    },
    [dismiss],
  )
  const shown = useMemo(() => children, [children])
  return (
    <NoticeContext.Provider value={notify}>
      {shown}
      <div className={styles['notices']} role="status" aria-live="polite">
        {notices.map(({ id, text }) => (
          <div key={id} className={styles['notice']}>
            <span>{text}</span>
            <Button look="bar" isSmall onPress={() => dismiss(id)}>
              {say('dismiss')}
            </Button>
          </div>
        ))}
      </div>
    </NoticeContext.Provider>
  )
}

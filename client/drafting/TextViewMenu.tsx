import { Eye } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useMessages } from '../messages/use-messages.ts'
import { ChoiceMenu } from '../ui/ChoiceMenu.tsx'
import styles from './drafting.module.css'
import { TextView, useChosenView } from './text-view.tsx'

/** Ctrl+Alt+Shift+V goes to the next view. */
function useViewKey(next: () => void): void {
  const latest = useRef(next)
  useEffect(() => {
    latest.current = next
  })
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      // On many layouts AltGr is Ctrl+Alt and types letters.
      const isCommand =
        (event.ctrlKey || event.metaKey) && event.altKey && !event.getModifierState('AltGraph')
      if (!isCommand || !event.shiftKey || event.code !== 'KeyV') return
      event.preventDefault()
      latest.current()
    }
    addEventListener('keydown', onKeyDown, true)
    return () => removeEventListener('keydown', onKeyDown, true)
  }, [])
}

/** The one control for how texts are shown: amendments, brackets, both or neither. */
export function TextViewMenu() {
  const say = useMessages()
  const [view, setView] = useChosenView()
  const [isTold, setTold] = useState(false)
  const views = TextView.options
  useViewKey(() => {
    const next = views[(views.indexOf(view) + 1) % views.length]
    if (next) setView(next)
    setTold(true)
  })
  return (
    <span className={styles['viewMenu']}>
      <ChoiceMenu
        label={say('view.menu')}
        trigger={
          <>
            <Eye size={14} aria-hidden />
            <span>
              <span className="visually-hidden">{say('view.menu')}: </span>
              {say(`view.${view}`)}
            </span>
          </>
        }
        keys="Control+Alt+Shift+V"
        note={say('view.keys')}
        value={view}
        options={views.map((each) => ({
          value: each,
          label: say(`view.${each}`),
          hint: say(`view.${each}.hint`),
        }))}
        onChange={setView}
      />
      <span className="visually-hidden" role="status">
        {isTold ? say('view.now', { view: say(`view.${view}`) }) : ''}
      </span>
    </span>
  )
}

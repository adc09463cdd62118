/**
 * Parts of a page that stand one below the other, and are shown one after the other. What stands below a part that is still on its
 * way is there already, and loads, but is not shown: nothing can be pressed that would move when the part above it comes.
 */
import {
  Children,
  createContext,
  isValidElement,
  type ReactNode,
  useContext,
  useLayoutEffect,
  useMemo,
  useReducer,
  useState,
} from 'react'
import styles from './ui.module.css'

/** Notes that something is on its way, until what it gives back is called. */
type Note = () => () => void

const Waiting = createContext<Note>(() => () => undefined)

/** While something is on its way here, what stands below it is held back. */
export function useOnItsWay(isOnItsWay: boolean): void {
  const note = useContext(Waiting)
  useLayoutEffect(() => (isOnItsWay ? note() : undefined), [note, isOnItsWay])
}

/** Counts what is on its way, and tells when that changes. */
function newCount(onChange: () => void): {
  readonly note: Note
  readonly isNothing: () => boolean
} {
  let onTheirWay = 0
  return {
    note() {
      onTheirWay += 1
      onChange()
      return () => {
        onTheirWay -= 1
        onChange()
      }
    },
    isNothing: () => onTheirWay === 0,
  }
}

/** One part; tells when all of it has come. */
function Part({
  isHeldBack,
  onCome,
  children,
}: {
  readonly isHeldBack: boolean
  readonly onCome: () => void
  readonly children: ReactNode
}) {
  const [, look] = useReducer((looked: number) => looked + 1, 0)
  const count = useMemo(() => newCount(look), [])
  // By now all that is in the part has told whether it waits for something.
  useLayoutEffect(() => {
    if (count.isNothing()) onCome()
  })
  return (
    <Waiting.Provider value={count.note}>
      <div className={styles['turn']} hidden={isHeldBack}>
        {children}
      </div>
    </Waiting.Provider>
  )
}

const keyOf = (part: ReactNode, place: number): string =>
  isValidElement(part) && part.key !== null ? part.key : String(place)

/**
 * Shows its children when those before them have come. What has come once stays; a part that joins a page that was whole is shown
 * when it has come, so that what stands below it moves once.
 */
export function InTurn({ children }: { readonly children: ReactNode }) {
  const [come, setCome] = useState<ReadonlySet<string>>(new Set())
  const parts = Children.toArray(children).map((part, place) => ({ key: keyOf(part, place), part }))
  const first = parts.findIndex(({ key }) => !come.has(key))
  const [wasWhole, setWasWhole] = useState(false)
  if (first < 0 && !wasWhole) setWasWhole(true)
  useOnItsWay(first >= 0 && !wasWhole)
  return parts.map(({ key, part }, place) => (
    <Part
      key={key}
      isHeldBack={wasWhole ? !come.has(key) : first >= 0 && place > first}
      onCome={() => {
        if (!come.has(key)) setCome((before) => new Set([...before, key]))
      }}
    >
      {part}
    </Part>
  ))
}

/** Shows what is in it when all of it has come, and `placeholder` until then. Once it was shown it stays. */
export function Together({
  placeholder = null,
  children,
}: {
  readonly placeholder?: ReactNode
  readonly children: ReactNode
}) {
  const [hasCome, setCome] = useState(false)
  useOnItsWay(!hasCome)
  return (
    <>
      {hasCome ? null : placeholder}
      <Part isHeldBack={!hasCome} onCome={() => setCome(true)}>
        {children}
      </Part>
    </>
  )
}

/** Whether all of a page has come. */
interface Whole {
  readonly subscribe: (listener: () => void) => () => void
  readonly now: () => boolean
}

const Page = createContext<{ readonly note: Note; readonly whole: Whole }>({
  note: () => () => undefined,
  whole: { subscribe: () => () => undefined, now: () => true },
})

/** Around a page and what stands beside it. */
export function PageAndBeside({ children }: { readonly children: ReactNode }) {
  const page = useMemo(() => {
    const listeners = new Set<() => void>()
    const { note, isNothing } = newCount(() => {
      for (const listener of listeners) listener()
    })
    const subscribe = (listener: () => void) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    }
    return { note, whole: { subscribe, now: isNothing } }
  }, [])
  return <Page.Provider value={page}>{children}</Page.Provider>
}

/** Around the page itself. */
export function ThePage({ children }: { readonly children: ReactNode }) {
  const { note } = useContext(Page)
  return <Waiting.Provider value={note}>{children}</Waiting.Provider>
}

/** The page beside which this stands. */
export const usePageBeside = (): Whole => useContext(Page).whole

/** Does something with an element as soon as it is shown; gives back what takes the wish back. */
export function whenShown(element: HTMLElement, act: () => void): () => void {
  const held = element.closest('[hidden]')
  if (!held) {
    act()
    return () => undefined
  }
  const changes = new MutationObserver(() => {
    changes.disconnect()
    end = whenShown(element, act)
  })
  let end = () => changes.disconnect()
  changes.observe(held, { attributeFilter: ['hidden'] })
  return () => end()
}

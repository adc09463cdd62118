import {
  createContext,
  type ReactNode,
  type RefObject,
  useContext,
  useEffect,
  useMemo,
  useState,
} from 'react'
import type { TextId } from '#shared/domain/ids'
import { useEditing } from '../editor/editing.tsx'
import { goTo, type SelectedPlace } from '../flow/selected-place.ts'
import { useMessages } from '../messages/use-messages.ts'
import { DeletedPopover } from './DeletedPopover.tsx'
import styles from './deleted.module.css'
import type { Deletion } from './deletion.ts'

/** What was deleted of a text, where that is shown. */
export interface DeletedDesk {
  readonly deletions: readonly Deletion[]
  /** Shows who deleted what, beside the element that stands for it. */
  readonly ask: (key: string, anchor: Element) => void
}

const Context = createContext<DeletedDesk | undefined>(undefined)

/** The desk of the text around; undefined where deleted words are not shown. */
export const useDeletedDesk = (): DeletedDesk | undefined => useContext(Context)

/** Answers for the deleted words of one text, and says how many there are. */
export function DeletedWordsDesk({
  textId,
  deletions,
  mayType,
  children,
}: {
  readonly textId: TextId
  readonly deletions: readonly Deletion[] | undefined
  readonly mayType: boolean
  readonly children: ReactNode
}) {
  const say = useMessages()
  const [asked, setAsked] = useState<{ readonly key: string; readonly anchor: Element }>()
  const { editors } = useEditing()
  const [behind, setBehind] = useState<SelectedPlace>()
  useEffect(() => {
    // What was pressed is no more: whoever pressed it goes on behind the words, when the popover has let go of the focus.
    if (behind) goTo(editors, behind)
  }, [behind, editors])
  const desk = useMemo(
    (): DeletedDesk | undefined =>
      deletions && { deletions, ask: (key, anchor) => setAsked({ key, anchor }) },
    [deletions],
  )
  return (
    <Context.Provider value={desk}>
      {deletions ? (
        <p className={styles['count']} role="status">
          {say('deleted.count', { count: deletions.length })}
        </p>
      ) : null}
      {children}
      {deletions && asked ? (
        <DeletedPopover
          textId={textId}
          deletion={deletions.find(({ key }) => key === asked.key)}
          anchor={asked.anchor}
          mayType={mayType}
          onPut={(place) => {
            setAsked(undefined)
            setBehind(place)
          }}
          onClose={() => setAsked(undefined)}
        />
      ) : null}
    </Context.Provider>
  )
}

/** In an editor, whose elements are not React's: pressing deleted words, or what stands for them, asks. */
export function useDeletedPresses(
  frame: RefObject<HTMLElement | null>,
  ask: DeletedDesk['ask'] | undefined,
): void {
  useEffect(() => {
    const { current } = frame
    if (!current || !ask) return undefined
    const press = ({ target }: MouseEvent) => {
      const words = target instanceof Element ? target.closest('[data-deleted]') : null
      const key = words?.getAttribute('data-deleted')
      if (words && key) ask(key, words.querySelector('button') ?? words)
    }
    current.addEventListener('click', press)
    return () => current.removeEventListener('click', press)
  }, [frame, ask])
}

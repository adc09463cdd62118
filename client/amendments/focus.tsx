import {
  createContext,
  type ReactNode,
  type RefObject,
  useCallback,
  useContext,
  useEffect,
  useLayoutEffect,
  useMemo,
  useState,
} from 'react'
import type { TextId } from '#shared/domain/ids'
import { whenShown } from '../ui/in-turn.tsx'

/** An amendment that somebody chose; another object each time, so that choosing it again counts. */
interface Chosen {
  readonly textId: TextId
  /** Where the keyboard goes: to the card, to the mark in the text, or to where it is drafted; or the card is only brought into view. */
  readonly goTo: 'card' | 'mark' | 'draft' | 'sight'
}

/** Choices that were followed: whoever comes back to the cards later is not taken along again. */
const followed = new WeakSet<Chosen>()

interface AmendmentFocus {
  readonly chosen: Chosen | null
  readonly choose: (textId: TextId, goTo: Chosen['goTo']) => void
  readonly leave: () => void
}

const Context = createContext<AmendmentFocus>({
  chosen: null,
  choose: () => undefined,
  leave: () => undefined,
})

/** Which amendment is chosen, by its mark in the text or by its card. */
export const useAmendmentFocus = () => useContext(Context)

export function AmendmentFocusProvider({ children }: { readonly children: ReactNode }) {
  const [chosen, setChosen] = useState<Chosen | null>(null)
  const choose = useCallback(
    (textId: TextId, goTo: Chosen['goTo']) => setChosen({ textId, goTo }),
    [],
  )
  const leave = useCallback(() => setChosen(null), [])
  const value = useMemo(() => ({ chosen, choose, leave }), [chosen, choose, leave])
  return <Context.Provider value={value}>{children}</Context.Provider>
}

/** Brings the card of the chosen amendment into view, and the keyboard to it where that was asked for. */
export function useChosenCard(textId: TextId, card: RefObject<HTMLElement | null>): boolean {
  const { chosen } = useAmendmentFocus()
  useLayoutEffect(() => {
    const { current } = card
    const isMeant = chosen?.textId === textId && (chosen.goTo === 'card' || chosen.goTo === 'sight')
    if (!isMeant || !current || followed.has(chosen)) return undefined
    const end = whenShown(current, () => {
      followed.add(chosen)
      current.scrollIntoView({ block: 'nearest' })
      if (chosen.goTo === 'card') current.focus({ preventScroll: true })
    })
    // A card that joins those to the same paragraph is made anew, and the keyboard is to stay with it.
    return () => {
      end()
      if (current === document.activeElement) followed.delete(chosen)
    }
  }, [chosen, textId, card])
  return chosen?.textId === textId
}

/** Whether the draft with this id was chosen and is to be shown now. */
export const useIsDraftChosen = (textId: TextId | undefined): boolean => {
  const { chosen } = useAmendmentFocus()
  return chosen?.goTo === 'draft' && chosen.textId === textId && !followed.has(chosen)
}

/** Brings the keyboard to the draft that was chosen. */
export function useChosenDraft(textId: TextId, draft: RefObject<HTMLElement | null>): void {
  const { chosen } = useAmendmentFocus()
  useEffect(() => {
    if (chosen?.goTo !== 'draft' || chosen.textId !== textId || followed.has(chosen)) return
    followed.add(chosen)
    draft.current?.focus({ preventScroll: true })
    draft.current?.scrollIntoView({ block: 'nearest' })
  }, [chosen, textId, draft])
}

/** Brings the keyboard to the first mark of the chosen amendment, as soon as the page shows it. */
export function useChosenMark(isPageShown: boolean): void {
  const { chosen } = useAmendmentFocus()
  useEffect(() => {
    if (!isPageShown || chosen?.goTo !== 'mark' || followed.has(chosen)) return undefined
    const page = document.querySelector('#draft')
    if (!page) return undefined
    const arrive = () => {
      const mark = page.querySelector<HTMLElement>(
        `[data-amendment-mark="${CSS.escape(chosen.textId)}"]:not([hidden] *)`,
      )
      if (!mark) return
      followed.add(chosen)
      changes.disconnect()
      mark.scrollIntoView({ block: 'nearest' })
      mark.focus({ preventScroll: true })
    }
    const changes = new MutationObserver(arrive)
    changes.observe(page, { childList: true, subtree: true, attributeFilter: ['hidden'] })
    arrive()
    return () => changes.disconnect()
  }, [chosen, isPageShown])
}

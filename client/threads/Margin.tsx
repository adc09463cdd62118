import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { layOut } from './lay-out.ts'
import styles from './threads.module.css'

const gap = 8

/** A card and the line of its words; without a line it stands after those that have one. */
export interface MarginCard {
  readonly id: string
  readonly line: number | undefined
  readonly card: ReactNode
}

/** The page and the rail scroll together, so that cards stay beside their words. */
function useScrolledWithPage(margin: React.RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const page = document.querySelector<HTMLElement>('#draft')
    const rail = margin.current?.closest<HTMLElement>('aside')
    if (!page || !rail) return undefined
    const isAtEnd = () => page.scrollTop + page.clientHeight >= page.scrollHeight - 1
    const fromPage = () => {
      // A rail longer than the page goes on by itself.
      if (!(isAtEnd() && rail.scrollTop > page.scrollTop)) rail.scrollTop = page.scrollTop
    }
    const fromRail = () => {
      page.scrollTop = rail.scrollTop
    }
    fromPage()
    page.addEventListener('scroll', fromPage)
    rail.addEventListener('scroll', fromRail)
    return () => {
      page.removeEventListener('scroll', fromPage)
      rail.removeEventListener('scroll', fromRail)
    }
  }, [margin])
}

/** Cards beside the page, each in line with its words. */
export function Margin({
  cards,
  chosenId,
}: {
  readonly cards: readonly MarginCard[]
  readonly chosenId: string | null
}) {
  const margin = useRef<HTMLDivElement>(null)
  const [tops, setTops] = useState<ReadonlyMap<string, number>>(new Map())
  const [length, setLength] = useState(0)
  useScrolledWithPage(margin)
  // Cards glide when another one is chosen. Where words push them they jump, as the words do.
  const placedFor = useRef(chosenId)
  useLayoutEffect(() => {
    const { current } = margin
    if (placedFor.current === chosenId) return undefined
    placedFor.current = chosenId
    current?.setAttribute('data-glides', '')
    const land = () => current?.removeAttribute('data-glides')
    current?.addEventListener('transitionend', land)
    return () => current?.removeEventListener('transitionend', land)
  }, [chosenId])
  useLayoutEffect(() => {
    const { current } = margin
    const rail = current?.closest<HTMLElement>('aside')
    if (!current || !rail) return undefined
    const place = () => {
      const start =
        current.getBoundingClientRect().top - rail.getBoundingClientRect().top + rail.scrollTop
      const heights = new Map(
        [...current.children].map((child) => [
          child.getAttribute('data-card'),
          child instanceof HTMLElement ? child.offsetHeight : 0,
        ]),
      )
      const wanted = cards.map(({ id, line }) => ({
        id,
        line: line === undefined ? 0 : Math.max(0, line - start),
        height: heights.get(id) ?? 0,
      }))
      const placed = layOut(wanted, chosenId, gap)
      setTops((before) =>
        placed.size === before.size && [...placed].every(([id, top]) => before.get(id) === top)
          ? before
          : placed,
      )
      const end = Math.max(0, ...wanted.map(({ id, height }) => (placed.get(id) ?? 0) + height))
      const page = document.querySelector<HTMLElement>('#draft')
      setLength(Math.max(end + gap, (page?.scrollHeight ?? 0) - start))
    }
    place()
    const sizes = new ResizeObserver(place)
    for (const child of current.children) sizes.observe(child)
    return () => sizes.disconnect()
  }, [cards, chosenId])
  return (
    <div ref={margin} className={styles['margin']} style={{ blockSize: length }}>
      {cards.map(({ id, card }) => (
        <div
          key={id}
          data-card={id}
          className={styles['placed']}
          data-chosen={id === chosenId}
          style={{ insetBlockStart: tops.get(id) ?? 0 }}
        >
          {card}
        </div>
      ))}
    </div>
  )
}

import { type RefObject, useEffect } from 'react'
import { TextId } from '#shared/domain/ids'
import { BreakSign } from '../amendments/BreakSign.tsx'
import {
  type AmendmentMark,
  amendmentsOf,
  type MarkActs,
  type TextMarks,
} from '../amendments/mark.ts'
import { barName, codesOf, markName } from '../amendments/mark-names.ts'
import styles from '../amendments/marks.module.css'

/** A passage's own look, in the colour of its sponsor. */
export const markAttributes = ({ amendmentId, isActive, colour }: AmendmentMark) => ({
  'data-amendment': amendmentId,
  'data-active': isActive,
  style: { ['--sponsor-colour' as string]: colour },
})

/** The code by which an amendment is known: leads to its card. */
export function MarkCode({
  mark,
  onMark,
}: {
  readonly mark: AmendmentMark
  readonly onMark: MarkActs['showCard'] | undefined
}) {
  const { amendmentId } = mark
  return (
    <button
      type="button"
      className={styles['code']}
      aria-label={markName(mark)}
      title={markName(mark)}
      data-amendment-mark={amendmentId}
      onClick={() => onMark?.(amendmentId)}
    >
      {codesOf(mark)}
    </button>
  )
}

/** What an amendment puts at a place in the words, with its code. */
export function PutWords({
  mark,
  onMark,
  isStill = false,
}: {
  readonly mark: AmendmentMark
  readonly onMark: MarkActs['showCard'] | undefined
  /** Within a control of its own: the code stands elsewhere. */
  readonly isStill?: boolean
}) {
  const { as, put } = mark
  return (
    <span
      className={styles['passage']}
      data-paragraph={as === 'paragraph'}
      data-not-of-the-text
      {...markAttributes(mark)}
    >
      {as === 'join' ? (
        <del className={styles['struck']}>
          <BreakSign is="deleted" />
        </del>
      ) : null}
      {put === '' ? null : (
        <ins className={styles['put']} dir="auto">
          {as === 'split' ? <BreakSign is="inserted" /> : put}
        </ins>
      )}
      {isStill ? null : <MarkCode mark={mark} onMark={onMark} />}
    </span>
  )
}

/** The bar beside a paragraph that amendments change. */
export function ChangeBar({
  marks,
  look,
  onPress,
}: {
  readonly marks: readonly AmendmentMark[]
  readonly look: TextMarks['look']
  readonly onPress: () => void
}) {
  const name = barName(amendmentsOf(marks), look)
  return (
    <button
      type="button"
      className={styles['bar']}
      aria-label={name}
      title={name}
      onClick={onPress}
    />
  )
}

/** Struck and put words lead to their card when they are pressed, as their code does. */
export function usePressedPassages(
  words: RefObject<HTMLElement | null>,
  onPress: MarkActs['seeCard'] | undefined,
): void {
  useEffect(() => {
    const { current } = words
    if (!current || !onPress) return undefined
    const press = ({ target }: MouseEvent) => {
      const passage = target instanceof Element ? target.closest('ins, del') : null
      const marked = passage?.closest('[data-amendment]')?.getAttribute('data-amendment')
      const amendmentId = TextId.safeParse(marked).data
      if (amendmentId) onPress(amendmentId)
    }
    current.addEventListener('click', press)
    return () => current.removeEventListener('click', press)
  }, [words, onPress])
}

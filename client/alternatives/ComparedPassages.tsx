import { PencilLine } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Inline } from '#shared/domain/content'
import type { BlockLook } from '#shared/text/block-looks'
import { flatInlines } from '#shared/text/flat-words'
import { overlaid } from '#shared/text/overlay'
import type { PointForm } from '#shared/text/passage-moves'
import type { ComparedPart, ComparisonRow, Point } from '#shared/text/text-comparison'
import { useMessages } from '../messages/use-messages.ts'
import { Inlines } from '../reader/Inlines.tsx'
import { AlternativeNumber } from './AlternativeNumber.tsx'
import type { ComparedAlternative } from './compared.ts'
import styles from './comparison.module.css'

/** What can be done with a point; without it, points are only shown. */
export interface PointChoice {
  readonly isChosen: (alternative: ComparedAlternative, point: Point) => boolean
  readonly choose: (alternative: ComparedAlternative, point: Point) => void
}

type PointPart = Extract<ComparedPart, { kind: 'point' }>

const headings = { 1: 'h3', 2: 'h4', 3: 'h5' } as const

/** A paragraph, heading or item where it stands alone. */
function Look({ look, children }: { readonly look: BlockLook; readonly children: ReactNode }) {
  const Tag = look.heading === null ? 'p' : headings[look.heading]
  return (
    <Tag className={styles['passage']} style={{ ['--depth' as string]: look.depth }}>
      {look.marker === '' ? null : <span className={styles['marker']}>{look.marker} </span>}
      {children}
    </Tag>
  )
}

function ChoosePoint({
  alternative,
  part: { point },
  choice,
}: {
  readonly alternative: ComparedAlternative
  readonly part: PointPart
  readonly choice: PointChoice | undefined
}) {
  const say = useMessages()
  if (!choice) return null
  const { struck, put } = point
  const words = (put.trim() === '' ? struck : put).slice(0, 60)
  const label =
    put.trim() === ''
      ? say('comparison.amendByStriking', { words })
      : say('comparison.amendBy', { words })
  return (
    <button
      type="button"
      className={styles['choose']}
      aria-label={label}
      title={label}
      aria-pressed={choice.isChosen(alternative, point)}
      onClick={() => choice.choose(alternative, point)}
    >
      <PencilLine size={12} aria-hidden />
    </button>
  )
}

/** Words that are the same and only stand otherwise: said in a few words, and neither struck nor put. */
function FormedPoint({ part, form }: { readonly part: PointPart; readonly form: PointForm }) {
  const say = useMessages()
  const isPut = flatInlines(part.put) !== ''
  // A split has its words in the paragraph that was put, a join in the one that they came to.
  const label =
    form === 'split'
      ? say(isPut ? 'comparison.form.split.put' : 'comparison.form.split')
      : say(isPut ? `comparison.form.${form}` : `comparison.form.${form}.struck`)
  return (
    <>
      <small className={styles['form']}>{label}</small>
      {isPut ? <Inlines inlines={part.put} /> : null}
    </>
  )
}

/** A paragraph of the majority text by itself. */
export const MajorityPassage = ({
  look,
  inlines,
}: {
  readonly look: BlockLook
  readonly inlines: readonly Inline[]
}) => (
  <Look look={look}>
    <Inlines inlines={inlines} />
  </Look>
)

/** A paragraph of one alternative, word by word against the majority's. */
export function AlternativePassage({
  alternative,
  look,
  parts,
  choice,
}: {
  readonly alternative: ComparedAlternative
  readonly look: BlockLook
  readonly parts: readonly ComparedPart[]
  readonly choice: PointChoice | undefined
}) {
  return (
    <Look look={look}>
      {parts.map((part, place) => {
        if (part.kind === 'same') return <Inlines key={place} inlines={part.inlines} />
        const isChosen = choice?.isChosen(alternative, part.point) ?? false
        return (
          <span key={place} className={styles['point']} data-chosen={isChosen}>
            {part.form ? (
              <FormedPoint part={part} form={part.form} />
            ) : (
              <>
                {part.struck.length > 0 ? (
                  <del>
                    <Inlines inlines={part.struck} />
                  </del>
                ) : null}
                {part.put.length > 0 ? (
                  <ins>
                    <Inlines inlines={part.put} />
                  </ins>
                ) : null}
              </>
            )}
            <ChoosePoint alternative={alternative} part={part} choice={choice} />
          </span>
        )
      })}
    </Look>
  )
}

/** A paragraph of the majority text with the changes of every alternative in it, each with the alternative's number. */
export function InlinePassage({
  row,
  alternatives,
  choice,
}: {
  readonly row: ComparisonRow
  readonly alternatives: readonly ComparedAlternative[]
  readonly choice: PointChoice | undefined
}) {
  const proposed = row.alternatives.find((passage) => passage !== null)
  const look = row.majority?.look ?? proposed?.look
  if (!look) return null
  return (
    <Look look={look}>
      {overlaid(row).map((overlay, place) => {
        if (overlay.kind === 'majority') {
          if (overlay.struckBy.length === 0)
            return <Inlines key={place} inlines={overlay.inlines} />
          return (
            <span key={place}>
              <del>
                <Inlines inlines={overlay.inlines} />
              </del>
              {overlay.struckBy.map((index) => {
                const alternative = alternatives[index]
                return alternative ? (
                  <AlternativeNumber key={index} alternative={alternative} isRaised />
                ) : null
              })}
            </span>
          )
        }
        const alternative = alternatives[overlay.alternative]
        if (!alternative) return null
        const { part } = overlay
        const isChosen = choice?.isChosen(alternative, part.point) ?? false
        return (
          <span key={place} className={styles['point']} data-chosen={isChosen}>
            {part.form ? (
              <>
                <FormedPoint part={part} form={part.form} />
                <AlternativeNumber alternative={alternative} isRaised />
              </>
            ) : flatInlines(part.put) === '' ? null : (
              <>
                <ins>
                  <Inlines inlines={part.put} />
                </ins>
                <AlternativeNumber alternative={alternative} isRaised />
              </>
            )}
            <ChoosePoint alternative={alternative} part={part} choice={choice} />
          </span>
        )
      })}
    </Look>
  )
}

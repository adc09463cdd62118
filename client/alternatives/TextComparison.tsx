import { Fragment, useDeferredValue, useMemo, useState } from 'react'
import type { TextContent } from '#shared/domain/content'
import type { TextId } from '#shared/domain/ids'
import { type ComparisonRow, compareTexts } from '#shared/text/text-comparison'
import { useMessages } from '../messages/use-messages.ts'
import { useMedia } from '../threads/use-lines.ts'
import { Choice } from '../ui/Choice.tsx'
import { AlternativeNumber } from './AlternativeNumber.tsx'
import {
  AlternativePassage,
  InlinePassage,
  MajorityPassage,
  type PointChoice,
} from './ComparedPassages.tsx'
import { alternativeName, type ComparedAlternative } from './compared.ts'
import styles from './comparison.module.css'

const hasWords = ({ majority, alternatives }: ComparisonRow): boolean =>
  (majority?.inlines.length ?? 0) > 0 ||
  alternatives.some((passage) => (passage?.parts.length ?? 0) > 0)

/** Whether an alternative has other words in a row, or the same ones elsewhere. */
const differs = ({ alternatives }: ComparisonRow): boolean =>
  alternatives.some((passage) => passage?.parts.some(({ kind }) => kind === 'point') === true)

/** What a row is called at its beginning; nothing for a paragraph. */
function RowName({ place }: Pick<ComparisonRow, 'place'>) {
  const say = useMessages()
  if (place.of === 'words') return null
  const { row, field } = place
  const rows = say(`rows.${place.rows}`)
  return (
    <small className={styles['cell']}>
      {say('amendment.cell', { rows, row, field: say(`field.${field}`) })}
    </small>
  )
}

/**
 * The majority text beside any number of alternatives, word by word and live: as columns with their paragraphs in line, or
 * in one text. On a phone the columns are one alternative of choice.
 */
export function TextComparison({
  majority,
  alternatives,
  choice,
}: {
  readonly majority: TextContent
  readonly alternatives: readonly ComparedAlternative[]
  readonly choice?: PointChoice | undefined
}) {
  const say = useMessages()
  const isPhone = useMedia('(width < 700px)')
  const [view, setView] = useState<'columns' | 'inline'>('columns')
  const [only, setOnly] = useState<TextId>()
  const [isAll, setAll] = useState(false)
  const chosen = alternatives.find(({ textId }) => textId === only) ?? alternatives[0]
  const isOne = isPhone && view === 'columns'
  const shown = useMemo(
    () => (isOne ? (chosen ? [chosen] : []) : alternatives),
    [isOne, chosen, alternatives],
  )
  // Comparing may lag behind: whoever types in one of the texts does not wait for it.
  const texts = useDeferredValue(shown)
  const base = useDeferredValue(majority)
  const all = useMemo(
    () =>
      compareTexts(
        base,
        texts.map(({ content }) => content),
      ).filter(hasWords),
    [base, texts],
  )
  const different = useMemo(() => all.filter(differs), [all])
  const rows = isAll ? all : different
  const name = (alternative: ComparedAlternative) => alternativeName(say, alternative)
  return (
    <section aria-label={say('comparison.label')} className={styles['comparison']}>
      <div className={styles['controls']}>
        {isPhone && alternatives.length < 2 ? null : (
          <Choice
            label={say('comparison.view')}
            value={view}
            options={[
              ['columns', say(isPhone ? 'comparison.oneByOne' : 'comparison.columns')],
              ['inline', say('comparison.inline')],
            ]}
            onChange={setView}
          />
        )}
        <Choice
          label={say('comparison.shown')}
          value={isAll ? 'all' : 'differences'}
          options={[
            ['differences', say('comparison.onlyDifferences')],
            ['all', say('comparison.all')],
          ]}
          onChange={(shownRows) => setAll(shownRows === 'all')}
        />
        {isOne && alternatives.length > 1 ? (
          <Choice
            label={say('comparison.against')}
            value={chosen?.textId ?? null}
            options={alternatives.map((each) => [each.textId, name(each)] as const)}
            onChange={setOnly}
          />
        ) : null}
      </div>
      {isAll || all.length === different.length ? null : (
        <p className={styles['legend']}>
          {say('comparison.unchanged', { count: all.length - different.length })}
        </p>
      )}
      {view === 'inline' || isOne ? (
        <>
          <p className={styles['legend']}>
            {texts.map((each) => (
              <span key={each.textId}>
                <AlternativeNumber alternative={each} /> {name(each)}
              </span>
            ))}
          </p>
          {rows.map((row, place) => (
            <div key={place} className={styles['row']}>
              <RowName place={row.place} />
              <InlinePassage row={row} alternatives={texts} choice={choice} />
            </div>
          ))}
        </>
      ) : (
        <table className={styles['columns']}>
          <thead>
            <tr>
              <th scope="col">{say('text.majority')}</th>
              {texts.map((each) => (
                <th key={each.textId} scope="col">
                  <AlternativeNumber alternative={each} /> {name(each)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, place) => (
              <Fragment key={place}>
                {row.place.of === 'cell' ? (
                  <tr className={styles['named']}>
                    <td colSpan={texts.length + 1}>
                      <RowName place={row.place} />
                    </td>
                  </tr>
                ) : null}
                <tr>
                  <td>{row.majority ? <MajorityPassage {...row.majority} /> : null}</td>
                  {texts.map((each, index) => {
                    const passage = row.alternatives[index]
                    return (
                      <td key={each.textId}>
                        {passage ? (
                          <AlternativePassage alternative={each} {...passage} choice={choice} />
                        ) : null}
                      </td>
                    )
                  })}
                </tr>
              </Fragment>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

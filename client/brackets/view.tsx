import { createContext, type ReactNode, useContext } from 'react'
import type { TextId } from '#shared/domain/ids'
import { countBrackets } from '#shared/text/brackets'
import { useContentOf } from '../live/open-texts.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { Choice } from '../ui/Choice.tsx'
import styles from './brackets.module.css'

const views = ['bracketed', 'clean', 'only'] as const
/** How a text with brackets is shown: as it is, as if they were lifted, or nothing but them. */
export type BracketView = (typeof views)[number]

const Context = createContext<BracketView>('bracketed')

export const useBracketView = (): BracketView => useContext(Context)

export const BracketViewProvider = ({
  view,
  children,
}: {
  readonly view: BracketView
  readonly children: ReactNode
}) => <Context.Provider value={view}>{children}</Context.Provider>

/** The choice of view, where one of these texts has brackets. */
export function BracketViewChoice({
  textIds,
  view,
  onChange,
}: {
  readonly textIds: readonly TextId[]
  readonly view: BracketView
  readonly onChange: (view: BracketView) => void
}) {
  const say = useMessages()
  const contentOf = useContentOf()
  const hasBrackets = textIds.some((textId) => {
    const content = contentOf(textId)
    return content !== undefined && countBrackets(content) > 0
  })
  if (!hasBrackets && view === 'bracketed') return null
  return (
    <div className={styles['view']}>
      <Choice
        label={say('bracket.view')}
        value={view}
        options={views.map((each) => [each, say(`bracket.view.${each}`)] as const)}
        onChange={onChange}
      />
      {view === 'clean' ? <p className={styles['fact']}>{say('bracket.view.cleanHint')}</p> : null}
    </div>
  )
}

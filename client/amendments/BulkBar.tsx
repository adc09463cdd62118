import { useState } from 'react'
import type { Touched } from '#shared/compare/competes'
import type { TextId } from '#shared/domain/ids'
import type { Amendment } from '#shared/domain/text'
import { useRecordState } from '../live/record.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { Button } from '../ui/Button.tsx'
import styles from './amendments.module.css'
import { BulkDialog } from './BulkDialog.tsx'
import { baseName } from './base-name.ts'
import type { BulkAct } from './bulk.ts'

/** How many amendments are selected, and what may be done with all of them. */
export function BulkBar({
  acts,
  about,
  selected,
  touchedBy,
  onSelect,
  onStop,
}: {
  readonly acts: readonly BulkAct[]
  /** Those that may be selected. */
  readonly about: readonly Amendment[]
  readonly selected: readonly Amendment[]
  readonly touchedBy: ReadonlyMap<TextId, Touched>
  readonly onSelect: (textIds: readonly TextId[]) => void
  readonly onStop: () => void
}) {
  const say = useMessages()
  const state = useRecordState()
  const [asked, setAsked] = useState<BulkAct | null>(null)
  const bases = [...new Set(about.map(({ baseTextId }) => baseTextId))]
  return (
    <div className={styles['bulk']} role="group" aria-label={say('bulk.select')}>
      <span role="status">{say('bulk.selected', { count: selected.length })}</span>
      <div className={styles['buttons']}>
        {bases.map((baseTextId) => (
          <Button
            key={baseTextId}
            isSmall
            onPress={() =>
              onSelect(
                about.filter((each) => each.baseTextId === baseTextId).map(({ textId }) => textId),
              )
            }
          >
            {say('bulk.all', { text: baseName(say, state, baseTextId) })}
          </Button>
        ))}
        {acts.map((act) => (
          <Button
            key={act}
            isSmall
            look={act === 'withdraw' ? 'danger' : 'plain'}
            isDisabled={selected.length === 0}
            onPress={() => setAsked(act)}
          >
            {say(`bulk.do.${act}`)}
          </Button>
        ))}
        <Button isSmall look="quiet" onPress={onStop}>
          {say('bulk.stop')}
        </Button>
      </div>
      {asked ? (
        <BulkDialog
          act={asked}
          amendments={selected}
          touchedBy={touchedBy}
          onClose={() => {
            setAsked(null)
            onSelect([])
          }}
        />
      ) : null}
    </div>
  )
}

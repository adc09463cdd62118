import type { TextId } from '#shared/domain/ids'
import { stances } from '#shared/domain/position'
import { useRecordState } from '../live/record.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { tallyByGroup } from './tally.ts'

/** The positions on a text in a line for each stakeholder group. */
export function PositionTally({ textId }: { readonly textId: TextId }) {
  const say = useMessages()
  const state = useRecordState()
  const groups = tallyByGroup(state, state.texts[textId]?.positions ?? [])
  if (groups.length === 0) return <p>{say('positions.none')}</p>
  return groups.map(({ group, positions }) => (
    <p key={group}>
      {say('resolve.group', {
        group: say(`group.${group}`),
        positions: stances
          .flatMap((stance) => {
            const codes = positions
              .filter(({ position }) => position.stance === stance)
              .map(({ code }) => code)
            return codes.length > 0 ? [`${say(`stance.${stance}`)} ${codes.join(', ')}`] : []
          })
          .join('; '),
      })}
    </p>
  ))
}

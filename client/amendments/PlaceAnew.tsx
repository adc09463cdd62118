import type { Amendment } from '#shared/domain/text'
import { whyNotWrite } from '#shared/record/text-right'
import { placeAnew } from '#shared/text/place-anew'
import { useTextRoom } from '../live/open-texts.tsx'
import { useActor, useRecordState } from '../live/record.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { Button } from '../ui/Button.tsx'
import styles from './amendments.module.css'

/** Puts one's words whose paragraph is gone into one of their own at the end of the draft; in a frozen text that waits. */
export function PlaceAnew({
  amendment: { textId, baseTextId },
}: {
  readonly amendment: Pick<Amendment, 'textId' | 'baseTextId'>
}) {
  const say = useMessages()
  const mayType = whyNotWrite(useRecordState(), useActor(), textId) === undefined
  const base = useTextRoom(baseTextId)
  const room = useTextRoom(textId)
  return (
    <div className={styles['buttons']}>
      <Button
        isSmall
        look="primary"
        isDisabled={!mayType}
        onPress={() => placeAnew(base.doc, room.doc)}
      >
        {say('amendment.placeAnew')}
      </Button>
    </div>
  )
}

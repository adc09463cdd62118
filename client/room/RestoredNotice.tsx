import { History } from 'lucide-react'
import { useEffect, useState } from 'react'
import { HistoryView } from '#shared/protocol/api'
import { useRestoredEpoch, useYou } from '../live/record.tsx'
import { useAsk } from '../live/use-ask.ts'
import { formatInstant, useMessages } from '../messages/use-messages.ts'
import { Button } from '../ui/Button.tsx'
import styles from './strip.module.css'

/** Says that a backup was put in place under this page, of which time the room is now, and where one's own words since then are. */
export function RestoredNotice() {
  const say = useMessages()
  const ask = useAsk()
  const { groupId } = useYou()
  const epoch = useRestoredEpoch()
  const [of, setOf] = useState<string>()
  const [read, setRead] = useState<string>()
  useEffect(() => {
    if (epoch === undefined) return
    void ask(HistoryView, `/api/groups/${groupId}/record/history?limit=1`).then((answer) => {
      if (answer.ok) setOf(answer.value.events[0]?.at)
    })
  }, [epoch, groupId, ask])
  if (epoch === undefined || read === epoch) return null
  return (
    <div className={styles['line']} role="status">
      <History size={18} aria-hidden />
      <span>
        {of === undefined ? say('restored') : say('restored.of', { instant: formatInstant(of) })}
      </span>
      <Button isSmall onPress={() => setRead(epoch)}>
        {say('dismiss')}
      </Button>
    </div>
  )
}

import { History } from 'lucide-react'
import { useEffect, useState } from 'react'
import { HistoryView } from '#shared/protocol/api'
import { isUpgradeOf } from '#shared/protocol/store-epoch'
import { keepOrRemember, readKept } from '../live/device-storage.ts'
import { useEpoch, useRestoredEpoch, useYou } from '../live/record.tsx'
import { useAsk } from '../live/use-ask.ts'
import { formatInstant, useMessages } from '../messages/use-messages.ts'
import { Button } from '../ui/Button.tsx'
import styles from './strip.module.css'

/**
 * The epoch of a backup that was put in place under this page, or since its member was here last: a restore ends all sessions, and
 * whoever signs in again has a new page. Undefined when none was.
 */
function useBackupInPlace(): string | undefined {
  const { groupId, memberId } = useYou()
  const epoch = useEpoch()
  const restored = useRestoredEpoch()
  const key = `adref-epoch/${groupId}/${memberId ?? 'reader'}`
  const [before] = useState(() => readKept(key))
  useEffect(() => keepOrRemember(key, epoch), [key, epoch])
  const isSame = before === null || before === epoch || isUpgradeOf(epoch, before)
  return restored ?? (isSame ? undefined : epoch)
}

/** Says that a backup was put in place, of which time the room is now, and where one's own words since then are. */
export function RestoredNotice() {
  const say = useMessages()
  const ask = useAsk()
  const { groupId } = useYou()
  const epoch = useBackupInPlace()
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

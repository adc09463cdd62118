import { useEffect } from 'react'
import { GroupId } from '#shared/domain/ids'
import { AmendmentFocusProvider } from '../amendments/focus.tsx'
import { EditingProvider } from '../editor/editing.tsx'
import { EntryPage } from '../entry/EntryPage.tsx'
import { RoomBoundary } from '../failure/RoomBoundary.tsx'
import { FollowProvider } from '../follow/follow.tsx'
import { deviceDatabases } from '../live/device-storage.ts'
import { OpenTextsProvider } from '../live/open-texts.tsx'
import { RecordProvider } from '../live/record.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { FocusProvider } from '../threads/focus.tsx'
import { Skeleton } from '../ui/Placeholder.tsx'
import { RoomLayout } from './RoomLayout.tsx'

/** A group's room, once its record is here. */
export function RoomPage({ groupId: given }: { readonly groupId: string }) {
  const say = useMessages()
  // They take a while to open: it goes by while the record is on its way.
  useEffect(() => void deviceDatabases(), [])
  const groupId = GroupId.safeParse(given)
  if (!groupId.success)
    return <EntryPage title={say('notFound.title')} text={say('notFound.text')} />
  return (
    <RecordProvider
      groupId={groupId.data}
      loading={<Skeleton label={say('loading')} />}
      trouble={(problem) => <EntryPage title={say('room.closed')} text={problem.detail} />}
    >
      <OpenTextsProvider>
        <EditingProvider>
          <RoomBoundary>
            <FollowProvider>
              <FocusProvider>
                <AmendmentFocusProvider>
                  <RoomLayout />
                </AmendmentFocusProvider>
              </FocusProvider>
            </FollowProvider>
          </RoomBoundary>
        </EditingProvider>
      </OpenTextsProvider>
    </RecordProvider>
  )
}

import type { ReactNode } from 'react'
import { EntryPage } from '../entry/EntryPage.tsx'
import { useSavedState } from '../live/open-texts.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { Button } from '../ui/Button.tsx'
import { Boundary } from './Boundary.tsx'
import { Failure } from './Failure.tsx'

/** The room as a whole: its texts and their connections stay while it is not drawn. */
export function RoomBoundary({ children }: { readonly children: ReactNode }) {
  return (
    <Boundary instead={(tryAgain) => <RoomFailure onTryAgain={tryAgain} />}>{children}</Boundary>
  )
}

function RoomFailure({ onTryAgain }: { readonly onTryAgain: () => void }) {
  const say = useMessages()
  const saved = useSavedState()
  return (
    <EntryPage title={say('failure.roomTitle')}>
      <Failure
        text={say(saved === 'saved' ? 'failure.room' : 'failure.roomUnsaved')}
        onTryAgain={onTryAgain}
      >
        <Reload />
      </Failure>
    </EntryPage>
  )
}

/** Everything, where not even the room's texts could be held. */
export function PageBoundary({ children }: { readonly children: ReactNode }) {
  const say = useMessages()
  return (
    <Boundary
      instead={(tryAgain) => (
        <EntryPage title={say('failure.roomTitle')}>
          <Failure text={say('failure.page')} onTryAgain={tryAgain}>
            <Reload />
          </Failure>
        </EntryPage>
      )}
    >
      {children}
    </Boundary>
  )
}

function Reload() {
  const say = useMessages()
  return (
    <Button isSmall onPress={() => location.reload()}>
      {say('reload.now')}
    </Button>
  )
}

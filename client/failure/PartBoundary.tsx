import type { ReactNode } from 'react'
import { useMessages } from '../messages/use-messages.ts'
import { Boundary } from './Boundary.tsx'
import { Failure } from './Failure.tsx'

/** A part of the room that holds no words of its own: the rest of the room goes on without it. */
export function PartBoundary({
  about,
  children,
}: {
  readonly about?: unknown
  readonly children: ReactNode
}) {
  const say = useMessages()
  return (
    <Boundary
      about={about}
      instead={(tryAgain) => <Failure text={say('failure.part')} onTryAgain={tryAgain} />}
    >
      {children}
    </Boundary>
  )
}

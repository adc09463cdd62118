/** Parts of the page that are loaded when they are needed first. After an upgrade of the server they may be gone. */
import { type ComponentType, type LazyExoticComponent, lazy } from 'react'
import { useMessages } from '../messages/use-messages.ts'
import { Button } from '../ui/Button.tsx'
import { EmptyState } from '../ui/Placeholder.tsx'
import { askToReload } from './reload-needed.ts'
import { serverAnswers } from './server-answers.ts'

/** Between two tries, in milliseconds. */
const pause = 1500
/** A part that failed so often while the server answered is not there. */
const failuresUntilMissing = 2

function PartMissing() {
  const say = useMessages()
  return (
    <>
      <EmptyState>{say('reload.part-missing')}</EmptyState>
      <Button onPress={() => location.reload()}>{say('reload.now')}</Button>
    </>
  )
}

/**
 * A component that is loaded when it is shown first. Waits while the network is away; when the part is gone, asks to reload and
 * shows `missing` in its place.
 */
export const lazyPart = <Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  missing: ComponentType<Props> = PartMissing,
): LazyExoticComponent<ComponentType<Props>> =>
  lazy(async () => {
    let failures = 0
    for (;;) {
      try {
        return { default: await load() }
      } catch {
        // Not there, or no network: the server tells which.
        if (await serverAnswers(location.href)) failures += 1
      }
      if (failures >= failuresUntilMissing) {
        askToReload('part-missing')
        return { default: missing }
      }
      await new Promise((resolve) => setTimeout(resolve, pause))
    }
  })

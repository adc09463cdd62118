/** Parts of the page that are loaded when they are needed first. After an upgrade of the server they may be gone. */
import { type ComponentType, type FunctionComponent, lazy, useState } from 'react'
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

/** A part that may be loaded before it is shown. */
export interface LazyPart<Props extends object> extends FunctionComponent<Props> {
  readonly loadAhead: () => void
}

/**
 * A component that is loaded when it is shown first, or ahead of that. Waits while the network is away; when the part is gone, asks to
 * reload and shows `missing` in its place. One that is here is shown at once: React would keep what stands in place of one that is
 * waited for on the screen for 300 ms.
 */
export function lazyPart<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  missing: ComponentType<Props> = PartMissing,
): LazyPart<Props> {
  let part: ComponentType<Props> | undefined
  const loadNow = async () => {
    part = await load()
    return part
  }
  const Awaited = lazy(async () => {
    let failures = 0
    for (;;) {
      try {
        return { default: await loadNow() }
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
  function Part(props: Props) {
    const [Shown] = useState<ComponentType<Props>>(() => part ?? Awaited)
    return <Shown {...props} />
  }
  const loadAhead = () => {
    // Where it does not come, whatever shows it tries again.
    loadNow().catch(() => undefined)
  }
  return Object.assign(Part, { loadAhead })
}

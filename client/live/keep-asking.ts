/** Keeps asking the server about a text for as long as its words change: what is done together is asked for at once. */
import type { TextRoom } from './text-room.ts'

/** When the server was asked for too much, or not reached, it is asked again so many milliseconds later. */
const pauseAfterRefusal = 5000

/**
 * Asks now, and so many milliseconds after words have changed; tells each answer but `undefined`, which stands for none. Gives back what
 * ends it.
 */
export function keepAsking<Told>(
  { subscribe, subscribeToShown }: TextRoom,
  pause: number,
  ask: () => Promise<Told | undefined>,
  tell: (told: Told) => void,
): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let isAsking = false
  let hasEnded = false
  let hasChanged = false
  const schedule = (milliseconds: number) => {
    if (!hasEnded && !isAsking) timer ??= setTimeout(() => void refresh(), milliseconds)
  }
  const refresh = async () => {
    timer = undefined
    isAsking = true
    hasChanged = false
    const told = await ask()
    isAsking = false
    if (hasEnded) return
    if (told === undefined) schedule(pauseAfterRefusal)
    else {
      tell(told)
      if (hasChanged) schedule(pause)
    }
  }
  const changed = () => {
    hasChanged = true
    schedule(pause)
  }
  // Others' words come with what is shown, one's own are known to the server when they are saved.
  const ends = [subscribe(changed), subscribeToShown(changed)]
  void refresh()
  return () => {
    hasEnded = true
    clearTimeout(timer)
    for (const end of ends) end()
  }
}

import { useEffect, useState } from 'react'

/** Whoever reads does not wait for longer than this for what others want to change, in milliseconds. */
const patience = 4000

/**
 * Whether a text is shown: not before all has come that makes room for itself between its lines, unless that takes long. Once it
 * was shown it stays.
 */
export function useFirstLook(isMoreAwaited: boolean): boolean {
  const [wasShown, setShown] = useState(!isMoreAwaited)
  if (!isMoreAwaited && !wasShown) setShown(true)
  useEffect(() => {
    if (wasShown) return undefined
    const timer = setTimeout(() => setShown(true), patience)
    return () => clearTimeout(timer)
  }, [wasShown])
  return wasShown
}

/** When a page sleeps and wakes. It wakes at the moments at which it may have missed something and should ask:
 * it is seen again, taken out of a cache, or back on a network. */

/** Calls the listener at each such moment; returns what ends that. */
export function onWake(listener: () => void): () => void {
  // Programs that use these modules have no page that could sleep.
  if (typeof document === 'undefined') return () => undefined
  const seen = () => {
    if (document.visibilityState === 'visible') listener()
  }
  document.addEventListener('visibilitychange', seen)
  document.addEventListener('resume', listener)
  addEventListener('online', listener)
  addEventListener('pageshow', listener)
  return () => {
    document.removeEventListener('visibilitychange', seen)
    document.removeEventListener('resume', listener)
    removeEventListener('online', listener)
    removeEventListener('pageshow', listener)
  }
}

/** Calls the listener when the page is put away or frozen: from then on it hears and does nothing until it wakes. */
export function onSleep(listener: () => void): () => void {
  if (typeof document === 'undefined') return () => undefined
  document.addEventListener('freeze', listener)
  addEventListener('pagehide', listener)
  return () => {
    document.removeEventListener('freeze', listener)
    removeEventListener('pagehide', listener)
  }
}

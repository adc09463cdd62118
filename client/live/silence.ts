/** Notices that nothing was heard for too long, also when this device slept meanwhile: a dead line does not say so. */

/** How often it is looked at, in milliseconds: timers stand still while a device sleeps. */
const looking = 5000

export interface Silence {
  /** Something was heard now. */
  readonly heard: () => void
  /** For how long nothing was heard, in milliseconds. */
  readonly quietFor: () => number
  /** Ends it for good. */
  readonly stop: () => void
}

/** Watches from now on; `onSilent` is called once, when nothing was heard for as long as `patience` says, in milliseconds. */
export function watchSilence(patience: () => number, onSilent: () => void): Silence {
  const now = () => ({ steady: performance.now(), clock: Date.now() })
  let last = now()
  // One clock may be set back, and the other stands still on some devices while they sleep.
  const quietFor = () => Math.max(performance.now() - last.steady, Date.now() - last.clock)
  let timer: ReturnType<typeof setTimeout>
  const look = () => {
    const left = patience() - quietFor()
    if (left <= 0) onSilent()
    else timer = setTimeout(look, Math.min(left, looking))
  }
  let isStopped = false
  const heard = () => {
    last = now()
    clearTimeout(timer)
    if (!isStopped) look()
  }
  heard()
  return {
    heard,
    quietFor,
    stop() {
      isStopped = true
      clearTimeout(timer)
    },
  }
}

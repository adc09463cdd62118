/** Notices when the machine's clock is set, or stands still with the machine: the wall clock then goes another way than the monotonic one. */
import type { Clock } from './clock.ts'

/** Clocks that are kept by the network are set by less than this, in milliseconds; nobody is hurt by it. */
const tolerance = 30_000

export interface ClockWatch {
  now(): Date
  /** How far the clock was set since the start, in milliseconds; negative when it was set back. */
  moved(): number
  /** The time as it would be had nobody set the clock forward: what lasts for weeks is not over because of it. */
  unmoved(): Date
}

/** Watches a clock from now on: it is taken to be right at the start. */
export function watchClock(clock: Clock): ClockWatch {
  const ahead = () => clock.now().getTime() - clock.monotonic()
  const atStart = ahead()
  let noticed = 0
  const moved = () => {
    const by = ahead() - atStart
    if (Math.abs(by - noticed) > tolerance) noticed = Math.round(by)
    return noticed
  }
  return {
    now: () => clock.now(),
    moved,
    unmoved: () => new Date(clock.now().getTime() - Math.max(0, moved())),
  }
}

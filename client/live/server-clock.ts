/** The server's time, as this page knows it: deadlines go by it, whatever the device's own clock shows. */
import { useEffect, useState } from 'react'

/** The server's clock less the device's, in milliseconds, and how far off that may be. */
let ahead = 0
let doubt = Number.POSITIVE_INFINITY
/** A header tells whole seconds; beyond this the device's clock was set since it was measured, in milliseconds. */
const drift = 2000

/**
 * Takes in what an answer said the time was, with when it was asked for and had by the device's clock. A quicker answer tells it more
 * exactly; one that contradicts tells that a clock was set.
 */
export function hearServerTime(told: number, askedAt: number, hadAt: number, precision = 0): void {
  const measured = told + precision / 2 - (askedAt + hadAt) / 2
  const uncertain = (hadAt - askedAt + precision) / 2
  const isContradicted = Math.abs(measured - ahead) > uncertain + doubt + drift
  if (uncertain > doubt && !isContradicted) return
  ahead = measured
  doubt = uncertain
}

/** Takes in an answer's `Date` header. */
export function hearDateOf(answer: Response, askedAt: number): void {
  const told = Date.parse(answer.headers.get('Date') ?? '')
  if (!Number.isNaN(told)) hearServerTime(told, askedAt, Date.now(), 1000)
}

/** What the server's clock shows, in milliseconds since 1970; the device's own until the server has told. */
export const serverNow = (): number => Date.now() + ahead

/** The same as an instant. */
export const serverInstant = (): string => new Date(serverNow()).toISOString()

/** What the server's clock shows, told anew every so many milliseconds. */
export function useServerNow(every: number): number {
  const [now, setNow] = useState(serverNow)
  useEffect(() => {
    const timer = setInterval(() => setNow(serverNow()), every)
    return () => clearInterval(timer)
  }, [every])
  return now
}

/**
 * The id of an event on the stream of the record: `3-117` is the event 117, in version 3 of the form of events. A reader names with it
 * how far they are; what they hold in another form is no beginning of what follows.
 */
import { eventVersion } from '../record/versions/event-versions.ts'

export const eventPlace = (sequence: number): string => `${eventVersion}-${sequence}`

const pattern = /^(?:(\d{1,9})-)?(\d{1,15})$/

/** Release 0.1 named the sequence alone. */
const unnamedVersion = 1

/** The sequence up to which a reader has the record; infinite when they hold it in another form; undefined when it is no place. */
export function sequenceAt(place: string): number | undefined {
  const named = pattern.exec(place)
  if (!named) return undefined
  const sequence = Number(named[2])
  const version = Number(named[1] ?? unnamedVersion)
  // Who has nothing yet has it in no form.
  return sequence === 0 || version === eventVersion ? sequence : Number.POSITIVE_INFINITY
}

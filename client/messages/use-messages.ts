import { IntlMessageFormat, type PrimitiveType } from 'intl-messageformat'
import english from './en.json'

/** A key of the catalogue. */
export type MessageKey = keyof typeof english

const formats = new Map<MessageKey, IntlMessageFormat>()
export const locale = 'en-GB'

function formatOf(key: MessageKey): IntlMessageFormat {
  const known = formats.get(key)
  if (known) return known
  const format = new IntlMessageFormat(english[key], locale)
  formats.set(key, format)
  return format
}

/** Says a message of the catalogue, with its values put in by the rules of ICU. */
export function say(key: MessageKey, values: Record<string, PrimitiveType> = {}): string {
  return String(formatOf(key).format(values))
}

export type Say = typeof say

/** The catalogue of the person's language. */
export const useMessages = (): Say => say

const dayFormat = new Intl.DateTimeFormat(locale, {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
})
const instantFormat = new Intl.DateTimeFormat(locale, {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  timeZoneName: 'long',
})
const timeFormat = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' })

/** A calendar day or an instant as "11 January 2012", in the reader's time zone for instants. */
export const formatDay = (date: string): string =>
  dayFormat.format(new Date(date.length === 10 ? `${date}T12:00:00` : date))

/** An instant as "10:42" in the reader's time zone. */
export const formatTime = (instant: string): string => timeFormat.format(new Date(instant))

/** An instant as "11 January 2012 at 10:42 Central European Standard Time": in the reader's time zone, which it names. */
export const formatInstant = (instant: string): string => instantFormat.format(new Date(instant))

/** The reader's time zone, such as Europe/Budapest. */
export const timeZone = (): string => new Intl.DateTimeFormat(locale).resolvedOptions().timeZone

import type { SeatHolder } from '#shared/record/seat-holder'
import type { Say } from '../messages/use-messages.ts'

/** What names a member to people: by delegation or seat, with their name and role. */
export type NamedSeat = Pick<SeatHolder, 'name' | 'role' | 'seat' | 'delegation'>

/** `short` is whom the seat speaks for, as “Brazil”; `long` adds who sits there, as “Ana Lima, Brazil (Delegate)”. */
export function seatWords(
  say: Say,
  { name, role, seat, delegation }: NamedSeat,
): { readonly short: string; readonly long: string } {
  const short = delegation ?? (seat === '' ? say(`role.${role}`) : seat)
  const who = [name, short].filter((part) => part !== '').join(', ')
  const roleName = say(`role.${role}`)
  return { short, long: roleName === who ? who : say('seat.long', { who, role: roleName }) }
}

/** Instants that the chair may set as a deadline: to come, and within sight. */

/** The longest that anybody is given, in milliseconds: a year, with its leap day. */
const longest = 366 * 24 * 60 * 60_000

/** Why an instant is no deadline; undefined when it is one. `since`: milliseconds from it until now, negative while it is to come. */
export function whyNotDeadline(since: number): 'deadline-past' | 'deadline-far' | undefined {
  if (since >= 0) return 'deadline-past'
  return since >= -longest ? undefined : 'deadline-far'
}

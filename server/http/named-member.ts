/**
 * For whom a page was opened, as each of its requests says. A browser has one session for all its pages: once somebody else
 * signs in there, what an older page sends would be theirs.
 */
import type { IncomingMessage } from 'node:http'
import type { MemberId } from '#shared/domain/ids'
import {
  memberHeader,
  memberParameter,
  NamedMember,
  type Problem,
  publicReader,
} from '#shared/protocol/api'

/** The member that a request names, in its header or its address; undefined when it names none, as programs may. */
export function namedMember(
  request: IncomingMessage,
  query: URLSearchParams = new URL(request.url ?? '', 'http://host').searchParams,
): NamedMember | 'malformed' | undefined {
  const given = request.headers[memberHeader.toLowerCase()] ?? query.get(memberParameter)
  if (given === null) return undefined
  const named = NamedMember.safeParse(given)
  return named.success ? named.data : 'malformed'
}

/** Whether this is who the request names; a reader of a follow link has no member id. */
export const isNamed = (
  { memberId }: { readonly memberId: MemberId | null },
  named: NamedMember | undefined,
): boolean => named === undefined || named === (memberId ?? publicReader)

export const malformedMember: Problem['errors'] = [
  { field: memberHeader, message: `must be the id of a member, or ${publicReader}` },
]

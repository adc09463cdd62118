/** Who knocks at a text, by whatever wire. */
import type { IncomingMessage } from 'node:http'
import { GroupId, TextId } from '#shared/domain/ids'
import { contentSchema } from '#shared/flow/allowed-flow'
import { epochParameter, schemaParameter } from '#shared/protocol/frames'
import type { Knocking } from '../sync/text-rooms-door.ts'
import type { HttpContext } from './context.ts'
import { isNamed, namedMember } from './named-member.ts'
import { signInOf } from './sign-in.ts'

/** An id that no text has, so that a malformed name is refused like an unknown one. */
const noText = TextId.parse(`t_${'0'.repeat(32)}`)
const noGroup = GroupId.parse(`g_${'0'.repeat(32)}`)

/** The text and the reader of a request; the sync server refuses them in its own words where they may not. */
export function textDoor(
  { identity, records, isSecure, store }: HttpContext,
  request: IncomingMessage,
  name: string | undefined,
  query: URLSearchParams,
): { readonly textId: TextId; readonly reader: Knocking } {
  const textId = TextId.safeParse(name)
  const groupId = textId.success ? records.groupOfText(textId.data) : undefined
  const signIn = signInOf(request, identity, isSecure, query)
  const reader = signIn && groupId && identity.readerIn(signIn, groupId)
  // A signed-in stranger learns no more of a text than of one that does not exist.
  const isKnown = textId.success && (reader !== undefined || !signIn)
  if (isKnown && reader) {
    // Who names no schema is taken to know the words.
    const schema = query.get(schemaParameter)
    if (schema !== null && schema !== String(contentSchema))
      return { textId: textId.data, reader: 'another-schema' }
    const named = namedMember(request, query)
    if (named === 'malformed' || !isNamed(reader, named))
      return { textId: textId.data, reader: 'another-member' }
    if ((query.get(epochParameter) ?? store.epoch) !== store.epoch)
      return { textId: textId.data, reader: 'other-epoch' }
  }
  const stranger = signIn && { sessionKey: signIn.sessionKey, groupId: noGroup, memberId: null }
  return { textId: isKnown ? textId.data : noText, reader: reader ?? stranger }
}

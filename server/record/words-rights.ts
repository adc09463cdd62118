/** Answers the sync server's questions about people from the record's head and the sign-ins. */

import type { TextId } from '#shared/domain/ids'
import type { Text } from '#shared/domain/text'
import { colours, tableColour } from '#shared/record/colours'
import { openAmendments } from '#shared/record/decide-amendments'
import { delegationColourIndex, delegationOf, memberLabel } from '#shared/record/labels'
import { isAtTable } from '#shared/record/policy'
import { textRight, whyNotWrite } from '#shared/record/text-right'
import type { Identity } from '../identity/identity.ts'
import type { WordsRights } from '../sync/rights.ts'
import type { Records } from './records.ts'

export function wordsRights(
  records: () => Records,
  identity: () => Pick<Identity, 'actorOfReader'>,
): WordsRights {
  const textOf = (textId: TextId): Text | undefined => {
    const groupId = records().groupOfText(textId)
    return groupId && records().stateOf(groupId)?.texts[textId]
  }
  return {
    rightOf(textId, reader) {
      const { groupId } = reader
      // A text counts as there only when its first words are on disk.
      if (!records().stateOf(groupId)?.texts[textId]) return 'unknown-text'
      const actor = identity().actorOfReader(reader)
      const head = records().headOf(groupId)
      return actor && head ? textRight(head, actor, textId) : 'signed-out'
    },
    whyNotWrite(textId, reader) {
      const actor = identity().actorOfReader(reader)
      const head = records().headOf(reader.groupId)
      return actor && head ? whyNotWrite(head, actor, textId) : 'not-a-writer'
    },
    baseOf(textId) {
      const text = textOf(textId)
      if (!text || text.kind !== 'amendment') return undefined
      return text.standing === 'private' || text.standing === 'tabled' ? text.baseTextId : undefined
    },
    amendmentsTo(textId) {
      const groupId = records().groupOfText(textId)
      const state = groupId && records().stateOf(groupId)
      return state ? openAmendments(state, textId).map((amendment) => amendment.textId) : []
    },
    sponsorsOf(reader) {
      const known = () => {
        const actor = identity().actorOfReader(reader)
        const state = records().headOf(reader.groupId)
        return state && actor?.by === 'member' ? { actor, state } : undefined
      }
      const codeOf = ({ actor, state }: NonNullable<ReturnType<typeof known>>) =>
        delegationOf(state, actor.delegationId)?.code ?? ''
      return {
        own() {
          const is = known()
          return is ? codeOf(is) : ''
        },
        named(codes) {
          const is = known()
          if (!is) return undefined
          const isTable = isAtTable(is.actor.role)
          const mayName = (code: string) =>
            isTable ? is.state.delegations.some((each) => each.code === code) : code === codeOf(is)
          return codes.every(mayName) ? codes.join(', ') : undefined
        },
      }
    },
    sideOf(textId, memberId) {
      const groupId = records().groupOfText(textId)
      const state = groupId && records().headOf(groupId)
      const seatId = state?.members[memberId]?.seatId
      return (seatId && state?.seats[seatId]?.delegationId) || memberId
    },
    presenceOf(reader) {
      const actor = identity().actorOfReader(reader)
      const state = records().headOf(reader.groupId)
      if (!state || actor?.by !== 'member' || actor.role === 'observer') return null
      const { name, code, delegationId } = memberLabel(state, actor.memberId)
      const colour =
        delegationId === null ? undefined : colours[delegationColourIndex(state, delegationId)]
      return { name, code, colour: colour ?? tableColour }
    },
  }
}

/** Positions by stakeholder group, so that a large group does not drown another. Positions are not votes. */

import { StakeholderGroup } from '#shared/domain/member'
import type { Position } from '#shared/domain/position'
import { delegationOf } from '#shared/record/labels'
import type { RecordState } from '#shared/record/state'

export interface GroupTally {
  readonly group: StakeholderGroup
  readonly positions: readonly {
    readonly position: Position
    readonly name: string
    readonly code: string
  }[]
}

/** The positions on a text, group by group; groups without a position are left out. */
export function tallyByGroup(state: RecordState, positions: readonly Position[]): GroupTally[] {
  return StakeholderGroup.options.flatMap((group) => {
    const own = positions.flatMap((position) => {
      const delegation = delegationOf(state, position.delegationId)
      return delegation?.stakeholderGroup === group
        ? [{ position, name: delegation.name, code: delegation.code }]
        : []
    })
    return own.length > 0 ? [{ group, positions: own }] : []
  })
}

/** Temperature checks: how the room feels about a recommendation, for two minutes, kept in memory and nowhere else. */
import type { DelegationId, GroupId, RecommendationId } from '#shared/domain/ids'
import { type Delegation, StakeholderGroup } from '#shared/domain/member'
import { type Stance, stances } from '#shared/domain/position'
import type { TemperatureCheck } from '#shared/protocol/temperature'
import type { RecordState } from '#shared/record/state'
import type { Clock } from '../clock.ts'

/** How long delegations answer, in milliseconds. */
const answering = 2 * 60_000

export interface TemperatureChecks {
  /** Opens a check; one that was open or shown before is gone. */
  open(groupId: GroupId, recommendationId: RecommendationId): void
  /** Takes a delegation's answer, the last one counts. False when no check takes answers. */
  answer(groupId: GroupId, delegationId: DelegationId, stance: Stance): boolean
  /** Takes the check away. False when there was none. */
  end(groupId: GroupId): boolean
  /** The picture by stakeholder group; null when there is none. Whose answer was which is in no picture. */
  of(groupId: GroupId, state: RecordState): TemperatureCheck | null
  /** Told when the picture changes. Returns what ends that. */
  subscribe(groupId: GroupId, listener: () => void): () => void
  close(): void
}

interface Check {
  readonly recommendationId: RecommendationId
  readonly until: Date
  readonly answers: Map<DelegationId, Stance>
  isOpen: boolean
  readonly callOff: () => void
  /** The picture as it was worked out last, of these delegations; null when an answer came since. */
  picture: { readonly of: readonly Delegation[]; readonly shown: TemperatureCheck } | null
}

export function openTemperatureChecks(clock: Clock): TemperatureChecks {
  const checks = new Map<GroupId, Check>()
  const listeners = new Map<GroupId, Set<() => void>>()
  const tell = (groupId: GroupId) => {
    for (const listener of listeners.get(groupId) ?? []) listener()
  }

  return {
    open(groupId, recommendationId) {
      checks.get(groupId)?.callOff()
      const until = new Date(clock.now().getTime() + answering)
      const check: Check = {
        recommendationId,
        until,
        answers: new Map(),
        isOpen: true,
        picture: null,
        callOff: clock.at(until, () => {
          check.isOpen = false
          check.picture = null
          tell(groupId)
        }),
      }
      checks.set(groupId, check)
      tell(groupId)
    },
    answer(groupId, delegationId, stance) {
      const check = checks.get(groupId)
      if (!check?.isOpen) return false
      check.answers.set(delegationId, stance)
      check.picture = null
      tell(groupId)
      return true
    },
    end(groupId) {
      checks.get(groupId)?.callOff()
      const hadOne = checks.delete(groupId)
      if (hadOne) tell(groupId)
      return hadOne
    },
    of(groupId, { delegations }) {
      const check = checks.get(groupId)
      if (!check) return null
      if (check.picture?.of === delegations) return check.picture.shown
      const { recommendationId, until, answers, isOpen } = check
      const groups = StakeholderGroup.options.flatMap((group) => {
        const own = delegations.filter(({ stakeholderGroup }) => stakeholderGroup === group)
        const given = own.map(({ delegationId }) => answers.get(delegationId))
        return own.length === 0
          ? []
          : [
              {
                group,
                delegations: own.length,
                answers: stances.map((stance) => ({
                  stance,
                  count: given.filter((each) => each === stance).length,
                })),
              },
            ]
      })
      const shown = { recommendationId, until: until.toISOString(), isOpen, groups }
      check.picture = { of: delegations, shown }
      return shown
    },
    subscribe(groupId, listener) {
      const told = listeners.get(groupId) ?? new Set()
      listeners.set(groupId, told.add(listener))
      return () => told.delete(listener)
    },
    close() {
      for (const { callOff } of checks.values()) callOff()
      checks.clear()
    },
  }
}

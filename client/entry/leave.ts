import type { GroupId } from '#shared/domain/ids'

/** Leaves a way in for the room; the link is not gone back to. */
export const toRoom = (groupId: GroupId): void => location.replace(`/groups/${groupId}`)

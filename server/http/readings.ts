/** What is read from all texts of a group: one reading serves everybody for a while, unless the record goes on. */
import type { GroupId } from '#shared/domain/ids'
import type { RecordState } from '#shared/record/state'

/** In milliseconds: words change without the record. */
const goodFor = 2000

export function readingsOf<View>(
  read: (state: RecordState) => Promise<View>,
): (groupId: GroupId, state: RecordState) => Promise<View> {
  const known = new Map<
    GroupId,
    { readonly sequence: number; readonly since: number; readonly view: Promise<View> }
  >()
  return (groupId, state) => {
    const { sequence } = state
    const last = known.get(groupId)
    if (last?.sequence === sequence && performance.now() - last.since < goodFor) return last.view
    const view = read(state)
    known.set(groupId, { sequence, since: performance.now(), view })
    view.catch(() => known.delete(groupId))
    return view
  }
}

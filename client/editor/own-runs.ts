/** What one's own amendment inserts and deletes, in the editor in which it is typed. */
import type { OwnChange } from '#shared/compare/own-changes'
import { paragraphMark } from '#shared/compare/pieces'
import marked from '../amendments/marks.module.css'
import type { Run } from '../flow/runs.ts'
import { breakSign } from './amendment-runs.ts'
import { rangeIn, type ShownFlow } from './shown-runs.ts'

/** Words that are not of the flow: deleted ones, and the signs of breaks. */
function besideWords({ kind, words }: OwnChange): HTMLElement {
  const element = document.createElement(kind === 'deleted' ? 'del' : 'ins')
  element.className = marked[kind === 'deleted' ? 'ownStruck' : 'ownPut'] ?? ''
  element.contentEditable = 'false'
  element.dir = 'auto'
  for (const [at, part] of words.split(paragraphMark).entries())
    element.append(...(at > 0 ? breakSign(kind) : []), part)
  return element
}

export const ownRuns = (shown: ShownFlow, changes: readonly OwnChange[]): Run[] =>
  changes.flatMap((change): Run[] => {
    const { kind, start, end, words } = change
    if (start < end) {
      const range = rangeIn(shown, change)
      const attributes = { nodeName: 'ins', class: marked['ownPut'] ?? '' }
      return range ? [{ is: 'range', ...range, attributes }] : []
    }
    const { flow, index } = shown.places.placeBehind(start)
    if (flow !== shown.name) return []
    const draw = () => besideWords(change)
    return [{ is: 'point', at: index, stands: 'behind', key: `own ${kind} ${words}`, draw }]
  })

/** Deleted words in an editor, struck where they stood, with the code of whoever deleted them. */
import { paragraphMark } from '#shared/compare/pieces'
import styles from '../deleted/deleted.module.css'
import { type Deletion, deletionName, whoDeleted } from '../deleted/deletion.ts'
import type { Run } from '../flow/runs.ts'
import { breakSign } from './amendment-runs.ts'
import type { ShownFlow } from './shown-runs.ts'

function struckWords(deletion: Deletion): HTMLElement {
  const { key, words, code } = deletion
  const element = document.createElement('span')
  element.className = styles['deleted'] ?? ''
  element.contentEditable = 'false'
  element.dataset['deleted'] = key
  element.title = whoDeleted(deletion)
  const struck = document.createElement('del')
  struck.className = styles['struck'] ?? ''
  struck.dir = 'auto'
  for (const [at, part] of words.split(paragraphMark).entries())
    struck.append(...(at > 0 ? breakSign('gone') : []), part)
  const button = document.createElement('button')
  button.type = 'button'
  button.className = styles['code'] ?? ''
  button.setAttribute('aria-label', deletionName(deletion))
  button.setAttribute('aria-haspopup', 'dialog')
  button.textContent = code
  element.append(struck, button)
  return element
}

export const deletedRuns = ({ name, places }: ShownFlow, deletions: readonly Deletion[]): Run[] =>
  deletions.flatMap((deletion): Run[] => {
    const { offset, key, code } = deletion
    const { flow, index } = places.placeBehind(offset)
    if (flow !== name) return []
    const draw = () => struckWords(deletion)
    return [{ is: 'point', at: index, stands: 'behind', key: `deleted ${key} ${code}`, draw }]
  })

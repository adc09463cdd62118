/** Others' carets, with the name of their delegation. */
import styles from './editor.module.css'

/** The caret of somebody else; the server has stamped who it is. */
export function renderCaret(user: Record<string, unknown>): HTMLElement {
  const caret = document.createElement('span')
  caret.className = styles['caret'] ?? ''
  const colour = typeof user['color'] === 'string' ? user['color'] : '#334155'
  caret.style.setProperty('--caret-colour', colour)
  const flag = document.createElement('span')
  flag.className = styles['caretFlag'] ?? ''
  flag.textContent = typeof user['name'] === 'string' ? user['name'] : ''
  caret.append(flag)
  return caret
}

/** How the words that somebody else has selected are tinted. */
export const selectionAttributes = (user: Record<string, unknown>): Record<string, string> => ({
  class: styles['remoteSelection'] ?? '',
  style: `--caret-colour: ${typeof user['color'] === 'string' && /^#[0-9a-f]{6}$/i.test(user['color']) ? user['color'] : '#334155'}`,
})

/** Light, dark, or as the system says; kept on this device. */
import { keepOrRemember, readKept } from '../live/device-storage.ts'

export type Theme = 'system' | 'light' | 'dark'

const storageKey = 'adref/theme'

export function currentTheme(): Theme {
  const kept = readKept(storageKey)
  return kept === 'light' || kept === 'dark' ? kept : 'system'
}

/** Puts the kept theme, or a new one, into effect. */
export function applyTheme(theme: Theme = currentTheme()): void {
  keepOrRemember(storageKey, theme)
  if (theme === 'system') delete document.documentElement.dataset['theme']
  else document.documentElement.dataset['theme'] = theme
}

/**
 * Waits for the end of a press. What closes because somebody presses elsewhere would move what they press before they let go: the
 * press would then count for nothing.
 */
let isPressed = false
let waiting: (() => void)[] = []

function letGo(): void {
  isPressed = false
  const now = waiting
  waiting = []
  // The click comes right behind.
  if (now.length > 0) setTimeout(() => now.forEach((work) => work()))
}
const options = { capture: true, passive: true }
globalThis.addEventListener?.('pointerdown', () => (isPressed = true), options)
for (const end of ['pointerup', 'pointercancel']) globalThis.addEventListener?.(end, letGo, options)

/** Does something when nothing is pressed any more: at once, where nothing is. */
export function afterPress(work: () => void): void {
  if (isPressed) waiting.push(work)
  else work()
}

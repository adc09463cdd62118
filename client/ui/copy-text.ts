/** Copies text; false when the browser did not. Pages over plain HTTP have no clipboard of their own and ask the old way. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    // Refused, or not there.
  }
  const place = document.body.appendChild(document.createElement('textarea'))
  const focused = document.activeElement
  place.value = text
  place.select()
  try {
    return document.execCommand('copy')
  } catch {
    return false // Not even that.
  } finally {
    place.remove()
    if (focused instanceof HTMLElement) focused.focus()
  }
}

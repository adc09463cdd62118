/** A page that never rests does at last what was put off, after this time in milliseconds. */
const patience = 500
/** Where a browser does not tell when it rests: about two pictures, in milliseconds. */
const soon = 30

/** Calls back when the page rests: after the picture that shows the last key. Gives back what takes the wish back. */
export function whenIdle(run: () => void): () => void {
  if (!('requestIdleCallback' in globalThis)) {
    const timer = setTimeout(run, soon)
    return () => clearTimeout(timer)
  }
  const handle = requestIdleCallback(run, { timeout: patience })
  return () => cancelIdleCallback(handle)
}

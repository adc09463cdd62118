/** Whether the server answers plain requests: then whatever else does not come through is blocked or held back on the way. */

/** How long the answer may take, in milliseconds. */
const patience = 5000

export async function serverAnswers(near: string | URL): Promise<boolean> {
  const givingUp = new AbortController()
  const timer = setTimeout(() => givingUp.abort(), patience)
  try {
    const address = new URL('/healthz', near)
    return (await fetch(address, { cache: 'no-store', signal: givingUp.signal })).ok
  } catch {
    return false // Nothing answers: the network or the server is away, which blocks nothing.
  } finally {
    clearTimeout(timer)
  }
}

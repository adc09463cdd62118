/**
 * Tells the windows of this browser who is signed in: all of them have one session. The server tells their streams as well;
 * this reaches those that have none now.
 */
import { SessionView } from '#shared/protocol/api'

const name = 'adref/session'

/** Tells the other windows, after a sign-in or a sign-out here. */
export function tellSession(view: SessionView): void {
  if (typeof BroadcastChannel === 'undefined') return
  const channel = new BroadcastChannel(name)
  channel.postMessage(view)
  channel.close()
}

/** Hears what other windows tell; returns what stops that. */
export function hearSession(listener: (view: SessionView) => void): () => void {
  // Without channels the streams tell, and whatever is asked for.
  if (typeof BroadcastChannel === 'undefined') return () => undefined
  const channel = new BroadcastChannel(name)
  channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    // A window from before an upgrade may say it otherwise: the server tells too.
    const view = SessionView.safeParse(data)
    if (view.success) listener(view.data)
  })
  return () => channel.close()
}

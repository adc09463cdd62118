/** The tabs of one browser, as far as they agree among themselves: locks in this process, and channels that can be frozen. */
import type { Browser } from '../../client/live/share-stream.ts'

type Callback = (lock: Lock | null) => unknown
interface Asking {
  readonly owner: object
  readonly name: string
  readonly run: Callback
  readonly settle: (value: unknown) => void
  readonly fail: (cause: unknown) => void
}

/** The Web Locks of one browser, as the specification has them: first come, first served; stealing; calling off. */
function lockManager() {
  const holders = new Map<string, Asking>()
  const queues = new Map<string, Asking[]>()
  const aborted = () => new DOMException('called off', 'AbortError')
  const grant = (asking: Asking) => {
    holders.set(asking.name, asking)
    Promise.resolve()
      .then(() => asking.run({ name: asking.name, mode: 'exclusive' }))
      .then(asking.settle, asking.fail)
      .finally(() => release(asking))
  }
  const release = (asking: Asking) => {
    if (holders.get(asking.name) !== asking) return
    holders.delete(asking.name)
    const next = queues.get(asking.name)?.shift()
    if (next) grant(next)
  }
  /** The locks as one tab asks for them, until it crashes. */
  const of = (owner: object, hasCrashed: () => boolean): NonNullable<Browser['locks']> => ({
    request(name: string, optionsOrRun: LockOptions | Callback, given?: Callback) {
      if (hasCrashed()) return new Promise<never>(() => undefined)
      const options = typeof optionsOrRun === 'function' ? {} : optionsOrRun
      const run = typeof optionsOrRun === 'function' ? optionsOrRun : given
      return new Promise<never>((settle, fail) => {
        if (!run) return fail(new TypeError('nothing to run'))
        const asking: Asking = {
          owner,
          name,
          run,
          settle: settle as (value: unknown) => void,
          fail,
        }
        const holder = holders.get(name)
        if (options.steal) {
          holder?.fail(aborted())
          grant(asking)
        } else if (!holder) grant(asking)
        else {
          const queue = queues.get(name) ?? []
          queues.set(name, queue)
          queue.push(asking)
          options.signal?.addEventListener('abort', () => {
            const place = queue.indexOf(asking)
            if (place < 0) return
            queue.splice(place, 1)
            fail(aborted())
          })
        }
        return undefined
      })
    },
  })
  return {
    of,
    releaseAll(owner: object) {
      for (const queue of queues.values())
        for (const asking of queue.filter((each) => each.owner === owner))
          queue.splice(queue.indexOf(asking), 1)
      for (const asking of holders.values()) if (asking.owner === owner) release(asking)
    },
  }
}

export interface Tab {
  readonly browser: Browser
  /** From now on it says and hears nothing, and keeps what it holds, as a page that the browser has frozen. */
  freeze(): void
  /** Its process is gone: it says nothing more, and its locks are free. */
  crash(): void
}

/** Opens tabs of one browser. */
export function aBrowser(): () => Tab {
  const locks = lockManager()
  return () => {
    let isFrozen = false
    let hasCrashed = false
    const self = {}
    return {
      browser: {
        locks: locks.of(self, () => hasCrashed),
        openChannel(name) {
          const channel = new BroadcastChannel(name)
          return {
            postMessage(message) {
              if (!isFrozen) channel.postMessage(message)
            },
            addEventListener(type, listener) {
              channel.addEventListener(type, (event) => {
                if (!isFrozen) listener(event)
              })
            },
            close: () => channel.close(),
          }
        },
      },
      freeze() {
        isFrozen = true
      },
      crash() {
        isFrozen = true
        hasCrashed = true
        locks.releaseAll(self)
      },
    }
  }
}

/** The stream of a group's record, as a program reads it. */

export interface FollowedStream {
  /** All that was heard so far. */
  heard(): string
  end(): Promise<void>
}

/** Reads a stream of events until told to stop. */
export function followStream(address: string, headers: Record<string, string>): FollowedStream {
  const ending = new AbortController()
  let heard = ''
  const done = fetch(address, { headers, signal: ending.signal })
    .then(async ({ body }) => {
      const decoder = new TextDecoder()
      for await (const chunk of body ?? []) heard += decoder.decode(chunk, { stream: true })
    })
    .catch(() => undefined)
  return {
    heard: () => heard,
    async end() {
      ending.abort()
      await done
    },
  }
}

/** The network of a browser for modules of the client that run in a test: relative addresses, and one person's sign-in. */
import { vi } from 'vitest'

/** As modules of the client call `fetch`. */
type Init = Omit<RequestInit, 'headers'> & { readonly headers?: Readonly<Record<string, string>> }

/** Lets `fetch` of this process ask a server as a browser would that is signed in so. Returns what changes who is signed in. */
export function browseAs(
  url: string,
  signedIn: Record<string, string>,
): (signedIn: Record<string, string>) => void {
  const real = globalThis.fetch
  let headers = signedIn
  vi.stubGlobal('fetch', (path: string | URL, init: Init = {}) =>
    typeof path === 'string' && path.startsWith('/')
      ? real(new URL(path, url), { ...init, headers: { ...init.headers, ...headers } })
      : real(path, init),
  )
  return (others) => {
    headers = others
  }
}

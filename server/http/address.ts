/** Where a request comes from: what is paced by address is shared by a hall, and by a household of IPv6 addresses. */
import type { IncomingMessage } from 'node:http'
import { isIPv6 } from 'node:net'

/** The first four groups of an IPv6 address: one line has all addresses that begin so. */
function networkOf(address: string): string {
  const [before = '', after] = address.split('::')
  const groups = (part: string | undefined) => (part ? part.split(':') : [])
  const [first, last] = [groups(before), groups(after)]
  const zeros = after === undefined ? 0 : Math.max(0, 8 - first.length - last.length)
  const all = [...first, ...Array.from({ length: zeros }, () => '0'), ...last]
  const network = all.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16))
  return `${network.join(':')}::/64`
}

/** An address as it is counted: IPv4 as it is, also where it is written as IPv6; of IPv6 the network. */
export function countedAddress(address: string): string {
  const [plain = ''] = address.split('%')
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(plain)?.[1]
  return mapped ?? (isIPv6(plain) ? networkOf(plain) : plain)
}

/**
 * The address of a request. Behind so many proxies of the administrator's own it is the one that the outermost of them saw; what
 * a sender writes into `X-Forwarded-For` is believed no further.
 */
export function addressOf(request: IncomingMessage, trustedProxies: number): string {
  const forwarded = request.headers['x-forwarded-for']
  const hops = (Array.isArray(forwarded) ? forwarded.join(',') : (forwarded ?? ''))
    .split(',')
    .map((hop) => hop.trim())
    .filter((hop) => hop !== '')
    .slice(-trustedProxies)
  const first = trustedProxies > 0 ? hops[0] : undefined
  return countedAddress(first ?? request.socket.remoteAddress ?? '')
}

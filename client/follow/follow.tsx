import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import { useLocation } from 'wouter'
import { useRecord, useYou } from '../live/record.tsx'

/** Nobody's page is moved within this time after they typed, in milliseconds. */
const restAfterTyping = 5000

interface Follow {
  readonly isFollowing: boolean
  readonly setFollowing: (isFollowing: boolean) => void
}

const FollowContext = createContext<Follow>({ isFollowing: false, setFollowing: () => undefined })

/** Whether one's page stays with the floor, and how to leave and rejoin. */
export const useFollow = () => useContext(FollowContext)

/** Keeps the page with what is on the floor while one follows: from the start for those who came to follow. */
export function FollowProvider({ children }: { readonly children: ReactNode }) {
  const { role } = useYou()
  const onFloor = useRecord((state) => state.floor.recommendationId)
  const [isFollowing, setFollowing] = useState(role === 'observer' || role === 'public')
  const [place, go] = useLocation()
  const target = onFloor ? `/recommendations/${onFloor}` : undefined
  const lastKey = useRef(-restAfterTyping)
  const arrived = useRef(false)

  useEffect(() => {
    const onKey = () => {
      lastKey.current = performance.now()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [])

  useEffect(() => {
    arrived.current = false
    if (!isFollowing || target === undefined) return undefined
    const rest = Math.max(0, lastKey.current + restAfterTyping - performance.now())
    const timer = setTimeout(() => go(target), rest)
    return () => clearTimeout(timer)
  }, [isFollowing, target, go])

  // Going somewhere else by oneself, after one has arrived, is leaving.
  useEffect(() => {
    if (place === target) arrived.current = true
    else if (arrived.current) setFollowing(false)
  }, [place, target])

  const follow = useCallback((wanted: boolean) => setFollowing(wanted), [])
  const value = useMemo(() => ({ isFollowing, setFollowing: follow }), [isFollowing, follow])
  return <FollowContext.Provider value={value}>{children}</FollowContext.Provider>
}

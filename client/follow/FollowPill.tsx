import { useRecord } from '../live/record.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { Button } from '../ui/Button.tsx'
import styles from './follow.module.css'
import { useFollow } from './follow.tsx'

/** Says that the page follows the floor, or offers to rejoin; nothing when nothing is on the floor. */
export function FollowPill() {
  const say = useMessages()
  const { isFollowing, setFollowing } = useFollow()
  const onFloor = useRecord((state) => state.floor.recommendationId)
  if (onFloor === null) return null
  return (
    <div className={styles['pill']} data-following={isFollowing}>
      <span role="status">{isFollowing ? say('follow.following') : say('follow.left')}</span>
      <Button look="bar" isSmall onPress={() => setFollowing(!isFollowing)}>
        {isFollowing ? say('follow.leave') : say('follow.rejoin')}
      </Button>
    </div>
  )
}

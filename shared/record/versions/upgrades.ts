/** Pure upgrades, one for each step from a version to the next: `upgrades[n]` takes what version n wrote to version n + 1. They stay for ever. */
export type Upgrades<T> = Readonly<Record<number, (kept: T) => T>>

/** What was kept, in the version of today; undefined when it is of a version that no upgrade leads here from, such as a later one. */
export function upgradeFrom<T>(
  version: number,
  today: number,
  upgrades: Upgrades<T>,
  kept: T,
): T | undefined {
  if (version > today) return undefined
  let now = kept
  for (let step = version; step < today; step++) {
    const upgrade = upgrades[step]
    if (!upgrade) return undefined
    now = upgrade(now)
  }
  return now
}

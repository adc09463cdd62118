/** The part of fs-native-extensions that is used here; it brings no types of its own. */
declare module 'fs-native-extensions' {
  /** Locks bytes of an open file for as long as it is open; false when another open file has them. */
  export function tryLock(descriptor: number, offset: number, length: number): boolean
}

/** How patient a page is with its lines to the server. All times in milliseconds; tests are less patient. */
export interface Pace {
  /** A stream that has said nothing after this time is held back somewhere. */
  readonly opening: number
  /** The first and the longest pause before a lost stream is asked for again. */
  readonly retry: number
  readonly slowestRetry: number
  /** The first and the longest pause between plain requests, while no stream flows. */
  readonly poll: number
  readonly slowestPoll: number
  /** The first and the longest pause before a line without a stream asks for the words of others. */
  readonly collect: number
  readonly slowestCollect: number
  /** A tab that answers another one's question no sooner is frozen. */
  readonly tab: number
  /** A request of which nothing was heard for so long is given up. */
  readonly answer: number
  /** An act that nobody answers for so long is sent again, and its author is told. */
  readonly act: number
  /** An act is not sent again any more after this time: the room has moved on, and its author is asked to look. */
  readonly giveUpAct: number
}

export const usualPace: Pace = {
  opening: 10_000,
  retry: 500,
  slowestRetry: 30_000,
  poll: 2000,
  slowestPoll: 10_000,
  collect: 150,
  slowestCollect: 3000,
  tab: 3000,
  answer: 20_000,
  act: 10_000,
  giveUpAct: 120_000,
}

/** The pause before the next try after so many failures; everybody comes back after a lost network at once: spread it. */
export const backOff = (failures: number, first: number, slowest: number): number =>
  Math.min(slowest, first * 2 ** failures) * (0.5 + Math.random())

/**
 * The frames on `/sync/<textId>`: y-websocket's own (0 to 3, one message a frame) and ours from 100, which only a client
 * that opts in with `?adref=1` ever sees.
 */
export const frame = {
  sync: 0,
  awareness: 1,
  auth: 2,
  queryAwareness: 3,
  /** varUint count: how many of this connection's document messages (sync step 2 and update) are on disk. */
  saved: 100,
  /** string code (WordsRefusal), string sentence: the words just sent were not accepted and are nowhere but with you. */
  refused: 101,
} as const

/** The query parameter by which our client asks for `saved` and `refused`. */
export const optInParameter = 'adref'

/** The query parameter by which our client tells the schema of the words that it knows; a client that knows none leaves it out. */
export const schemaParameter = 'schema'
/** The query parameter by which a client says of which store (`epoch`) what it has is: with another one it is closed. */
export const epochParameter = 'epoch'

/** Why words were not accepted. */
export const wordsRefusals = {
  'text-frozen': 'The text is frozen.',
  'not-a-writer': 'You may read this text but not type in it.',
  malformed: 'The words could not be read.',
  'too-large': 'The words are more than one message or one text can hold.',
  'causally-incomplete': 'The words build on others that never arrived.',
  'foreign-author': "The words carry another member's mark.",
  'storage-refuses': 'The server cannot write to its disk.',
} as const satisfies Record<string, string>
export type WordsRefusal = keyof typeof wordsRefusals

/** Limits that both ends keep. */
export const limits = {
  /** Bytes of one socket message. */
  message: 8 * 1024 * 1024,
  /** Bytes of one message of somebody who may not write in the text. */
  readerMessage: 64 * 1024,
  /** Bytes of one text's encoded state. */
  text: 20 * 1024 * 1024,
  /** Bytes of one presence state. */
  awareness: 4 * 1024,
  /** Bytes of one awareness message, which may hold the states of many. */
  awarenessMessage: 256 * 1024,
  /** Bytes of one HTTP body. */
  body: 256 * 1024,
} as const

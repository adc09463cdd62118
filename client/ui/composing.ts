/** Keys of a composition: they choose among what is composed, and are no keys of the page. */

/** The code of every key that composes; some browsers tell of the last one when its composition is done. */
const composingKey = 229

export const isComposingKey = ({
  isComposing,
  keyCode,
}: Pick<KeyboardEvent, 'isComposing' | 'keyCode'>): boolean =>
  isComposing || keyCode === composingKey

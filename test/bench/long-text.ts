/** Forty pages of words, the same in every run. */

const pages = 40
const paragraphsOnPage = 8
const wordsInParagraph = 62
const vocabulary =
  'the working group recommends that member states and all other stakeholders strengthen participation of developing countries in preparatory meetings report on outcomes by topic and publish a summary within three months after each annual forum'.split(
    ' ',
  )

function paragraph(index: number): string {
  const words = Array.from(
    { length: wordsInParagraph },
    (_, place) => vocabulary[(index * 7 + place * place + place) % vocabulary.length],
  )
  return `${index + 1}. ${words.join(' ')}.`
}

/** Its paragraphs: about 20,000 words. */
export const longText: readonly string[] = Array.from(
  { length: pages * paragraphsOnPage },
  (_, index) => paragraph(index),
)

// @vitest-environment jsdom
/** Word files as programs other than Word's newest write them. */
import { strToU8, zipSync } from 'fflate'
import { expect, test, vi } from 'vitest'
import { wordToHtml } from '../../../client/intake/word-file.ts'

// As browsers load it.
vi.mock('mammoth', () => vi.importActual('mammoth/mammoth.browser.js'))

const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument'
const word = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main'

/** A file of one paragraph, its words in a part of this name. */
const fileOf = (part: string, paragraph: string): Uint8Array =>
  zipSync({
    '[Content_Types].xml': strToU8(
      '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    ),
    '_rels/.rels': strToU8(
      `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="${office}" Target="/${part}"/></Relationships>`,
    ),
    [part]: strToU8(
      `<w:document xmlns:w="${word}"><w:body><w:p>${paragraph}</w:p></w:body></w:document>`,
    ),
  })
const run = (words: string) => `<w:r><w:t xml:space="preserve">${words}</w:t></w:r>`

test('[UI-516] words in fields, in other directions and in custom elements of a Word file are read with those around them, whatever the part is called that they are in', async () => {
  const paragraph = [
    run('Table '),
    `<w:fldSimple w:instr=" SEQ Table "><w:r><w:t>1</w:t></w:r></w:fldSimple>`,
    run(' of '),
    `<w:customXml w:element="body"><w:bdo w:val="ltr">${run('the Forum')}</w:bdo></w:customXml>`,
    run('.'),
  ]
  for (const part of ['word/document.xml', 'word/document22.xml'])
    expect(await wordToHtml(fileOf(part, paragraph.join('')))).toEqual({
      html: '<p>Table 1 of the Forum.</p>',
      leftOut: {},
    })
})

// @vitest-environment jsdom
/** Small inputs as people bring them, pasted and inserted into a real editor: what it then says to everybody. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { countBrackets } from '#shared/brackets/brackets'
import { TextContent } from '#shared/domain/content'
import { readText } from '#shared/flow/read-text'
import { contentToHtml } from '#shared/text/content-to-html'
import { contentToPlain } from '#shared/text/content-to-plain'
import { cleanHtml } from '../../../client/intake/clean-html.ts'
import { sampleOf } from '../../../client/intake/encodings.ts'
import { fileToHtml } from '../../../client/intake/file-to-html.ts'
import type { LeftOut } from '../../../client/intake/left-out.ts'
import { behind, clip, type Desk, endDesks, oneDesk } from '../flow/desk.ts'

// As browsers load it.
vi.mock('mammoth', () => vi.importActual('mammoth/mammoth.browser.js'))
beforeEach(() => void vi.stubGlobal('ClipboardEvent', Event))
afterEach(endDesks)

const folder = join(import.meta.dirname, '../../data/inputs')
const said = (desk: Desk) => {
  const content = readText(desk.doc)
  return {
    plain: contentToPlain(content).trimEnd(),
    brackets: countBrackets(content),
  }
}

/** What an editor says after an input came in, with what was left out. */
async function after(name: string, into: Desk = oneDesk([''])) {
  const bytes = readFileSync(join(folder, name))
  const { view } = into.editor
  if (name.endsWith('.paste.txt')) {
    view.pasteText(bytes.toString('utf8').replace(/\n$/, ''))
    return { ...said(into), leftOut: {} }
  }
  if (name.endsWith('.paste.html')) {
    const { html, leftOut } = cleanHtml(bytes.toString('utf8'))
    view.pasteHTML(html)
    return { ...said(into), leftOut }
  }
  const read = await fileToHtml(new File([new Uint8Array(bytes)], name))
  if (read.is !== 'read') throw new Error(`${name} was not read: ${read.is}`)
  view.pasteHTML(read.html)
  return { ...said(into), leftOut: read.leftOut }
}

interface Right {
  readonly plain: string
  readonly brackets?: number
  readonly leftOut?: LeftOut
}
const paragraphs = (...all: string[]): string => all.join('\n\n')

/** What everybody is to read; without a count there is no bracket in it. */
const right: Readonly<Record<string, Right>> = {
  'F01c-pasted-numbers.paste.txt': {
    plain: paragraphs('7. Seventh paragraph.', '8. Eighth paragraph.'),
  },
  'F01e-html-upper-letters.paste.html': { plain: paragraphs('C. Funding', 'D. Participation') },
  'F02b-plain-EU.paste.txt': { plain: 'EU. We propose to add words.' },
  'F02d-plain-list-brackets.paste.txt': {
    plain: paragraphs('1. The fund [shall] be public.', '2. The fund [[may] [must]] be audited.'),
    brackets: 4,
  },
  'F04a-strike.docx': { plain: 'The fund shall be voluntary.', leftOut: { struck: 2 } },
  'F04c-strike.md': { plain: 'The fund should be public.', leftOut: { deletions: 1 } },
  'F04d-word-tracked.paste.html': { plain: 'The Forum should meet.', leftOut: { deletions: 1 } },
  'F05a-footnotes.docx': {
    plain: paragraphs(
      'Recalling its earlier decision^1 on the fund,',
      'Decides to meet [annually].^2',
      '1 Decision 4, section B.',
      '2 See annex [II].',
    ),
    brackets: 1,
  },
  'F05c-word-footnote.paste.html': { plain: 'Recalling its decision^1 on the fund,' },
  'F05e-word-comment.paste.html': { plain: 'The fund is public.', leftOut: { comments: 1 } },
  'F06a-superscript.docx': { plain: 'An area of 10^6 km^2.' },
  'F07a-md-reference-definition.md': {
    plain: paragraphs(
      'Delegates put these:',
      '[Japan]: delete',
      '[EU]: retain',
      'The text of [Japan] and of [EU] follows.',
    ),
    brackets: 4,
  },
  'F07b-md-bracket-paren.md': {
    plain: 'The fund [should](shall) be public and [may] (must) be audited.',
    brackets: 2,
  },
  'F07d-md-checkbox.md': { plain: paragraphs('• ☐ not done', '• ☒ done') },
  'F08a-article-headings.docx': {
    plain: paragraphs(
      'Article 1 Scope',
      'This applies to all.',
      'Article 2 Use of terms',
      'Terms are used as in article 1.',
    ),
  },
  'F08b-levels.docx': {
    plain: paragraphs(
      '1. Decides:',
      '   (a) to hold two meetings;',
      '      (i) one in the north;',
      '   (b) to publish a report;',
      '2. Requests the secretariat to act.',
    ),
  },
  'F08d-start-7.docx': {
    plain: paragraphs('7. This paragraph is number seven.', '8. This one is eight.'),
  },
  'F08f-word-option-labels.paste.html': {
    plain: paragraphs('Option 1: The fund is public.', 'Option 2: The fund is private.'),
  },
  'F08h-word-article-heading.paste.html': { plain: paragraphs('Article 1 Scope', 'This applies.') },
  'F11b-cell-html.paste.html': {
    plain: paragraphs('First [open', 'second] line', '• item a', '• item b'),
    brackets: 1,
  },
  'F12b-charset-cp1251.html': { plain: 'Генеральная Ассамблея [решает].', brackets: 1 },
  'F13a-escaped.paste.txt': { plain: 'The word [sic] stays.' },
  'F13b-escaped.md': { plain: 'The fund [sic] is public.' },
  'F15a-roman-13.paste.html': {
    plain: paragraphs(
      ...[
        'i',
        'ii',
        'iii',
        'iv',
        'v',
        'vi',
        'vii',
        'viii',
        'ix',
        'x',
        'xi',
        'xii',
        'xiii',
        'xiv',
      ].map((digits, at) => `(${digits}) R${at + 1}`),
    ),
  },
  'F16a-comments.docx': { plain: 'The fund shall be public.', leftOut: { comments: 1 } },
  'F16c-checkboxes.docx': { plain: paragraphs('☒ For', '☐ Against') },
  'F16e-tracked-changes.docx': {
    plain: 'The Forum should meet in June.',
    leftOut: { deletions: 1 },
  },
  'F17a-details.html': { plain: paragraphs('Sum', 'Hidden') },
  'F17c-quotes.paste.html': { plain: 'He said “public” twice.' },
  'F17e-ruby.html': { plain: '漢(kan)字' },
  'F17f-gdocs-lower-alpha.paste.html': { plain: paragraphs('1. One', '   (a) Sub a') },
  'G01-fullwidth-brackets.txt': { plain: '大会决定[每年]举行论坛。', brackets: 1 },
}

/** The same content anywhere, but for its names and dates. */
const withoutIds = (content: TextContent): unknown =>
  JSON.parse(
    JSON.stringify(content, (key, value: unknown) =>
      /^(?:blockId|bracketId|noteId|optionOf|putAt|sponsors)$/.test(key) ? undefined : value,
    ),
  )

describe('what people bring', () => {
  test.each(Object.entries(right))(
    '[UI-560] what people bring says to everybody what its source shows, and what is left out is told: %s',
    async (name, { plain, brackets = 0, leftOut = {} }) => {
      expect(await after(name)).toMatchObject({ plain, brackets, leftOut })
    },
  )

  test.each(Object.keys(right))(
    '[UI-517] what came in is the same for the writer, in HTML, in the record, and where all of it is copied into another text: %s',
    async (name) => {
      const desk = oneDesk([''])
      await after(name, desk)
      const content = readText(desk.doc)
      const letters = (words: string | null) => (words ?? '').replaceAll(/[^\p{L}]+/gu, '')
      const page = new DOMParser().parseFromString(contentToHtml(content), 'text/html')
      for (const list of Array.from(page.querySelectorAll('[role="doc-endnotes"]'))) list.remove()
      const { view, commands } = desk.editor
      const shown = view.dom.cloneNode(true)
      if (shown instanceof Element)
        for (const note of Array.from(shown.querySelectorAll('[data-footnote]'))) note.remove()
      // Labels stand in the page's words, and beside the writer's.
      for (const label of Array.from(page.querySelectorAll('[data-label-words]'))) label.remove()
      expect(letters(page.body.textContent)).toBe(letters(shown.textContent))
      expect(TextContent.parse(JSON.parse(JSON.stringify(content)))).toEqual(content)
      commands.selectAll()
      const other = oneDesk([''])
      other.editor.view.pasteHTML(cleanHtml(clip(view, 'copy')).html)
      expect(withoutIds(readText(other.doc))).toEqual(withoutIds(content))
    },
  )

  test('[UI-561] a plain paste inside a sentence stays in it, whatever it looks like', async () => {
    const desk = oneDesk(['Rule here.'])
    behind(desk, 'Rule ')
    expect((await after('F02a-plain-no-5.paste.txt', desk)).plain).toBe('Rule no. 5 applieshere.')
  })

  test('[UI-562] a paste into a bracket that would close it and open another is letters', async () => {
    const desk = oneDesk([''])
    desk.editor.view.pasteText('The fund [shall be] public.')
    behind(desk, 'shall b')
    desk.editor.view.pasteText('x] y [z')
    expect(said(desk)).toMatchObject({ plain: 'The fund [shall bx] y [ze] public.', brackets: 1 })
  })

  test.each([
    ['F12a-cp1251.txt', 'windows-1251', 'Генеральная Ассамблея постановляет [созвать] форум.'],
    ['F12e-cp1256.txt', 'windows-1256', 'تقرر الجمعية العامة [عقد] المنتدى.'],
  ])(
    '[UI-563] a text file that does not say its encoding is asked about, the likely reading first: %s',
    async (name, encoding, words) => {
      const bytes = readFileSync(join(folder, name))
      const read = await fileToHtml(new File([new Uint8Array(bytes)], name))
      if (read.is !== 'unsure') throw new Error(`it is ${read.is}`)
      const [first, ...others] = read.readings
      expect(first).toMatchObject({ encoding, text: `${words}\n` })
      expect(first && sampleOf(first)).toBe(words)
      expect(others.length).toBeGreaterThan(1)
    },
  )
})

/** Pasted HTML, as plain text and what was left out. */
function pastedHtml(html: string) {
  const desk = oneDesk([''])
  const clean = cleanHtml(html)
  desk.editor.view.pasteHTML(clean.html)
  return { ...said(desk), leftOut: clean.leftOut }
}

describe('others of their kinds', () => {
  test('[UI-564] what is struck or hidden by element, style or program never comes alive, and is counted once', () => {
    const struck = pastedHtml(
      '<p>The fund <s>a <strike>b</strike></s><span style="text-decoration: underline line-through">c</span> ' +
        '<b style="display:none">d</b><i hidden>e</i><span style="mso-hide:all">f</span>is public.</p>',
    )
    expect(struck).toMatchObject({
      plain: 'The fund is public.',
      leftOut: { struck: 2, hidden: 3 },
    })
    expect(pastedHtml('<p>a<img src="x.png">b<math><mi>c</mi></math></p>')).toMatchObject({
      plain: 'ab',
      leftOut: { images: 1, equations: 1 },
    })
  })

  test('[UI-565] citations of web pages and footnotes of other programs are footnotes; a sign whose words are not there is a number above the line, and nothing of them counts', () => {
    const wiki = pastedHtml(
      '<p>Decided<sup class="reference" id="cite_ref-1"><a href="#cite_note-1">[1]</a></sup> so.</p>' +
        '<ol class="references"><li id="cite_note-1"><span class="mw-cite-backlink"><a href="#cite_ref-1">^</a></span> Annex [II].</li></ol>',
    )
    expect(wiki).toMatchObject({ plain: 'Decided^1 so.\n\n1 Annex [II].', brackets: 0 })
    const docs = pastedHtml(
      '<p>Recalling<sup><a href="#ftnt1" id="ftnt_ref1">[1]</a></sup><sup><a href="#cmnt1" id="cmnt_ref1">[a]</a></sup></p>' +
        '<hr><div><p><a href="#ftnt_ref1" id="ftnt1">[1]</a> A note.</p></div><div><p><a href="#cmnt_ref1" id="cmnt1">[a]</a>A comment.</p></div>',
    )
    expect(docs).toMatchObject({ plain: 'Recalling^1\n\n1 A note.', leftOut: { comments: 1 } })
  })

  test('[UI-566] words that a page shows on lines of their own are not glued, fields and code are words, and a space that does not break stays one', () => {
    expect(
      pastedHtml(
        '<dl><dt>Term</dt><dd>meaning</dd></dl><span style="display:block">own</span>line' +
          '<pre>one\ntwo</pre><p>10\u00a0km <input type="checkbox" checked> yes <select><option>a<option selected>b</select></p>',
      ).plain,
    ).toBe('Term\n\nmeaning\n\nown\n\nline\n\none\ntwo\n\n10\u00a0km ☒ yes b')
  })

  test('[UI-567] lists of Word go on at their numbers around a label and in levels; markers that only letters can be are letters', () => {
    const item = (level: number, marker: string, words: string) =>
      `<p style='mso-list:l0 level${level} lfo1'><span style='mso-list:Ignore'>${marker}<span>&nbsp;</span></span>${words}</p>`
    expect(
      pastedHtml(
        item(1, '7.', 'a') +
          item(1, '7 bis.', 'b') +
          item(1, '8.', 'c') +
          item(2, '(h)', 'd') +
          item(2, '(i)', 'e') +
          item(3, 'iv.', 'f') +
          item(1, '12.', 'g') +
          item(1, '§', 'h'),
      ).plain,
    ).toBe('7. a\n\n7 bis. b\n\n8. c\n\n   (h) d\n\n   (i) e\n\n      (iv) f\n\n12. g\n\n• h')
  })

  test('[UI-568] Markdown keeps each word: brackets behind links, tags that are none, images, definitions, check boxes and line ends of old systems', async () => {
    const file = new File(
      [
        '# Title\r\r[a][b] and [c] <amount> of <x@y.org> [un](https://un.org)\r\r[d]: https://un.org "t"\r\r* [X] e',
      ],
      'a.md',
    )
    const read = await fileToHtml(file)
    if (read.is !== 'read') throw new Error()
    expect(pastedHtml(read.html)).toMatchObject({
      plain: 'Title\n\n[a][b] and [c] <amount> of x@y.org un\n\n[d]: https://un.org "t"\n\n• ☒ e',
      brackets: 4,
    })
  })

  test('[UI-569] a text file may end its lines as on any system, and holds what looks like a tag as words', async () => {
    const read = await fileToHtml(new File(['one <b>\rtwo\r\rthree [shall]'], 'a.txt'))
    if (read.is !== 'read') throw new Error()
    expect(pastedHtml(read.html)).toMatchObject({
      plain: 'one <b>\ntwo\n\nthree [shall]',
      brackets: 1,
    })
  })
})

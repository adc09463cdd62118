// @vitest-environment jsdom
import { describe, expect, test } from 'vitest'
import { cleanHtml } from '../../../client/intake/clean-html.ts'

const item = (level: number, marker: string, words: string) =>
  `<p class=MsoListParagraph style='margin-left:.5in;mso-list:l0 level${level} lfo1'><![if !supportLists]><span style='mso-list:Ignore'>${marker}<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;</span></span><![endif]>${words}</p>`

describe('pasting', () => {
  test('[UI-11] what Word adds is dropped; headings, emphasis, links and tables stay', () => {
    const clean = cleanHtml(
      `<html><head><style>p{color:red}</style><!--[if gte mso 9]><xml><w:WordDocument/></xml><![endif]--></head><body lang=EN-GB>
       <h1 style='mso-outline-level:1'>Title<a name="_Toc1"></a></h1>
       <p class=MsoNormal><span style='font-weight:bold;color:red'>Bold</span> and <i>slanted</i><o:p></o:p> <a href="https://example.org">link</a></p>
       <table class=MsoTable><tr><td width=1 style='border:1px'><p>cell</p></td></tr></table></body></html>`,
    ).html
    expect(clean).toContain('<h1>Title</h1>')
    expect(clean).toContain('<strong>Bold</strong> and <i>slanted</i>')
    expect(clean).toContain('<a href="https://example.org">link</a>')
    expect(clean).toContain('<td><p>cell</p></td>')
    expect(clean).not.toMatch(/mso|Mso|style|class=|<o:p|<xml|w:Word/)
  })

  test('[UI-12] lists that Word fakes with paragraphs become real lists, nested and numbered as they were', () => {
    const clean = cleanHtml(
      item(1, '1.', 'one') +
        item(2, '(a)', 'one a') +
        item(2, '(b)', 'one b') +
        item(1, '2.', 'two') +
        '<p>between</p>' +
        item(1, '·', 'dot'),
    ).html
    expect(clean).toBe(
      '<ol><li><p>one</p><ol type="a"><li><p>one a</p></li><li><p>one b</p></li></ol></li><li><p>two</p></li></ol><p>between</p><ul><li><p>dot</p></li></ul>',
    )
  })

  test('[UI-13] the wrapper of Google Docs makes nothing bold, and its spans do', () => {
    expect(
      cleanHtml(
        '<b style="font-weight:normal;" id="docs-internal-guid-1"><p><span style="font-weight:700">Yes</span><span style="font-weight:400"> no</span></p></b>',
      ).html,
    ).toBe('<p><strong>Yes</strong> no</p>')
  })
})

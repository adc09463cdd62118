/**
 * A Word file as HTML. Before mammoth reads it, what it would say wrongly or leave out in silence is settled in the file's own XML: hidden and
 * struck words go, numbers that Word works out stand as markers at the head of their paragraphs, and what is left out is counted.
 */
import { type LeftOut, newTally, type Tally } from './left-out.ts'
import { listsOfMarkers, type Marker } from './list-markers.ts'
import { markersOfFile } from './word-numbering.ts'
import { allOf, childOf, isOn, valueOf } from './word-xml.ts'

/** Bytes of all parts of a file that are read: far more than two hundred pages. */
const mostXml = 100 * 1024 * 1024
/** Stands around a marker: no file has these letters. */
const [opens, closes] = ['\ue000', '\ue001']

type WordRead = { readonly html: string; readonly leftOut: LeftOut } | 'offline' | undefined

interface Parts {
  readonly [name: string]: Uint8Array
}

const xmlOf = (bytes: Uint8Array | undefined): Document | undefined =>
  bytes && new DOMParser().parseFromString(new TextDecoder().decode(bytes), 'application/xml')

/** Whether a style, or one that it is based on, has a property switched on. */
function stylesWith(stylesheet: Document | undefined, name: string): ReadonlySet<string> {
  const found = new Set<string>()
  const all = stylesheet ? allOf(stylesheet, 'style') : []
  for (let round = 0; round < 10; round += 1)
    for (const style of all) {
      const id = valueOf(style, 'styleId') ?? ''
      const isBased = found.has(valueOf(childOf(style, 'basedOn')) ?? '')
      if (isBased || isOn(childOf(style, 'rPr'), name)) found.add(id)
    }
  return found
}

const hasWords = (run: Element): boolean =>
  allOf(run, 't').some(({ textContent }) => textContent !== '')

/** Takes runs out that a property hides or strikes, be it by their style; counts stretches, not runs. */
function withoutRuns(
  page: Document,
  stylesheet: Document | undefined,
  names: readonly string[],
  count: () => void,
): void {
  const styled = names.map((name) => [name, stylesWith(stylesheet, name)] as const)
  let last: Element | null = null
  for (const run of allOf(page, 'r')) {
    const own = childOf(run, 'rPr')
    const style = own && valueOf(childOf(own, 'rStyle'))
    const is = styled.some(([name, ids]) =>
      own && childOf(own, name) ? isOn(own, name) : style !== undefined && ids.has(style),
    )
    if (!is) {
      last = null
      continue
    }
    const goesOn = last !== null && last === run.previousElementSibling
    if (hasWords(run) && !goesOn) count()
    last = run.previousElementSibling
    run.remove()
  }
}

function withoutSilentLosses(page: Document, tally: Tally): void {
  tally.add('comments', allOf(page, 'commentReference').length)
  const changes = ['del', 'moveFrom'].flatMap((name) => allOf(page, name))
  tally.add('deletions', changes.filter((each) => (each.textContent ?? '') !== '').length)
  const equations = [...allOf(page, 'oMath')]
  tally.add('equations', equations.length)
  tally.add('images', allOf(page, 'drawing').length + allOf(page, 'pict').length)
  for (const each of allOf(page, 'moveFrom')) each.remove()
}

/** What stands around words and says nothing that is kept, such as a field: mammoth would leave the words out with it. */
function withoutWrappers(page: Document): void {
  for (const name of ['fldSimple', 'dir', 'bdo', 'customXml', 'smartTag'])
    for (const wrapper of allOf(page, name)) wrapper.replaceWith(...wrapper.children)
}

/** Where the words of a file are: its relationships say so, and most call it so. */
function mainPartOf(parts: Parts): string {
  const relationships = xmlOf(parts['_rels/.rels'])
  const main = (relationships ? allOf(relationships, 'Relationship') : []).find((each) =>
    valueOf(each, 'Type')?.endsWith('/officeDocument'),
  )
  const target = valueOf(main, 'Target')?.replace(/^\//, '')
  return target !== undefined && parts[target] ? target : 'word/document.xml'
}

/** Check boxes as the characters that the file shows. */
function withCheckBoxes(page: Document): void {
  for (const box of allOf(page, 'checkbox')) {
    const holder = box.parentElement
    if (holder?.localName === 'sdtPr') box.remove()
  }
}

/** Puts each numbered paragraph's marker at its head, and lets mammoth hear of no numbering. */
function withMarkers(page: Document, parts: Parts, stylesheet: Document | undefined): Marker[] {
  const markers: Marker[] = []
  const markerOf = markersOfFile(xmlOf(parts['word/numbering.xml']), stylesheet)
  for (const paragraph of allOf(page, 'p')) {
    if (paragraph.namespaceURI !== page.documentElement.namespaceURI) continue
    const marker = markerOf(paragraph)
    const properties = childOf(paragraph, 'pPr')
    if (properties) childOf(properties, 'numPr')?.remove()
    if (!marker) continue
    const { namespaceURI, prefix } = paragraph
    const name = (local: string) => (prefix === null ? local : `${prefix}:${local}`)
    const [run, words] = [
      page.createElementNS(namespaceURI, name('r')),
      page.createElementNS(namespaceURI, name('t')),
    ]
    words.textContent = `${opens}${markers.push(marker) - 1}${closes}`
    run.append(words)
    if (properties) properties.after(run)
    else paragraph.prepend(run)
  }
  return markers
}

/** Takes the markers out of the words again, and makes lists and labels of them. */
function readMarkers(html: string, markers: readonly Marker[]): string {
  const { body } = new DOMParser().parseFromString(html, 'text/html')
  const blocks = new Map<Element, Marker>()
  const walker = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) {
    const { currentNode } = walker
    const [whole, at] =
      new RegExp(`${opens}(\\d+)${closes}`).exec(currentNode.textContent ?? '') ?? []
    const marker = markers[Number(at)]
    const block = currentNode.parentElement?.closest('p, h1, h2, h3, h4, h5, h6')
    if (whole === undefined || !marker) continue
    currentNode.textContent = (currentNode.textContent ?? '').replace(whole, '')
    if (block) blocks.set(block, marker)
  }
  listsOfMarkers(blocks)
  return body.innerHTML
}

/** What a Word file says; undefined where it is none. */
export async function wordToHtml(bytes: Uint8Array): Promise<WordRead> {
  const loaded = await Promise.all([import('mammoth'), import('fflate')]).catch(() => undefined)
  if (!loaded) return 'offline'
  const [{ default: mammoth }, { unzipSync, zipSync }] = loaded
  const tally = newTally()
  try {
    let size = 0
    const parts = unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        const isRead = /\.(?:xml|rels)$/.test(name)
        if (isRead) size += originalSize
        return isRead && size <= mostXml
      },
    })
    const mainPart = mainPartOf(parts)
    const page = xmlOf(parts[mainPart])
    if (!page) return undefined
    const stylesheet = xmlOf(parts['word/styles.xml'])
    withoutWrappers(page)
    withoutRuns(page, stylesheet, ['vanish', 'webHidden'], () => tally.add('hidden'))
    withoutRuns(page, stylesheet, ['strike', 'dstrike'], () => tally.add('struck'))
    withoutSilentLosses(page, tally)
    withCheckBoxes(page)
    const markers = withMarkers(page, parts, stylesheet)
    const settled = new TextEncoder().encode(new XMLSerializer().serializeToString(page))
    const { buffer } = zipSync({ ...parts, [mainPart]: settled }, { level: 0 })
    const { value } = await mammoth.convertToHtml(
      { arrayBuffer: buffer },
      {
        // Pictures are counted, and are not even decoded.
        convertImage: mammoth.images.imgElement(() => Promise.resolve({ src: '' })),
        styleMap: [
          "p[style-name='Title'] => h1:fresh",
          "p[style-name='Subtitle'] => h2:fresh",
          'u => u',
        ],
        ignoreEmptyParagraphs: true,
      },
    )
    return { html: readMarkers(value.replaceAll(/<img[^>]*>/g, ''), markers), leftOut: tally.all }
  } catch {
    return undefined
  }
}

/** What the benchmark knows of a server under test. */
import type { Child } from './child.ts'

export type ServerName = 'adref' | 'bare' | 'yws' | 'hocuspocus' | 'tiptap' | 'shared' | 'express'

/** A writer, numbered from 0: each is another member where the server knows members. Or somebody who may only read. */
export type Who = number | 'reader'

/** What a server under test has beside words. */
export interface Acting {
  /** Sends a command as the chair or a delegation; gives back the sequence of its first event. */
  readonly command: (seat: 'chair' | number, command: object) => Promise<number>
  readonly recommendationOf: (document: number) => string
  /** The address of the group's API, and who a request to it comes from. */
  readonly group: string
  readonly as: (seat: 'chair' | number) => Readonly<Record<string, string>>
  /** Signs one more reader of the follow link in; gives back what their requests say. */
  readonly follow: () => Promise<Readonly<Record<string, string>>>
  /** Makes one more text a document that clients can open; gives back its number. */
  readonly addDocument: (textId: string) => number
}

/** One server under test. */
export interface Server extends Omit<Child, 'printed' | 'folder'> {
  readonly id: ServerName
  readonly name: string
  readonly framing: 'y-websocket' | 'hocuspocus' | 'bare'
  address(document: number, who: Who): string
  headers(who: Who): Readonly<Record<string, string>>
  /** The document's name as hocuspocus' frames carry it. */
  documentName(document: number): string
  /** Of a server with a record. */
  readonly acting?: Acting
}

/** What a scenario needs of a server. */
export interface ServerNeeds {
  /** How many documents. */
  readonly documents: number
  /** A benchmark types faster than people: only a scenario about limits leaves the pace of one member as installed. */
  readonly pace: 'unlimited' | 'as installed'
}

export const serverNames: Readonly<Record<ServerName, string>> = {
  bare: 'bare ws',
  yws: 'y-websocket-server + y-leveldb',
  hocuspocus: 'hocuspocus + SQLite',
  tiptap: 'bare Tiptap',
  shared: 'y-prosemirror',
  express: 'plain Express',
  adref: 'Adref',
}

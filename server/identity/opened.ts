/** What came of opening a link. */
import type { GroupId } from '#shared/domain/ids'
import type { SeatHolder } from '#shared/record/seat-holder'
import type { SignedIn } from './register.ts'

export type LinkProblem =
  | 'link-invalid'
  | 'link-expired'
  | 'link-revoked'
  | 'follow-link-closed'
  | 'too-many-requests'

export type Opened =
  | {
      readonly ok: true
      readonly sessionToken: string
      readonly by: SignedIn['by']
      /** The group in which this browser is somebody else from now on; undefined when it is nobody else in any. */
      readonly changed: GroupId | undefined
    }
  /** `wait`: milliseconds until it may be tried again. */
  | { readonly ok: false; readonly problem: LinkProblem; readonly wait?: number }
  /** The link is another member's than the one who is signed in here: asked first. */
  | {
      readonly ok: false
      readonly problem: 'signed-in-as-another'
      readonly present: SeatHolder
      readonly offered: SeatHolder
    }

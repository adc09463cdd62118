/** The worked example's group and calendar: facts of the Chair's opening slides of 11 January 2012. */
import type { MeetingDay } from '#shared/domain/meeting'

export const group = {
  name: 'Working Group on Improvements to the Internet Governance Forum',
  parentBody: 'Commission on Science and Technology for Development (CSTD)',
  mandate:
    'The Chair of the CSTD is invited to establish, in an open and inclusive manner, a working group to seek, compile and review inputs from all United Nations Member States and all other stakeholders on improvements to the Internet Governance Forum (IGF), in line with its mandate as set out in the Tunis Agenda for the Information Society, and to report with recommendations, as appropriate.\n\nThe recommendations improve the IGF without changing its basic features: its multi-stakeholder character, and that it is not a decision-taking forum.\n\nIn this worked example the comments, alternatives and positions are made up to show the room; they are not those that delegations took.',
} as const

interface ExampleMeeting {
  readonly key: 'third' | 'fourth' | 'fifth'
  readonly title: string
  readonly place: string
  readonly days: MeetingDay[]
}

export const meetings: readonly ExampleMeeting[] = [
  {
    key: 'third',
    title: '3rd meeting',
    place: 'Geneva',
    days: [
      { date: '2011-10-31', title: 'Topics A and B', phase: 'discussion' },
      { date: '2011-11-01', title: 'Topics B and D', phase: 'discussion' },
      { date: '2011-11-02', title: 'Topic C and next steps', phase: 'discussion' },
    ],
  },
  {
    key: 'fourth',
    title: '4th meeting',
    place: 'Geneva',
    days: [
      { date: '2012-01-11', title: 'Discussion of topics C and E', phase: 'discussion' },
      { date: '2012-01-12', title: 'Discussion of topics C and E', phase: 'discussion' },
      { date: '2012-01-13', title: 'Recommendations', phase: 'drafting' },
    ],
  },
  {
    key: 'fifth',
    title: '5th meeting',
    place: 'Geneva',
    days: [
      { date: '2012-02-20', title: 'Final text', phase: 'finalisation' },
      { date: '2012-02-21', title: 'Final text', phase: 'finalisation' },
      { date: '2012-02-22', title: "Chair's report", phase: 'finalisation' },
    ],
  },
]

export const documents = [
  ['Provisional agenda of the 4th meeting', '', ''],
  [
    "Chairman's summary of the 3rd meeting",
    '',
    'http://www.unctad.org/sections/un_cstd/docs/UN_WGIGF2011d14_summary_en.pdf',
  ],
  ['Letter to UN DESA on the participation of United Nations funding', '', ''],
  ['Information requested from the IGF Secretariat', '', ''],
  ['Document to help the drafting of recommendations, compiled by a vice-chair', '', ''],
  ['Draft categorisation of proposals', '', ''],
] as const satisfies readonly (readonly [title: string, symbol: string, address: string])[]

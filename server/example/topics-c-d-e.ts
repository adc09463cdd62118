/** Topics C, D and E of the worked example, in our own words. */
import type { ExampleTopic } from './example-topic.ts'
import { text, words } from './write-words.ts'

export const topicC: ExampleTopic = {
  title: 'Funding of the IGF',
  broadAgreement: text(
    words(
      'The IGF trust fund should be stable, and its income and spending should be public.',
      'The host country agreement should be prepared earlier, so that costs are known before the meeting.',
      'The possibility of funding by the United Nations should be explored.',
    ),
  ),
  summary: text(
    words(
      'At the 3rd meeting the Group asked UN DESA about the participation of United Nations funding. UN DESA acknowledged the letter quickly and voiced concerns, some of which rest on a misunderstanding. At the 4th meeting the general debate on this topic is to be completed.',
    ),
  ),
  recommendations: [
    {
      key: 'C.1',
      title: 'Donor reporting',
      content: text(
        words(
          'The Working Group recommends that the United Nations Department of Economic and Social Affairs (UN DESA) publish, every ⟦BR, CS|six months⟧, the pledges to the IGF trust fund, the payments received, and what they were spent on.',
          'The statement names each donor and each amount in United States dollars.',
        ),
        [
          [
            'Publish the statement of the trust fund',
            'UN DESA',
            'Table on the IGF website, one line for each donor',
            'First statement by 1 July 2012',
          ],
        ],
        [
          [
            'Share of pledges and payments that are published',
            'None (2011)',
            '100 per cent (2013)',
            'Statement on the IGF website against the accounts of the trust fund',
            'CSTD secretariat',
            'Every year',
          ],
        ],
      ),
    },
    {
      key: 'C.2',
      title: 'Voluntary funding of the IGF Secretariat',
      content: text(
        words(
          'The Working Group recommends that the ⟦BR, IN|regular budget and⟧ extrabudgetary trust fund continue to finance the IGF Secretariat, and that the Under-Secretary-General for Economic and Social Affairs publish donor pledges ⟦CS|quarterly⟧ ⟦US|annually⟧ as of 1 January 2013.',
          'The Working Group invites donors to pledge for three years at a time, so that the work of the Secretariat can be planned.',
        ),
        [
          [
            'Publish pledges and receipts',
            'UN DESA',
            'Public page on the IGF website, one line a donor',
            '1 January 2013',
          ],
          ['Review the cost of core staff', '', 'Report to the CSTD', 'May 2013'],
        ],
        [
          [
            'Share of pledges received',
            '61 per cent (2011)',
            '90 per cent (2013)',
            'Annual trust fund statement',
            'UN DESA',
            'Every year',
          ],
        ],
      ),
      alternative: {
        by: 'BR',
        joinedBy: ['IN', 'ZA'],
        reason:
          'A forum set up by the World Summit needs a stable source. Voluntary funds follow the priorities of a few donors and cannot pay for core staff over several years.',
        content: text(
          words(
            'The Working Group recommends that the regular budget of the United Nations finance the core staff of the IGF Secretariat, and that voluntary contributions finance participation from developing countries, as of 1 January 2014.',
            'The Working Group invites donors to pledge for three years at a time, so that the work of the Secretariat can be planned.',
          ),
          [
            [
              'Propose the cost of the core staff for the regular budget',
              'UN DESA',
              'Note to the Fifth Committee of the General Assembly, through the CSTD and ECOSOC',
              'By 1 September 2013',
            ],
          ],
          [
            [
              'Share of core posts paid from the regular budget',
              'None (2011)',
              '100 per cent (2014)',
              'Programme budget of the United Nations',
              'UN DESA',
              'Every two years',
            ],
          ],
        ),
      },
    },
    {
      key: 'C.3',
      title: 'Host country agreements',
      content: text(
        words(
          'The Working Group recommends that UN DESA and the host country sign the host country agreement at least nine months before the annual meeting.',
          'The agreement lists the costs that the host country bears and those that the trust fund bears.',
        ),
        [
          [
            'Publish a model host country agreement',
            'UN DESA',
            'Model text with a list of costs, published on the IGF website',
            'By 1 December 2012',
          ],
        ],
      ),
    },
  ],
}

export const topicD: ExampleTopic = {
  title: 'Broadening participation',
  broadAgreement: text(
    words(
      'Participation from developing countries, and from the least developed countries in particular, should grow.',
      'Remote participation is a way of taking part, not a lesser one.',
    ),
  ),
  summary: text(
    words(
      'Members reported on national and regional initiatives, on remote hubs, and on obstacles of cost, language and connection. Several asked that remote participation be planned with each session and not added to it.',
    ),
  ),
  recommendations: [
    {
      key: 'D.1',
      title: 'Remote participation',
      content: text(
        words(
          'The Working Group recommends that every session of the annual meeting have a remote moderator, live captions, and a line over which remote participants speak.',
          'The IGF Secretariat trains the remote moderators before the meeting.',
        ),
        [
          [
            'Name and train a remote moderator for every session',
            'IGF Secretariat, with the organisers of the sessions',
            'Two training hours online for each moderator',
            'By 30 September of each year, from 2012',
          ],
        ],
        [
          [
            'Number of remote participants who spoke',
            '57 (2011)',
            '150 (2013)',
            'Transcripts of the annual meeting',
            'IGF Secretariat',
            'Every year',
          ],
        ],
      ),
    },
    {
      key: 'D.2',
      title: 'Travel support',
      content: text(
        words(
          'The Working Group recommends that the trust fund pay the travel of at least 50 participants from the least developed countries to each annual meeting.',
          'The MAG chooses the participants by published criteria ⟦EG, IR|, with equal shares for each region⟧.',
        ),
        [
          [
            'Publish the criteria and the list of those supported',
            'IGF Secretariat',
            'IGF website',
            'By 30 June of each year, from 2013',
          ],
        ],
        [
          [
            'Number of participants supported',
            '23 (2011)',
            '50 (2013)',
            'Annual trust fund statement',
            'UN DESA',
            'Every year',
          ],
        ],
      ),
    },
  ],
}

export const topicE: ExampleTopic = {
  title: 'Linking the IGF to other related processes/mechanisms/bodies',
  broadAgreement: text(
    words(
      'National and regional IGF initiatives are part of the strength of the forum and remain independent of it.',
      'The IGF and other bodies should know of each other’s work before their meetings, and not after.',
    ),
  ),
  summary: text(
    words(
      'The topic is discussed at the 4th meeting. Members named the CSTD, ECOSOC, the ITU, UNESCO, ICANN and the Internet Engineering Task Force (IETF) as bodies with which an exchange of information would help.',
    ),
  ),
  recommendations: [
    {
      key: 'E.1',
      title: 'Liaison with the CSTD',
      content: text(
        words(
          'The Working Group recommends that the Chair of the MAG report to each annual session of the Commission on Science and Technology for Development (CSTD) on the outcome of the last meeting of the IGF.',
          'The CSTD sets aside half a day of its session for the report.',
        ),
        [
          [
            'Report to the annual session of the CSTD',
            'Chair of the MAG',
            'Oral report, with a written text of at most three pages',
            'From the 16th session, May 2013',
          ],
        ],
        [
          [
            'Reports made to the CSTD',
            'None (2011)',
            'One each year (2013)',
            'Report of the CSTD on its session',
            'CSTD secretariat',
            'Every year',
          ],
        ],
      ),
    },
    {
      key: 'E.2',
      title: 'National and regional initiatives',
      content: text(
        words(
          'The Working Group recommends that each national and regional IGF initiative that so wishes present its results in a session of one hour at the annual meeting.',
        ),
        [
          [
            'Reserve the session in the programme',
            'Multistakeholder Advisory Group (MAG)',
            'Programme of the annual meeting',
            'By 31 May of each year, from 2013',
          ],
        ],
      ),
    },
  ],
}

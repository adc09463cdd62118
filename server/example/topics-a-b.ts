/** Topics A and B of the worked example, in our own words. */
import type { ExampleTopic } from './example-topic.ts'
import { text, words } from './write-words.ts'

export const topicA: ExampleTopic = {
  title: 'Shaping the outcomes of IGF meetings',
  broadAgreement: text(
    words(
      'The Internet Governance Forum (IGF) remains a place of dialogue. It takes no decisions.',
      'The results of its meetings should be easier to find, to read and to use by those who were not there.',
      'Results should show the whole range of views, and not only what was agreed.',
    ),
  ),
  summary: text(
    words(
      'Members agreed at the 3rd meeting that the reports of IGF meetings are long and reach few decision makers. Some asked for messages or recommendations from the IGF; others feared that negotiated texts would end free discussion. The Group found common ground in documents that record convergence and difference side by side.',
    ),
  ),
  recommendations: [
    {
      key: 'A.1',
      title: 'Outcome documents',
      content: text(
        words(
          'The Working Group recommends that the IGF Secretariat publish an outcome document after each annual meeting of the Internet Governance Forum (IGF).',
          'The outcome document states, for each policy question that was debated:',
          [
            'the points on which views converged;',
            'the points on which views differed, with the reasons given;',
            'the sessions and contributions on which the summary rests.',
          ],
          'The outcome document binds nobody.',
        ),
        [
          [
            'Publish the outcome document',
            'IGF Secretariat',
            'Written from the rapporteurs’ notes; published on the IGF website in English',
            'Within 60 days of each meeting, from 2012',
          ],
          [
            'Send the outcome document to the bodies that it concerns',
            'IGF Secretariat',
            'Covering letter of one page to each body',
            'Within 90 days of each meeting',
          ],
        ],
        [
          [
            'Days from the end of the meeting to publication',
            '120 days (2011)',
            '60 days (2012)',
            'Date of publication on the IGF website',
            'CSTD secretariat',
            'Every year',
          ],
        ],
      ),
    },
    {
      key: 'A.2',
      title: 'Policy questions for each meeting',
      content: text(
        words(
          'The Working Group recommends that the Multistakeholder Advisory Group (MAG) set, at least six months before each annual meeting, between three and six policy questions for the main sessions.',
          'The MAG draws the questions from an open call for contributions and publishes the reasons for its choice.',
        ),
        [
          [
            'Hold an open call for policy questions',
            'Multistakeholder Advisory Group (MAG)',
            'Form on the IGF website, open for six weeks',
            'By 31 March of each year, from 2013',
          ],
        ],
        [
          [
            'Number of contributions to the call',
            '43 (2011)',
            '80 (2013)',
            'List of contributions on the IGF website',
            'IGF Secretariat',
            'Every year',
          ],
        ],
      ),
    },
    {
      key: 'A.3',
      title: 'Links to decision makers',
      content: text(
        words(
          'The Working Group recommends that the IGF Secretariat ⟦IR, IN|, under the authority of the Secretary-General,⟧ deliver the outcome document to the secretariats of the intergovernmental bodies whose work it touches, and ask each of them for a written answer.',
          'The answers are published ⟦US, ICC|without comment⟧ with the outcome document of the following year.',
        ),
        [
          [
            'List the bodies that each outcome document concerns',
            'Multistakeholder Advisory Group (MAG)',
            'Annex to the outcome document',
            'Within 90 days of each meeting',
          ],
          ['Publish the answers received', 'IGF Secretariat', 'One page on the IGF website', ''],
        ],
        [
          [
            'Share of bodies that answer in writing',
            'None (2011)',
            '60 per cent (2014)',
            'Answers on the IGF website',
            'CSTD secretariat',
            'Every year',
          ],
        ],
      ),
    },
  ],
}

export const topicB: ExampleTopic = {
  title: 'Working modalities including open consultations, MAG and Secretariat',
  broadAgreement: text(
    words(
      'Members of the Multistakeholder Advisory Group (MAG) should be chosen by a process that is published and the same for every stakeholder group.',
      'The IGF Secretariat needs a predictable number of core staff.',
      'Open consultations should be open in fact to those who take part from afar.',
    ),
  ),
  summary: text(
    words(
      'The Group discussed the renewal of the MAG and the note of the Under-Secretary-General of the Department of Economic and Social Affairs (UN DESA) on candidates. There was wide support for rotation and for published criteria. Views differ on who should choose among candidates, and on whether the Secretariat should grow.',
    ),
  ),
  recommendations: [
    {
      key: 'B.1',
      title: 'Selection of the MAG',
      content: text(
        words(
          'The Working Group recommends that each stakeholder group propose candidates for the Multistakeholder Advisory Group (MAG) by a procedure of its own, which it publishes.',
          'One third of the members is renewed every year. No member serves for more than three years in a row.',
        ),
        [
          [
            'Publish the procedure of each stakeholder group',
            'Stakeholder groups, through the IGF Secretariat',
            'One page for each group on the IGF website',
            'By 30 September 2012',
          ],
          [
            'Renew one third of the members',
            'Secretary-General, on the proposal of the stakeholder groups',
            'Letter of appointment',
            'By 30 April of each year, from 2013',
          ],
        ],
        [
          [
            'Share of members from developing countries',
            '41 per cent (2011)',
            '50 per cent (2014)',
            'List of members on the IGF website',
            'IGF Secretariat',
            'Every year',
          ],
        ],
      ),
    },
    {
      key: 'B.2',
      title: 'Capacity of the Secretariat',
      content: text(
        words(
          'The Working Group recommends that the IGF Secretariat have at least ⟦IN, ZA|five⟧ ⟦US, CH|three⟧ core posts, of which one is for participation from developing countries and one for remote participation.',
          'The posts are filled by open competition.',
        ),
        [
          [
            'Set out the core posts and their cost',
            'UN DESA',
            'Note to the CSTD with a table of posts',
            'By 1 March 2013',
          ],
        ],
        [
          [
            'Number of core posts filled',
            '2 (2011)',
            '5 (2014)',
            'Staff list in the annual report of the IGF Secretariat',
            'UN DESA',
            'Every year',
          ],
        ],
      ),
      alternative: {
        by: 'CH',
        joinedBy: ['US', 'ICC'],
        reason:
          'The size of the Secretariat should follow from a work plan. Posts without a plan and its cost would bind the trust fund before donors have been heard.',
        content: text(
          words(
            'The Working Group recommends that the IGF Secretariat submit a work plan for two years, with the staff that each activity needs, before any new post is set up.',
            'The posts are filled by open competition.',
          ),
          [
            [
              'Submit a work plan for two years with its staff and cost',
              'IGF Secretariat',
              'Published for comment for 30 days before it is final',
              'By 1 October 2012',
            ],
          ],
          [
            [
              'Share of planned activities with an agreed budget',
              'None (2011)',
              '90 per cent (2014)',
              'Work plan and trust fund statement',
              'UN DESA',
              'Every two years',
            ],
          ],
        ),
      },
    },
    {
      key: 'B.3',
      title: 'Open consultations',
      content: text(
        words(
          'The Working Group recommends that the IGF Secretariat publish the agenda and documents of each open consultation at least 15 days before it begins, and a summary within 14 days after it ends.',
          'Remote participants speak from the same list as those in the room.',
        ),
        [
          [
            'Publish agenda, documents and summary on time',
            'IGF Secretariat',
            'IGF website and mailing list',
            'From the consultation of May 2012',
          ],
        ],
        [
          [
            'Share of statements made by remote participants',
            '4 per cent (2011)',
            '15 per cent (2013)',
            'Transcripts of the consultations',
            'IGF Secretariat',
            'After each consultation',
          ],
        ],
      ),
    },
  ],
}

import type { CodeLabels } from '../code-lists'

/** Why what is masked is shown, and which facts are. */
export const revealCodes = {
  reveal_purpose: {
    agreement: 'Agreement and papers (戒毒条例 §16)',
    care: 'Care and visits (戒毒条例 §18)',
    testing: 'Drug tests (戒毒条例 §19)',
    report: 'Report to the police (戒毒条例 §21)',
    change_of_place: 'Change of the place of execution (戒毒条例 §22)',
    own_request: "The person's own request (个人信息保护法 §45)",
  },
  reveal_field: {
    name: 'Name',
    birth_date: 'Date of birth',
    id_number: 'ID number',
    phone: 'Telephone',
    household_address: 'Registered address',
  },
} satisfies Pick<CodeLabels, 'reveal_purpose' | 'reveal_field'>

import type { CodeLabels } from '../code-lists'

/** Why what is masked is shown, and which facts are. */
export const revealCodes = {
  reveal_purpose: {
    agreement: 'Agreement and papers (Rehabilitation Regulations, art. 16)',
    care: 'Care and visits (Rehabilitation Regulations, art. 18)',
    testing: 'Drug tests (Rehabilitation Regulations, art. 19)',
    report: 'Report to the police (Rehabilitation Regulations, art. 21)',
    change_of_place: 'Change of the place of execution (Rehabilitation Regulations, art. 22)',
    own_request: "The person's own request (Personal Information Protection Law, art. 45)",
  },
  reveal_field: {
    name: 'Name',
    birth_date: 'Date of birth',
    id_number: 'ID number',
    phone: 'Telephone',
    household_address: 'Registered address',
  },
} satisfies Pick<CodeLabels, 'reveal_purpose' | 'reveal_field'>

import { pick } from '@/composables/pick'
import type { Draft } from '@/composables/recordForm'
import type { CreatePerson, Person } from './queries'

/** A file nobody has written in yet. */
export function blank(): { draft: Draft<CreatePerson>; version: null } {
  return {
    draft: {
      gender: 'unknown',
      control: 'in_contact',
      risk_level: 'unrated',
      substances: [],
      migrant: { away: false },
    },
    version: null,
  }
}

/** A value this caller may not see stays out of the form, so that saving cannot overwrite it with its mask. */
export function draftOf(person: Person) {
  const plain = pick(person, [
    'file_no',
    'gender',
    'division_code',
    'status',
    'control',
    'risk_level',
    'first_found_on',
    'case_worker_id',
    'grid_id',
    'platform_entered_on',
  ])
  const kept = pick(person, ['name', 'birth_date', 'household_address', 'substances', 'notes'])
  const isHidden = (field: string): boolean => person.masked.includes(field)
  const seen = Object.fromEntries(Object.entries(kept).filter(([field]) => !isHidden(field)))
  // A number that is only known by its mask is left out too: what is typed in its place becomes the new one.
  const numbers = {
    ...(person.id_number ? { id_number: person.id_number } : {}),
    ...(person.phone ? { phone: person.phone } : {}),
  }
  return { version: person.version, draft: { ...plain, ...seen, ...numbers, migrant: migrantOf(person) } }
}

function migrantOf({ migrant: { destination, ...rest }, masked }: Person) {
  return masked.includes('migrant.destination') ? rest : { ...rest, destination }
}

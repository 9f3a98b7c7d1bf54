import type { Shape } from '../shape'
import type { forms as zh } from '../zh/forms'

export const forms: Shape<typeof zh> = {
  found: 'This is what you typed at {at} and did not save; it was kept encrypted on this device.',
  begin_anew: 'Discard, begin anew',
  leave_title: '{n} form is not saved | {n} forms are not saved',
  leave_text: 'Signing out deletes what was typed and not saved on this device. It cannot be found again.',
  leave: 'Discard and sign out',
}

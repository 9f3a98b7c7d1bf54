export const leads = {
  sub: 'Warning signs seen in inspections, passed to the police. Whoever receives one gives the day and a receipt.',
  none: 'No leads',
  none_hint: 'An inspection with warning signs appears here.',
  raised_on: 'Raised on',
  received_on: 'Received on',
  receipt_no: 'Receipt number',
  receive: 'Record receipt',
}

export const inspect = {
  title: 'Record an inspection',
  offline:
    'There is no network now. Write as usual: the record is kept on this device, sealed, and sent when the network is back. Signing waits for it.',
  not_in_hand:
    'Nothing of this place is in hand, and there is no network. Open its file or the list of the round while there is one; after that the form works without.',
  draft_gone: 'This record is no longer on this device: it may have been sent; please see the premises file.',
  signs_notice:
    'Warning signs: do not alert anyone there and do not act on your own. Write them down; they are passed to the police as a lead.',
  signed_on_paper: 'Signed on paper',
  save: 'Save and send',
  keep: 'Keep on this device',
  history: 'Inspections by round',
  no_round: 'Outside any round',
  back_to_round: 'Back to the round',
  print: 'Print',
}

export const proof = {
  qr: 'QR code of the journal head',
  stamp:
    'When this was printed the journal was proven up to entry {size} (signed {at}). The code holds the head, by which later changes can be found.',
}

const letters = 'abcdefghjklmnopqrstwxyz'
/** The first character of each letter, in the order of pinyin; no syllable begins with i, u or v. */
const firsts = Array.from('阿八嚓哒妸发旮哈讥咔垃妈拏噢妑七呥仨他屲夕丫帀')
/** The browser knows the order of pinyin, so no table of readings has to travel with the page. */
const order = new Intl.Collator('zh-u-co-pinyin')

function initialOf(character: string): string {
  if (!/\p{Script=Han}/u.test(character)) return /[a-z0-9]/i.test(character) ? character.toLowerCase() : ''
  const at = firsts.findIndex((first) => order.compare(character, first) < 0)
  return letters.charAt((at < 0 ? letters.length : at) - 1)
}

/** The pinyin initials of a name, such as ndzj of 年度总结. A character with several readings goes by its commonest. */
export const initialsOf = (name: string): string => Array.from(name, initialOf).join('')

/** Whether what was typed finds something of these names: a part of one of them, or of the initials of one. */
export function isFoundBy(names: readonly string[], typed: string): boolean {
  const wanted = typed.trim().toLowerCase()
  const initials = wanted.replaceAll(' ', '')
  return names.some((name) => name.toLowerCase().includes(wanted) || initialsOf(name).includes(initials))
}

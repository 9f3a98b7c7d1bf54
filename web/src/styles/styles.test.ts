import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const styled = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.(css|vue)$/.test(path))
  .map((path) => ({ path, text: readFileSync(join('src', path), 'utf8') }))

const tokens = readFileSync('src/styles/tokens.css', 'utf8')
const declarations = (start: string): string[] =>
  (tokens.split(`${start} {`)[1]?.split('}')[0] ?? '').split(';').map((line) => line.trim())

describe('the styles', () => {
  /** An A4 sheet is as narrow as a phone: without the word its tables would be printed as cards. */
  it('are for a phone on a screen only', () => {
    const narrow = styled.filter(({ text }) => /@media \(max-width: [4-9]\d\dpx\)/.test(text))
    expect(narrow.map(({ path }) => path)).toEqual([])
  })

  it('have every colour from the tokens', () => {
    const own = styled.filter(({ path }) => !/^styles[/\\](tokens|print)\.css$/.test(path))
    const coloured = own.filter(({ text }) => /[:\s](#[0-9a-f]{3,8}|rgba?\(|hsla?\()/i.test(styleOf(text)))
    expect(coloured.map(({ path }) => path)).toEqual([])
  })

  it('are as dark for who chose it as for whose machine is', () => {
    const dark = declarations(":root[data-theme='dark']")
    expect(dark.length).toBeGreaterThan(20)
    expect(declarations(":root[data-theme='auto']")).toEqual(dark)
  })
})

/** The style of a component, without what is printed, which is black. */
function styleOf(text: string): string {
  const style = text.includes('<style') ? text.slice(text.indexOf('<style')) : text.includes('<template') ? '' : text
  return style.replace(/@media print \{[\s\S]*/, '')
}

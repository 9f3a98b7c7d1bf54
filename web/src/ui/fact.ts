/** One line of a list of facts. */
export interface Fact {
  key: string
  label: string
  value?: string | null
  wide?: boolean
}

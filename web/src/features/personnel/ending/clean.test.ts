import { expect, it } from 'vitest'
import { cleanYears } from './clean'

const reason = (code: string) => ({ code, zh: '', en: '' })

it('finds what is said of the clean years among other reasons', () => {
  expect(cleanYears([])).toEqual({ reason: undefined, isFull: false })
  expect(cleanYears([reason('term_runs')]).reason).toBeUndefined()
  expect(cleanYears([reason('clean_years_run'), reason('ended')])).toEqual({
    reason: reason('clean_years_run'),
    isFull: false,
  })
  expect(cleanYears([reason('clean_unconfirmed')]).isFull).toBe(true)
})

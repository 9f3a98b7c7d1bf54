import { expect, it } from 'vitest'
import { csvOf } from './csv'

it('quotes what needs it and lets no cell be a formula', async () => {
  const file = csvOf([
    ['村（居）', '1月'],
    ['甲,乙"村"', '5/11 45.4%'],
    ['=1+1', '＊不显示'],
  ])
  expect(new TextDecoder('utf-8', { ignoreBOM: true }).decode(await file.arrayBuffer())).toBe(
    '\uFEFF村（居）,1月\r\n"甲,乙""村""",5/11 45.4%\r\n\'=1+1,＊不显示\r\n',
  )
})

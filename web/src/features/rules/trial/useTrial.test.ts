import { flushPromises } from '@vue/test-utils'
import { beforeEach, expect, it, vi } from 'vitest'
import { ApiError } from '@/api/problem'
import { useTrial } from './useTrial'

const { checkPack, simulatePack } = vi.hoisted(() => ({ checkPack: vi.fn(), simulatePack: vi.fn() }))
vi.mock('../queries', () => ({ checkPack, simulatePack }))

const sound = { is_sound: true, flaws: [], pack: null }
const flawed = { is_sound: false, flaws: [{ line: 14, zh: '没有 fine', en: 'no fine' }], pack: null }
const counts = { persons_total: 2 }

beforeEach(() => {
  checkPack.mockReset().mockResolvedValue(sound)
  simulatePack.mockReset().mockResolvedValue(counts)
})

function begin(text: string) {
  const trial = useTrial()
  trial.typed.value.text = text
  return trial
}

it('asks nothing of an empty text', async () => {
  const trial = begin(' \n')
  await trial.runCheck()
  await trial.runSimulation()
  expect([checkPack.mock.calls, simulatePack.mock.calls]).toEqual([[], []])
})

it('tries a sound pack for the area and the day chosen', async () => {
  const trial = begin('pack = "local"')
  trial.typed.value.division = '990981107000'
  trial.typed.value.asOf = '2026-12-01'
  await trial.runSimulation()
  expect(simulatePack.mock.calls).toEqual([
    [{ text: 'pack = "local"', division_code: '990981107000', as_of: '2026-12-01' }],
  ])
  expect([trial.check.value, trial.simulation.value]).toEqual([sound, counts])
})

it('does not try a pack with flaws, and says them', async () => {
  checkPack.mockResolvedValue(flawed)
  const trial = begin('fine = 100')
  await trial.runSimulation()
  expect(simulatePack).not.toHaveBeenCalled()
  expect([trial.check.value, trial.simulation.value]).toEqual([flawed, null])
})

it('lets go of every answer when the question changes', async () => {
  const trial = begin('pack = "local"')
  await trial.runSimulation()
  trial.typed.value.asOf = '2026-12-01'
  expect([trial.check.value, trial.simulation.value]).toEqual([null, null])
  await trial.runSimulation()
  trial.typed.value.text += '\n'
  expect([trial.check.value, trial.simulation.value]).toEqual([null, null])
})

it('does not show what was answered to an earlier text', async () => {
  let answer: (found: typeof sound) => void = () => undefined
  checkPack.mockReturnValue(
    new Promise((resolve) => {
      answer = resolve
    }),
  )
  const trial = begin('pack = "local"')
  const running = trial.runSimulation()
  trial.typed.value.text = 'pack = "other"'
  answer(sound)
  await running
  expect([trial.check.value, simulatePack.mock.calls.length, trial.doing.value]).toEqual([null, 0, null])
})

it('keeps a refusal apart from flaws, and can be run again', async () => {
  simulatePack.mockRejectedValueOnce(new ApiError(422, null))
  const trial = begin('pack = "local"')
  await trial.runSimulation()
  expect([trial.error.value?.status, trial.simulation.value]).toEqual([422, null])
  await trial.runSimulation()
  await flushPromises()
  expect([trial.error.value, trial.simulation.value]).toEqual([null, counts])
})

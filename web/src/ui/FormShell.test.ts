import { mount } from '@vue/test-utils'
import { expect, it } from 'vitest'
import { defineComponent, h, nextTick, ref } from 'vue'
import { useRecordForm } from '@/composables/useRecordForm'
import { i18n } from '@/i18n'
import TextField from './fields/TextField.vue'
import FormShell from './FormShell.vue'

it('says what is missing or in the way, and cannot be sent before', async () => {
  const obstacles = ref(['此人已有一件正在办理'])
  const Page = defineComponent(() => {
    const form = useRecordForm<{ reason: string; notes?: string }, unknown>({
      keeps: 'nothing',
      initial: { draft: {}, version: null },
      save: () => Promise.resolve(null),
      done: () => undefined,
    })
    const field = (name: 'reason' | 'notes', label: string) =>
      h(TextField, {
        name,
        label,
        required: name === 'reason',
        modelValue: form.draft[name],
        'onUpdate:modelValue': (text: string | null | undefined) => {
          form.draft[name] = text
        },
      })
    return () =>
      h(FormShell, { form, verb: '退回', strict: true, obstacles: obstacles.value }, () => [
        field('reason', '原因'),
        field('notes', '备注'),
      ])
  })
  const page = mount(Page, { global: { plugins: [i18n] } })
  await nextTick()
  const button = page.get<HTMLButtonElement>('button[type=submit]')
  expect(page.get('.reasons').text()).toBe('此人已有一件正在办理还差：原因。')
  await page.get('input').setValue('不在辖区')
  expect(page.get('.reasons').text()).toBe('此人已有一件正在办理')
  expect(button.element.disabled).toBe(true)
  obstacles.value = []
  await nextTick()
  expect(page.find('.reasons').exists()).toBe(false)
  expect(button.element.disabled).toBe(false)
})

import { readdirSync } from 'node:fs'
import prettier from 'eslint-config-prettier'
import type { Config } from 'eslint/config'
import vue from 'eslint-plugin-vue'
import { defineConfig } from 'eslint/config'
import tseslint from 'typescript-eslint'

const features = readdirSync(new URL('./src/features', import.meta.url))
const server = { group: ['@/api/*', '!@/api/problem'], message: 'Only queries.ts and the session talk to the API.' }

// A feature imports the common rooms and itself, never its neighbour.
const neighbours: Config[] = features.map((feature) => ({
  files: [`src/features/${feature}/**`],
  ignores: ['**/queries.ts'],
  rules: {
    'no-restricted-imports': [
      'error',
      { patterns: [server, { group: features.filter((f) => f !== feature).map((f) => `@/features/${f}/*`) }] },
    ],
  },
}))

const useFormShell = (element: string) => ({
  element,
  message: 'Use FormShell and a field: what is typed is then kept.',
})
/** These ask the server or this page something, and change nothing. */
const questions = ['src/features/personnel/ExactSearch.vue', 'src/features/proof/CheckNote.vue']

export default defineConfig(
  { ignores: ['dist/**', 'src/api/schema.ts', 'src/components.d.ts'] },
  tseslint.configs.strictTypeChecked,
  vue.configs['flat/recommended'],
  {
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname, extraFileExtensions: ['.vue'] },
    },
  },
  { files: ['**/*.vue'], languageOptions: { parserOptions: { parser: tseslint.parser } } },
  {
    rules: {
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      'vue/block-lang': ['error', { script: { lang: 'ts' } }],
      'vue/component-api-style': ['error', ['script-setup']],
      'vue/multi-word-component-names': 'off',
      'vue/no-v-html': 'error',
      'vue/require-default-prop': 'off',
      'max-lines': ['error', { max: 300 }],
    },
  },
  { files: ['**/*.vue'], rules: { 'max-lines': ['error', { max: 150 }] } },
  {
    files: ['src/ui/**', 'src/composables/**'],
    rules: { 'no-restricted-imports': ['error', { patterns: [server, { group: ['@/features/*'] }] }] },
  },
  // What is typed is kept through a dead network and a closed page, and a change by somebody else is met: FormShell does it.
  {
    files: ['src/features/**/*.vue'],
    ignores: questions,
    rules: { 'vue/no-restricted-html-elements': ['error', ...['form', 'textarea', 'el-form'].map(useFormShell)] },
  },
  neighbours,
  prettier,
)

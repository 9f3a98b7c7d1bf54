import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import Components from 'unplugin-vue-components/vite'
import { ElementPlusResolver } from 'unplugin-vue-components/resolvers'
import { defineConfig } from 'vitest/config'

const server = process.env.JINDU_API ?? 'http://127.0.0.1:8080'

/**
 * On a slow machine thirty small files cost more than what is in them: all the client begins with is one, and so is all that the
 * first page, a list and a form add to it. What an earlier one has is in no later one.
 */
const chunks = [
  { name: 'base', tags: ['$initial' as const], priority: 4 },
  { name: 'home', test: /\/features\/home\/(?!HomePage|routes)|\/ui\/(PageHead|ChoiceFilter)/, priority: 3 },
  { name: 'list', test: /\/ui\/ListCard\.vue/, priority: 2 },
  { name: 'form', test: /\/ui\/(FormShell\.vue|fields\/)/, priority: 1 },
]

export default defineConfig({
  plugins: [
    vue(),
    Components({ dirs: [], dts: 'src/components.d.ts', resolvers: [ElementPlusResolver({ importStyle: 'css' })] }),
  ],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  define: { __VUE_OPTIONS_API__: true, __VUE_I18N_LEGACY_API__: false, __INTLIFY_PROD_DEVTOOLS__: false },
  // The town offices' browsers are often Chromium 86: nothing newer may reach them untranslated.
  build: {
    target: 'chrome86',
    manifest: true,
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    sourcemap: false,
    rolldownOptions: { output: { codeSplitting: { groups: chunks } } },
  },
  server: { host: '127.0.0.1', port: 5173, proxy: { '/api': { target: server } } },
  test: {
    environment: 'happy-dom',
    setupFiles: ['src/i18n/all.setup.ts'],
    include: ['src/**/*.test.ts'],
    server: { deps: { inline: ['element-plus'] } },
  },
})

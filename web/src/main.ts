import { VueQueryPlugin } from '@tanstack/vue-query'
import 'element-plus/es/components/message/style/css'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { whenSignedOut } from './api/token'
import App from './App.vue'
import { i18n, learn } from './i18n'
import { queryClient } from './query-client'
import { router } from './router'
import { usePreferences } from './session/preferences'
import { useSession } from './session/session'
import './styles/tokens.css'
import './styles/base.css'
import './styles/element.css'
import './styles/print.css'

const app = createApp(App).use(createPinia()).use(i18n).use(VueQueryPlugin, { queryClient })
const { locale } = usePreferences()

whenSignedOut(() => useSession().lapse())

// Nothing is shown in another language first.
void learn(locale).then(() => app.use(router).mount('#app'))

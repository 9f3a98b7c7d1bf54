import type { RouteRecordRaw } from 'vue-router'

export const homeRoutes: RouteRecordRaw[] = [
  { path: '/', name: 'home', component: () => import('./HomePage.vue'), meta: { title: 'nav.home' } },
  {
    path: '/indicators/:name',
    name: 'indicator',
    component: () => import('./IndicatorPage.vue'),
    props: true,
    meta: { title: 'home.figure', permission: 'indicators:read' },
  },
]

import type { RouteRecordRaw } from 'vue-router'

export const ruleRoutes: RouteRecordRaw[] = [
  {
    path: '/rules',
    name: 'rules',
    component: () => import('./RulesPage.vue'),
    meta: { title: 'nav.rules', permission: 'rules:read' },
  },
]

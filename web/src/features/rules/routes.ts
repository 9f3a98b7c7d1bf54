import type { RouteRecordRaw } from 'vue-router'

export const ruleRoutes: RouteRecordRaw[] = [
  {
    path: '/rules',
    name: 'rules',
    component: () => import('./RulesPage.vue'),
    meta: { title: 'nav.rules', permission: 'rules:read' },
  },
  {
    path: '/rules/trial',
    name: 'rule-trial',
    component: () => import('./trial/TrialPage.vue'),
    meta: { title: 'trying.title', permission: 'rules:read' },
  },
]

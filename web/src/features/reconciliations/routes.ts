import type { RouteRecordRaw } from 'vue-router'

export const reconciliationRoutes: RouteRecordRaw[] = [
  {
    path: '/reconciliations',
    name: 'reconciliations',
    component: () => import('./ReconciliationList.vue'),
    meta: { title: 'reconciliation.title', permission: 'reconciliation:read' },
  },
  {
    path: '/reconciliations/:id',
    name: 'reconciliation',
    component: () => import('./ReconciliationPage.vue'),
    props: true,
    meta: { title: 'reconciliation.title', permission: 'reconciliation:read' },
  },
]

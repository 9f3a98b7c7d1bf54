import type { RouteRecordRaw } from 'vue-router'

export const statisticsRoutes: RouteRecordRaw[] = [
  {
    path: '/statistics',
    name: 'statistics',
    component: () => import('./tables/TablePage.vue'),
    meta: { title: 'statistics.title', permission: 'indicators:read' },
  },
]

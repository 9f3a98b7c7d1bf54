import type { RouteRecordRaw } from 'vue-router'

export const statisticsRoutes: RouteRecordRaw[] = [
  {
    path: '/statistics',
    name: 'statistics',
    component: () => import('./tables/TablePage.vue'),
    meta: { title: 'statistics.title', permission: 'indicators:read' },
  },
  {
    path: '/statistics/self-assessment',
    name: 'self-assessment',
    component: () => import('./sheet/SheetPage.vue'),
    meta: { title: 'assessment.title', permission: 'indicators:read' },
  },
  {
    path: '/figures',
    name: 'figures',
    component: () => import('./charts/FiguresPage.vue'),
    meta: { title: 'figures.title', permission: 'indicators:read' },
  },
]

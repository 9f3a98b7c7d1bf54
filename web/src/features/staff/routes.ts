import type { RouteRecordRaw } from 'vue-router'

export const staffRoutes: RouteRecordRaw[] = [
  {
    path: '/staff',
    name: 'staff',
    component: () => import('./StaffList.vue'),
    meta: { title: 'nav.staff', permission: 'staff:read' },
  },
  {
    path: '/leading-group',
    name: 'leading-group',
    component: () => import('./group/GroupList.vue'),
    meta: { title: 'nav.leading_group', permission: 'staff:read' },
  },
  {
    path: '/documents',
    name: 'documents',
    component: () => import('./documents/DocumentList.vue'),
    meta: { title: 'nav.documents', permission: 'staff:read' },
  },
]

import type { RouteRecordRaw } from 'vue-router'

export const premisesRoutes: RouteRecordRaw[] = [
  {
    path: '/premises',
    name: 'premises',
    component: () => import('./PremisesList.vue'),
    meta: { title: 'nav.premises', permission: 'premises:read' },
  },
  {
    path: '/premises/new',
    name: 'premises-new',
    component: () => import('./PremisesNew.vue'),
    meta: { title: 'premises.register', permission: 'premises:write' },
  },
  {
    path: '/premises/:id',
    name: 'premises-one',
    component: () => import('./PremisesDetail.vue'),
    props: true,
    meta: { title: 'premises.file', permission: 'premises:read' },
  },
  {
    path: '/premises/:id/edit',
    name: 'premises-edit',
    component: () => import('./PremisesEdit.vue'),
    props: true,
    meta: { title: 'premises.change', permission: 'premises:write' },
  },
  {
    path: '/inspections',
    name: 'inspections',
    component: () => import('./InspectionList.vue'),
    meta: { title: 'nav.inspections', permission: 'inspections:read' },
  },
  {
    path: '/campaigns',
    name: 'campaigns',
    component: () => import('./campaigns/CampaignList.vue'),
    meta: { title: 'nav.campaigns', permission: 'inspections:read' },
  },
]

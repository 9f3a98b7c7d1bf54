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
    path: '/premises/:id/inspect',
    name: 'premises-inspect',
    component: () => import('./inspections/InspectPage.vue'),
    props: true,
    meta: { title: 'inspect.title', permission: 'inspections:write' },
  },
  {
    path: '/inspections',
    name: 'inspections',
    component: () => import('./InspectionList.vue'),
    meta: { title: 'nav.inspections', permission: 'inspections:read' },
  },
  {
    path: '/inspections/:id',
    name: 'inspection',
    component: () => import('./inspections/InspectionPage.vue'),
    props: true,
    meta: { title: 'nav.inspections', permission: 'inspections:read' },
  },
  {
    path: '/inspections/:id/sign',
    name: 'inspection-sign',
    component: () => import('./signing/SignPage.vue'),
    props: true,
    meta: { title: 'signing.preview', permission: 'inspections:read' },
  },
  {
    path: '/rectifications',
    name: 'rectifications',
    component: () => import('./rectifications/RectificationBoard.vue'),
    meta: { title: 'nav.rectifications', permission: 'rectifications:read' },
  },
  {
    path: '/leads',
    name: 'leads',
    component: () => import('./leads/LeadList.vue'),
    meta: { title: 'nav.leads', permission: 'leads:read' },
  },
  {
    path: '/campaigns',
    name: 'campaigns',
    component: () => import('./campaigns/CampaignList.vue'),
    meta: { title: 'nav.campaigns', permission: 'inspections:read' },
  },
]

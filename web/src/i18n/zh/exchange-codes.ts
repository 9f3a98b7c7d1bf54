import type { CodeLabels, ExchangeLists } from '../code-lists'

/** Labels of what machines do, and of what leaves or is compared as a file. */
export const exchangeCodes = {
  client_kind: { reader: '数据交换', importer: '只交不看', statistics: '统计' },
  field_class: {
    name: '姓名',
    contact: '联系方式和住址',
    birth_date: '出生日期',
    identity_number: '证件号码',
    treatment: '戒毒措施和检测',
    owner: '场所负责人',
  },
  webhook_state: { unverified: '待验证', active: '使用中', paused: '已暂停', disabled: '已停用' },
  webhook_signing: { v1: '共享密钥（HMAC-SHA256）', v1a: '公钥（Ed25519）' },
  webhook_delivery_state: { pending: '待送达', delivered: '已送达', failed: '未送达', parked: '已搁置' },
  export_state: {
    awaiting_approval: '待审批',
    queued: '待生成',
    ready: '可下载',
    rejected: '未批准',
    failed: '未生成',
    expired: '已删除',
  },
  export_format: { xlsx: 'Excel 工作簿', csv: 'CSV 文本', ndjson: 'NDJSON 数据' },
  export_failure: {
    standing: '申请人的权限已变动',
    more_rows: '审批后记录增多，须由更多人审批',
    filter: '查询条件已不能使用',
    fault: '系统故障',
  },
  finding_kind: {
    only_in_town: '我方有、名单无',
    only_in_list: '名单有、我方无',
    status_differs: '管控现状不一致',
    id_typo: '身份号码疑似有误',
    duplicate_in_list: '名单内重复',
  },
  finding_decision: { accept: '采纳', reject: '不采纳', defer: '待核实' },
  number_hint: {
    length: '位数不对',
    characters: '含有不该有的字符',
    birth_date: '出生日期不存在',
    checksum: '校验码不正确',
    one_digit: '与在册同名人员相差一位',
    transposed: '与在册同名人员相邻两位颠倒',
    missing_digit: '比在册同名人员少一位',
    extra_digit: '比在册同名人员多一位',
    not_on_file: '在册同名人员的档案没有号码',
    other_name: '该号码登记的是另一个姓名',
  },
} satisfies Pick<CodeLabels, keyof ExchangeLists>

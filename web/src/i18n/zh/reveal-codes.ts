import type { CodeLabels } from '../code-lists'

/** Why what is masked is shown, and which facts are. */
export const revealCodes = {
  reveal_purpose: {
    agreement: '签订协议、制作文书（戒毒条例第十六条）',
    care: '帮扶走访（戒毒条例第十八条）',
    testing: '组织检测（戒毒条例第十九条）',
    report: '报告公安机关（戒毒条例第二十一条）',
    change_of_place: '变更执行地（戒毒条例第二十二条）',
    own_request: '本人查阅、复制（个人信息保护法第四十五条）',
  },
  reveal_field: {
    name: '姓名',
    birth_date: '出生日期',
    id_number: '证件号码',
    phone: '联系电话',
    household_address: '户籍地址',
  },
} satisfies Pick<CodeLabels, 'reveal_purpose' | 'reveal_field'>

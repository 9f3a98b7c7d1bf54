export const forms = {
  found: '这里是您 {at} 填写、没有保存的内容，已加密留在本机。',
  begin_anew: '不要了，重新填',
  leave_title: '还有 {n} 张没有保存的表单',
  leave_text: '退出登录会删除本机上填了没有保存的内容，找不回来。',
  leave: '不要了，退出',
}

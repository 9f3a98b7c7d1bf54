export const secret = {
  once: '只显示这一次。关掉以后谁也看不到它，包括管理员。',
  label: '密钥内容',
  copy: '复制',
  copied: '已复制',
  marked: '这台浏览器不能代为复制，已选中，请按 Ctrl+C。',
  kept: '已保存好，关闭',
}

export const proof = {
  qr: '存证头二维码',
  stamp: '打印时日志已存证到第 {size} 条（{at} 签名）。扫码得存证头，可核对此后有无改动。',
}

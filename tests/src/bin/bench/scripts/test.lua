-- Records a negative test of a random person with a history, on a day of the last year.
function request()
  local path = value()
  local body = string.format('{"tested_on":"2026-%02d-%02d","method":"urine","result":"negative"}', math.random(1, 10), math.random(1, 28))
  return "POST /api/v1" .. path .. head .. "Content-Type: application/json\r\nContent-Length: " .. #body .. "\r\n\r\n" .. body
end

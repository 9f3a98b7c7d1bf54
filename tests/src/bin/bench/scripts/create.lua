-- Registers persons nobody has registered: identity numbers run on from thread to thread and run to run.
local weights = { 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2 }
local checks = { "1", "0", "X", "9", "8", "7", "6", "5", "4", "3", "2" }

local function checked(digits)
  local sum = 0
  for place = 1, 17 do sum = sum + (digits:byte(place) - 48) * weights[place] end
  return digits .. checks[sum % 11 + 1]
end

-- Each thread of each run has twenty sequence numbers of its own, of 28 days by 12 months by 50 years each.
local count = 0

function request()
  local day, month = count % 28 + 1, math.floor(count / 28) % 12 + 1
  local year, sequence = math.floor(count / 336) % 50 + 1950, 100 + run * 40 + (number - 1) * 20 + math.floor(count / 16800)
  count = count + 1
  local id = checked(string.format("990981%04d%02d%02d%03d", year, month, day, sequence))
  local body = string.format('{"name":"罗试%d","id_number":"%s","phone":"1601%07d","division_code":"990981107%03d",' ..
    '"status":"community_treatment","household_address":"示例镇第三组12号","substances":["冰毒"],"first_found_on":"2021-05-06"}',
    count % 10, id, (run * 2 + number) * 400000 + count, 201 + count % 20)
  return "POST /api/v1/personnel" .. head .. "Content-Type: application/json\r\nContent-Length: " .. #body .. "\r\n\r\n" .. body
end

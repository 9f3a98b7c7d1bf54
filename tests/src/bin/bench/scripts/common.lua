-- Shared by the scripts: arguments are the token, a file of values (or "-"), and a number that differs between runs.
local threads = 0

function setup(thread)
  threads = threads + 1
  thread:set("number", threads)
end

function init(arguments)
  token = arguments[1]
  run = tonumber(arguments[3])
  values = {}
  if arguments[2] ~= "-" then
    for line in io.lines(arguments[2]) do values[#values + 1] = line end
  end
  math.randomseed(run * 1000 + number)
  head = " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " .. token .. "\r\n"
  if begin then begin() end
end

function get(path)
  return "GET /api/v1" .. path .. head .. "\r\n"
end

function value()
  return values[math.random(#values)]
end

-- One line of JSON for the driver. Latencies are in microseconds.
function done(summary, latency)
  local failed = summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
  io.write(string.format('\nRESULT {"requests":%d,"micros":%d,"failed":%d,"p50":%d,"p99":%d,"bytes":%d}\n', summary.requests,
    summary.duration, failed, latency:percentile(50), latency:percentile(99), summary.bytes))
end

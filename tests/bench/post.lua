-- wrk sends the requests of a file, each once, one after another, and stops when all were sent.
-- Arguments after "--": the file, and the path that it is sent to. Standard output ends with a line of JSON.

local SIZE = 24576
local file, path
local headers = { ['content-type'] = 'application/octet-stream' }

function init(arguments)
  file = io.open(arguments[1], 'rb')
  path = arguments[2]
end

local last

function request()
  local body = file:read(SIZE)
  if body then
    last = wrk.format('POST', path, headers, body)
  else
    wrk.thread:stop()
  end
  return last
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '\n{"requests": %d, "seconds": %.6f, "errors": %d, "p50_ms": %.3f, "p99_ms": %.3f}\n',
    summary.requests, summary.duration / 1e6,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
end

-- ARGV: given. Forgets the minutes of leases that have ended, and wakes the watchers of their cases' buckets.
local lapsed = redis.call('ZRANGEBYSCORE', given.leases, '-inf', given.minute)
for _, case_id in ipairs(lapsed) do
  redis.call('ZREM', given.leases, case_id)
  redis.call('HDEL', given.case .. case_id, 'accepted')
  wake_visible(case_id)
end
return #lapsed

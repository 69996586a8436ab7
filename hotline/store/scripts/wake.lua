-- ARGV: given. Forgets the minutes of tiers that have come due, and wakes the watchers of their buckets.
local tiers = redis.call('ZRANGEBYSCORE', given.due, '-inf', given.minute)
for _, tier in ipairs(tiers) do
  redis.call('ZREM', given.due, tier)
  local case_id = string.sub(tier, 1, 32)
  if not is_held(case_id) then wake(case_id, string.byte(tier, 33)) end
end
return #tiers

-- ARGV: given, bucket, since hour, secret_hash
-- {visible hour, case_id ‖ u8(t)} of every slot that became visible since, and that nobody holds. nil for no member.
if not is_member(ARGV[4]) then return false end
local found = {}
local members = redis.call('ZRANGEBYSCORE', given.bucket .. ARGV[2], ARGV[3], given.hour, 'WITHSCORES')
for at = 1, #members, 2 do
  local tier = members[at]
  local due = redis.call('ZSCORE', given.due, tier)
  if not (due and tonumber(due) > given.minute) and not is_held(string.sub(tier, 1, 32)) then
    found[#found + 1] = members[at + 1]
    found[#found + 1] = tier
  end
end
return found

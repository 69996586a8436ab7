-- ARGV: given, bucket, secret_hash
-- {cases, held now, claims, acceptances} of the cases whose first slot stands in this bucket. nil for no member.
if not is_member(ARGV[3]) then return false end
local cases, held, claims, accepted = 0, 0, 0, 0
for _, tier in ipairs(redis.call('ZRANGE', given.bucket .. ARGV[2], 0, -1)) do
  if string.byte(tier, 33) == 0 then
    local case_id = string.sub(tier, 1, 32)
    local found = redis.call('HMGET', given.case .. case_id, 'claims', 'terms')
    cases = cases + 1
    if is_held(case_id) then held = held + 1 end
    claims = claims + (tonumber(found[1]) or 0)
    accepted = accepted + (tonumber(found[2]) or 0)
  end
end
return {cases, held, claims, accepted}

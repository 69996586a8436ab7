-- ARGV: given, case_id, record, close, release, slots, card, sheet, body, case_hash, stamp_hash
-- 'new', 'done' for a case that stood already, 'refused', 'generation', or the bits that a stamp must show, when it shows
-- too few for a bucket that fills.
local case_id, record, slots = ARGV[2], ARGV[3], ARGV[6]
local key = given.case .. case_id
if redis.call('EXISTS', key) == 1 then return 'done' end
if is_remembered(ARGV[10], ARGV[11]) then return 'refused' end
if not is_current(record) then return 'generation' end

local buckets, most, fullest = buckets_of(slots), 3 * given.bucket_cases, 0
for t = 0, 2 do fullest = math.max(fullest, redis.call('ZCARD', given.bucket .. buckets[t])) end
if fullest + 3 > most then return 'refused' end

local needed, left = given.bits_needed, math.max(1 - fullest / most, given.least_room)
while left <= given.filling_share / 2 do needed, left = needed + given.bits_a_halving, left * 2 end
needed = math.min(needed, given.bits_at_most)
if given.bits_shown < needed then return needed end

redis.call('HSET', key, 'lock', record, 'close', ARGV[4], 'release', ARGV[5], 'opened', given.hour, 'slots', slots,
  'card', ARGV[7], 'sheet', ARGV[8], 'body', ARGV[9], 'claims', 0, 'terms', 0)
redis.call('EXPIREAT', key, given.backstop)
redis.call('ZADD', given.ends, given.case_ends, string.char(0) .. case_id)
expire_at(given.ends, given.backstop)
for t = 0, 2 do
  local due = given.due_minutes[t + 1]
  local bucket = given.bucket .. buckets[t]
  redis.call('ZADD', bucket, math.floor(due / 60), tier_of(case_id, t))
  expire_at(bucket, given.backstop)
  if due > given.minute then
    redis.call('ZADD', given.due, due, tier_of(case_id, t))
    expire_at(given.due, given.timers_until)
  end
end
remember(ARGV[11])
return 'new'

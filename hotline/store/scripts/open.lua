-- ARGV: given, case_id, record, close, release, sealed (slots, card, sheet and body, joined), case_hash, stamp_hash
-- 'new', 'done' for a case that stood already, 'refused', 'generation', or the bits that a stamp must show, when it shows
-- too few for a bucket that fills.
local case_id, record, sealed = ARGV[2], ARGV[3], ARGV[6]
local key = given.case .. case_id
if redis.call('EXISTS', key) == 1 then return 'done' end
if is_remembered(ARGV[7], ARGV[8]) then return 'refused' end
if not is_current(record) then return 'generation' end

local function add(list, score, member) list[#list + 1], list[#list + 2] = score, member end

-- Score and member of each tier by its bucket, and again of those that are still to come.
local buckets, places, waiting = buckets_of(sealed), {}, {}
for t = 0, 2 do
  local bucket, due = given.bucket .. buckets[t], given.due_minutes[t + 1]
  places[bucket] = places[bucket] or {}
  add(places[bucket], math.floor(due / 60), tier_of(case_id, t))
  if due > given.minute then add(waiting, due, tier_of(case_id, t)) end
end

local most, fullest = 3 * given.bucket_cases, 0
for bucket in pairs(places) do fullest = math.max(fullest, redis.call('ZCARD', bucket)) end
if fullest + 3 > most then return 'refused' end

local needed, left = given.bits_needed, math.max(1 - fullest / most, given.least_room)
while left <= given.filling_share / 2 do needed, left = needed + given.bits_a_halving, left * 2 end
needed = math.min(needed, given.bits_at_most)
if given.bits_shown < needed then return needed end

local card_at = 3 * given.slot_size + 1
local sheet_at = card_at + given.card_size
local body_at = sheet_at + given.sheet_size
redis.call('HSET', key, 'lock', record, 'close', ARGV[4], 'release', ARGV[5], 'opened', given.hour, 'claims', 0, 'terms', 0,
  'slots', string.sub(sealed, 1, card_at - 1), 'card', string.sub(sealed, card_at, sheet_at - 1),
  'sheet', string.sub(sealed, sheet_at, body_at - 1), 'body', string.sub(sealed, body_at))
redis.call('EXPIREAT', key, given.backstop)
redis.call('ZADD', given.ends, given.case_ends, string.char(0) .. case_id)
expire_at(given.ends, given.backstop)
for bucket, tiers in pairs(places) do
  redis.call('ZADD', bucket, unpack(tiers))
  expire_at(bucket, given.backstop)
end
if #waiting > 0 then
  redis.call('ZADD', given.due, unpack(waiting))
  expire_at(given.due, after(given.timer_hours))
end
remember(ARGV[8])
return redis.status_reply('new')

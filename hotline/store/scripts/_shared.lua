-- Shared by all scripts. Every key follows from the prefixes in `fixed` (one Redis, never a cluster), which stands above.
-- ARGV[1] is cjson: the second that is now, and what else this call needs.

local given = setmetatable(cjson.decode(ARGV[1]), { __index = fixed })
given.minute, given.hour = math.floor(given.now / 60), math.floor(given.now / 3600)

-- The whole hour in which what is to stand for so many more has ended, in seconds.
local function after(hours) return (given.hour + hours) * 3600 end

-- A backstop only: the sweeper erases. Never brings an expiry forward. All are whole hours, so half an hour is no difference.
local function expire_at(key, at)
  local left = redis.call('TTL', key)
  if left < 0 or left + 1800 < at - given.now then redis.call('EXPIREAT', key, at) end
end

-- Many strings as one, each behind its length in four bytes: the reader takes one step for all of them.
local function joined(strings)
  local framed = {}
  for n, one in ipairs(strings) do framed[n] = struct.pack('>I4', #one) .. one end
  return table.concat(framed)
end

-- Redis looks at its limit of memory until a script has written something, if only in vain; an erasure, and what makes it
-- final, must not be kept waiting by that limit.
local function go_on_without_memory() redis.call('DEL', given.scratch) end

-- Redis keeps what scripts have done in its memory: their strings, until Lua happens to collect what it no longer needs,
-- which on a quiet server may be never; what commands answered them, in a buffer of 16 KiB that is never emptied; and the
-- last arguments of up to 64 bytes of such commands, 32 of them, by their place.
local function forget_what_scripts_did()
  local names = {}
  for n = 1, 31 do names[n] = string.rep('0', 60) .. 1000 + n end
  redis.call('EXISTS', unpack(names))
  redis.call('ECHO', string.rep('0', 16384 - #'$16374\r\n\r\n'))
  collectgarbage()
end

-- A record may be stored only under the generation that now is; the writer wraps again otherwise.
local function is_current(record)
  return string.sub(record, 1, 8) == redis.call('GET', given.gen)
end

local function remember(hash)
  local key = given.spent .. given.hour
  redis.call('SADD', key, hash)
  expire_at(key, after(given.spent_hours))
end

local function is_one_in(key, hashes)
  for _, known in ipairs(redis.call('SMISMEMBER', key, unpack(hashes))) do
    if known == 1 then return true end
  end
  return false
end

-- Whether any of these is. Hours to come as well: a clock that is set back by a day must not make anything forgotten. That
-- there are none, which is nearly always so, is seen by one command.
local function is_remembered(...)
  local hashes, hour = {...}, given.hour
  for past = hour - given.spent_hours + 1, hour do
    if is_one_in(given.spent .. past, hashes) then return true end
  end
  local to_come = {}
  for ahead = 1, given.hours_set_back do to_come[ahead] = given.spent .. hour + ahead end
  if redis.call('EXISTS', unpack(to_come)) == 0 then return false end
  for _, key in ipairs(to_come) do
    if is_one_in(key, hashes) then return true end
  end
  return false
end

-- Both flags count, so that an erasure while a rotation runs is not taken for done when that one ends.
local function must_shred()
  for _, flag in ipairs({given.shred, given.rewrite}) do
    redis.call('INCR', flag)
    expire_at(flag, after(given.flag_hours))
  end
end

local function is_member(hash)
  return redis.call('SISMEMBER', given.members, hash) == 1
end

-- Bucket numbers of three slots, each 1170 bytes beginning with u16; more may follow.
local function buckets_of(slots)
  local found = {}
  for t = 0, 2 do
    local high, low = string.byte(slots, t * given.slot_size + 1, t * given.slot_size + 2)
    found[t] = string.char(high, low)
  end
  return found
end

local function tier_of(case_id, t) return case_id .. string.char(t) end

local function case_stands(case_id)
  local ends = redis.call('ZSCORE', given.ends, string.char(0) .. case_id)
  return ends and tonumber(ends) > given.hour
end

local function is_held(case_id)
  local lapse = redis.call('ZSCORE', given.leases, case_id)
  return lapse and tonumber(lapse) > given.minute
end

-- A held case becomes visible again when its lease ends, so that hour is its slots' visible hour.
local function hold_until(case_id, minute)
  redis.call('ZADD', given.leases, minute, case_id)
  expire_at(given.leases, after(given.timer_hours))
  local buckets = buckets_of(redis.call('HGET', given.case .. case_id, 'slots'))
  for t = 0, 2 do
    local due = redis.call('ZSCORE', given.due, tier_of(case_id, t))
    local hour = math.max(math.floor(minute / 60), due and math.floor(tonumber(due) / 60) or 0)
    redis.call('ZADD', given.bucket .. buckets[t], 'XX', hour, tier_of(case_id, t))
  end
end

local function wake(case_id, t)
  local slots = redis.call('HGET', given.case .. case_id, 'slots')
  if slots then redis.call('PUBLISH', given.wake_buckets, buckets_of(slots)[t]) end
end

-- For a case that is offered again: every tier of it that is not still to come.
local function wake_visible(case_id)
  for t = 0, 2 do
    if not redis.call('ZSCORE', given.due, tier_of(case_id, t)) then wake(case_id, t) end
  end
end

local function erase_case(case_id)
  local key = given.case .. case_id
  local slots = redis.call('HGET', key, 'slots')
  if not slots then return false end
  local buckets = buckets_of(slots)
  for t = 0, 2 do
    redis.call('ZREM', given.bucket .. buckets[t], tier_of(case_id, t))
    redis.call('ZREM', given.due, tier_of(case_id, t))
  end
  redis.call('ZREM', given.leases, case_id)
  redis.call('ZREM', given.ends, string.char(0) .. case_id)
  redis.call('DEL', key)
  must_shred()
  return true
end

-- What stands before the name of an object that has a lock, by its kind: 0 case, 1 cell, 2 vault, 3 chunk.
local locked = {[0] = given.case, given.cell, given.vault, given.chunk}

-- The key of an object by its kind and name, as `ends` and what is bound to its lock have them.
local function key_of(member) return locked[string.byte(member, 1)] .. string.sub(member, 2) end

local function erase_object(kind, address)
  if redis.call('DEL', locked[kind] .. address) == 0 then return false end
  redis.call('ZREM', given.ends, string.char(kind) .. address)
  must_shred()
  return true
end

local function erase_address(address, hash)
  local cell = erase_object(1, address)
  local chunk = erase_object(3, address)
  if cell or chunk then remember(hash) end
end

-- 'new', 'done' for the same that stood already, 'taken', 'refused' or 'generation'. Whoever erased it, what stood here
-- does not come back for two hours.
local function put_object(kind, address, record, content, stamp_hash, address_hash, ends)
  local key = locked[kind] .. address
  local standing = redis.call('HGET', key, 'content')
  if standing then return standing == content and 'done' or 'taken' end
  if is_remembered(stamp_hash, address_hash) then return is_remembered(stamp_hash) and 'refused' or 'taken' end
  if not is_current(record) then return 'generation' end
  redis.call('HSET', key, 'lock', record, 'content', content)
  redis.call('EXPIREAT', key, given.backstop)
  redis.call('ZADD', given.ends, ends, string.char(kind) .. address)
  expire_at(given.ends, given.backstop)
  remember(stamp_hash)
  return 'new'
end

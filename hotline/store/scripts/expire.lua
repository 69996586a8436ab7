-- ARGV: given, how many at most. Erases what must end by this hour; returns how many it looked at.
go_on_without_memory()
local due = redis.call('ZRANGEBYSCORE', given.ends, '-inf', given.hour, 'LIMIT', 0, ARGV[2])
for _, member in ipairs(due) do
  local kind, identity = string.byte(member, 1), string.sub(member, 2)
  if kind == 0 then erase_case(identity) else erase_object(kind, identity) end
  redis.call('ZREM', given.ends, member)
end
return #due

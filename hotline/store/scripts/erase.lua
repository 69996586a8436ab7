-- ARGV: given, case_id or '', case_hash, vault address or '', vault version, then address, hash, address, hash …
-- The caller's own erasure: case, vault and cells in one step.
if ARGV[2] ~= '' and erase_case(ARGV[2]) then remember(ARGV[3]) end
if ARGV[4] ~= '' then
  local version = redis.call('HGET', given.vault .. ARGV[4], 'version')
  if version and tonumber(version) <= tonumber(ARGV[5]) then erase_object(2, given.vault, ARGV[4]) end
end
for at = 6, #ARGV, 2 do erase_address(ARGV[at], ARGV[at + 1]) end
return 'done'

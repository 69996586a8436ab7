-- ARGV: given, case_id, whether its erasure is signed, case_hash, vault, version that is signed or 0, vault_hash,
-- then address, hash, address, hash …
-- The caller's own erasure: case, vault and cells in one step. What is named is remembered whether or not it stands: a
-- request of hers that is still on its way must not arrive after she was told that everything is gone.
go_on_without_memory()
if ARGV[3] == '1' then erase_case(ARGV[2]) end
if ARGV[4] ~= '' then remember(ARGV[4]) end
local version = redis.call('HGET', given.vault .. ARGV[5], 'version')
if version and tonumber(version) <= tonumber(ARGV[6]) then erase_object(2, ARGV[5]) end
if ARGV[7] ~= '' then remember(ARGV[7]) end
for at = 8, #ARGV, 2 do
  erase_address(ARGV[at], ARGV[at + 1])
  remember(ARGV[at + 1])
end
return 'done'

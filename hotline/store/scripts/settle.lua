-- ARGV: given, flag, the count that was seen. What was counted before is dealt with; a later count stands.
if redis.call('GET', ARGV[2]) == ARGV[3] then redis.call('DEL', ARGV[2]) end
return 'done'

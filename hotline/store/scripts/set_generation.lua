-- ARGV: given, generation, until. Names the generation for new locks.
go_on_without_memory()
redis.call('SET', given.gen, ARGV[2], 'EXAT', ARGV[3])
return 'done'

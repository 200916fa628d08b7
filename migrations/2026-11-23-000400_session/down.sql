DROP TABLE idempotency_keys;
DROP TABLE secrets;
DROP TABLE signing_keys;
DROP TABLE refresh_tokens;
DROP TABLE sessions;
DROP TABLE accounts;

BEGIN TRANSACTION;
CREATE TABLE account_links (
	code VARCHAR(64) NOT NULL, 
	account_id INTEGER NOT NULL, 
	until DATETIME NOT NULL, 
	PRIMARY KEY (code), 
	FOREIGN KEY(account_id) REFERENCES accounts (id)
);
INSERT INTO "account_links" VALUES('code-1',1,'2026-01-01 08:30:00.000000');
INSERT INTO "account_links" VALUES('code-2',2,'2026-01-02 08:30:00.000000');
CREATE TABLE accounts (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	name VARCHAR(60) NOT NULL, 
	full_name VARCHAR(120) DEFAULT '' NOT NULL, 
	role VARCHAR(20) NOT NULL, 
	password TEXT, 
	second_factor TEXT, 
	last_code INTEGER, 
	recovery JSON, 
	made_at DATETIME NOT NULL, 
	disabled_at DATETIME, 
	version INTEGER DEFAULT 1 NOT NULL, 
	UNIQUE (name)
);
INSERT INTO "accounts" VALUES(1,'name-1','full_name-1','quan_tri','password-1','second_factor-1',1,'[]','2026-01-01 08:30:00.000000','2026-01-01 08:30:00.000000',1);
INSERT INTO "accounts" VALUES(2,'name-2','full_name-2','quan_tri','password-2','second_factor-2',2,'[]','2026-01-02 08:30:00.000000','2026-01-02 08:30:00.000000',2);
CREATE TABLE admin_sessions (
	code VARCHAR(64) NOT NULL, 
	account_id INTEGER NOT NULL, 
	made_at DATETIME NOT NULL, 
	seen_at DATETIME NOT NULL, 
	ends_at DATETIME NOT NULL, 
	address VARCHAR(60) DEFAULT '' NOT NULL, 
	browser VARCHAR(200) DEFAULT '' NOT NULL, 
	PRIMARY KEY (code), 
	FOREIGN KEY(account_id) REFERENCES accounts (id)
);
INSERT INTO "admin_sessions" VALUES('code-1',1,'2026-01-01 08:30:00.000000','2026-01-01 08:30:00.000000','2026-01-01 08:30:00.000000','address-1','browser-1');
INSERT INTO "admin_sessions" VALUES('code-2',2,'2026-01-02 08:30:00.000000','2026-01-02 08:30:00.000000','2026-01-02 08:30:00.000000','address-2','browser-2');
CREATE TABLE alembic_version_assistant (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_assistant_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version_assistant" VALUES('0011');
CREATE TABLE asked (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	answer_id VARCHAR(32) NOT NULL, 
	asked_at DATETIME NOT NULL, 
	channel VARCHAR(20) NOT NULL, 
	family VARCHAR(20) NOT NULL, 
	status VARCHAR(40) NOT NULL, 
	feedback VARCHAR(8), 
	ms FLOAT NOT NULL, 
	evidence FLOAT, 
	UNIQUE (answer_id)
);
INSERT INTO "asked" VALUES(1,'answer_id-1','2026-01-01 08:30:00.000000','channel-1','family-1','status-1','feedback',0.5,0.5);
INSERT INTO "asked" VALUES(2,'answer_id-2','2026-01-02 08:30:00.000000','channel-2','family-2','status-2','feedback',1.0,1.0);
PRAGMA writable_schema=ON;
INSERT INTO sqlite_master(type,name,tbl_name,rootpage,sql)VALUES('table','asked_words','asked_words',0,'CREATE VIRTUAL TABLE asked_words USING fts5(words, tokenize = ''unicode61 remove_diacritics 0'')');
CREATE TABLE 'asked_words_config'(k PRIMARY KEY, v) WITHOUT ROWID;
INSERT INTO "asked_words_config" VALUES('version',4);
CREATE TABLE 'asked_words_content'(id INTEGER PRIMARY KEY, c0);
CREATE TABLE 'asked_words_data'(id INTEGER PRIMARY KEY, block BLOB);
INSERT INTO "asked_words_data" VALUES(1,X'');
INSERT INTO "asked_words_data" VALUES(10,X'00000000000000');
CREATE TABLE 'asked_words_docsize'(id INTEGER PRIMARY KEY, sz BLOB);
CREATE TABLE 'asked_words_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;
CREATE TABLE audit (
	id INTEGER NOT NULL, 
	at VARCHAR(40) NOT NULL, 
	account VARCHAR(60) NOT NULL, 
	action VARCHAR(60) NOT NULL, 
	about VARCHAR(200) NOT NULL, 
	detail TEXT NOT NULL, 
	hash VARCHAR(64) NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "audit" VALUES(1,'at-1','account-1','action-1','about-1','detail-1','hash-1');
INSERT INTO "audit" VALUES(2,'at-2','account-2','action-2','about-2','detail-2','hash-2');
CREATE TABLE campaigns (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	begun_at DATETIME NOT NULL, 
	at_channel VARCHAR(20) DEFAULT '' NOT NULL, 
	at_chat VARCHAR(40) DEFAULT '' NOT NULL, 
	done_at DATETIME
);
INSERT INTO "campaigns" VALUES(1,'2026-01-01 08:30:00.000000','at_channel-1','at_chat-1','2026-01-01 08:30:00.000000');
INSERT INTO "campaigns" VALUES(2,'2026-01-02 08:30:00.000000','at_channel-2','at_chat-2','2026-01-02 08:30:00.000000');
CREATE TABLE chats (
	channel VARCHAR(20) NOT NULL, 
	chat VARCHAR(40) NOT NULL, 
	address TEXT, 
	agreed_at DATETIME NOT NULL, 
	notice VARCHAR(20) NOT NULL, 
	conversation INTEGER DEFAULT '1' NOT NULL, 
	seen_at DATETIME NOT NULL, 
	expires_at DATETIME NOT NULL, 
	gone_at DATETIME, 
	PRIMARY KEY (channel, chat)
);
INSERT INTO "chats" VALUES('channel-1','chat-1','address-1','2026-01-01 08:30:00.000000','notice-1',1,'2026-01-01 08:30:00.000000','2026-01-01 08:30:00.000000','2026-01-01 08:30:00.000000');
INSERT INTO "chats" VALUES('channel-2','chat-2','address-2','2026-01-02 08:30:00.000000','notice-2',2,'2026-01-02 08:30:00.000000','2026-01-02 08:30:00.000000','2026-01-02 08:30:00.000000');
CREATE TABLE consents (
	id INTEGER NOT NULL, 
	channel VARCHAR(20) NOT NULL, 
	chat VARCHAR(40) NOT NULL, 
	action VARCHAR(20) NOT NULL, 
	notice VARCHAR(20) NOT NULL, 
	code VARCHAR(20), 
	at DATETIME NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "consents" VALUES(1,'channel-1','chat-1','action-1','notice-1','code-1','2026-01-01 08:30:00.000000');
INSERT INTO "consents" VALUES(2,'channel-2','chat-2','action-2','notice-2','code-2','2026-01-02 08:30:00.000000');
CREATE TABLE counts (
	day DATE NOT NULL, 
	channel VARCHAR(20) NOT NULL, 
	what VARCHAR(60) NOT NULL, 
	n INTEGER NOT NULL, 
	PRIMARY KEY (day, channel, what)
);
INSERT INTO "counts" VALUES('2026-01-01','channel-1','what-1',1);
INSERT INTO "counts" VALUES('2026-01-02','channel-2','what-2',2);
CREATE TABLE credentials (
	name VARCHAR(60) NOT NULL, 
	letter TEXT, 
	lease VARCHAR(60), 
	leased_until DATETIME, 
	PRIMARY KEY (name)
);
INSERT INTO "credentials" VALUES('name-1','letter-1','lease-1','2026-01-01 08:30:00.000000');
INSERT INTO "credentials" VALUES('name-2','letter-2','lease-2','2026-01-02 08:30:00.000000');
CREATE TABLE curated (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	version INTEGER DEFAULT 1 NOT NULL, 
	state VARCHAR(10) NOT NULL, 
	question TEXT NOT NULL, 
	variants JSON NOT NULL, 
	text TEXT NOT NULL, 
	basis TEXT DEFAULT '' NOT NULL, 
	province VARCHAR(60), 
	valid_from DATE, 
	valid_to DATE, 
	citations JSON NOT NULL, 
	searched TEXT DEFAULT '' NOT NULL, 
	author VARCHAR(60) NOT NULL, 
	changed_at DATETIME NOT NULL, 
	note TEXT DEFAULT '' NOT NULL, 
	approver VARCHAR(60), 
	approved_at DATETIME, 
	approved JSON
);
INSERT INTO "curated" VALUES(1,1,'state-1','question-1','[]','text-1','basis-1','province-1','2026-01-01','2026-01-01','[]','searched-1','author-1','2026-01-01 08:30:00.000000','note-1','approver-1','2026-01-01 08:30:00.000000','[]');
INSERT INTO "curated" VALUES(2,2,'state-2','question-2','[]','text-2','basis-2','province-2','2026-01-02','2026-01-02','[]','searched-2','author-2','2026-01-02 08:30:00.000000','note-2','approver-2','2026-01-02 08:30:00.000000','[]');
CREATE TABLE curated_history (
	curated_id INTEGER NOT NULL, 
	version INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	account VARCHAR(60) NOT NULL, 
	action VARCHAR(20) NOT NULL, 
	note TEXT DEFAULT '' NOT NULL, 
	words JSON NOT NULL, 
	PRIMARY KEY (curated_id, version), 
	FOREIGN KEY(curated_id) REFERENCES curated (id)
);
INSERT INTO "curated_history" VALUES(1,1,'2026-01-01 08:30:00.000000','account-1','action-1','note-1','[]');
INSERT INTO "curated_history" VALUES(2,2,'2026-01-02 08:30:00.000000','account-2','action-2','note-2','[]');
CREATE TABLE "daily" (
	kind VARCHAR(12) NOT NULL, 
	day DATE NOT NULL, 
	channel VARCHAR(20) NOT NULL, 
	name VARCHAR(200) NOT NULL, 
	n INTEGER NOT NULL, 
	PRIMARY KEY (kind, day, channel, name)
)
 WITHOUT ROWID

;
INSERT INTO "daily" VALUES('kind-1','2026-01-01','channel-1','name-1',1);
INSERT INTO "daily" VALUES('kind-2','2026-01-02','channel-2','name-2',2);
CREATE TABLE feedback (
	id INTEGER NOT NULL, 
	answer_id VARCHAR(32) NOT NULL, 
	given_at DATETIME NOT NULL, 
	value VARCHAR(8) NOT NULL, 
	comment TEXT, 
	PRIMARY KEY (id), 
	FOREIGN KEY(answer_id) REFERENCES turns (answer_id)
);
INSERT INTO "feedback" VALUES(1,'answer_id-1','2026-01-01 08:30:00.000000','up','comment-1');
INSERT INTO "feedback" VALUES(2,'answer_id-2','2026-01-02 08:30:00.000000','up','comment-2');
CREATE TABLE guesses (
	code VARCHAR(64) NOT NULL, 
	n INTEGER NOT NULL, 
	last_at DATETIME NOT NULL, 
	PRIMARY KEY (code)
);
INSERT INTO "guesses" VALUES('code-1',1,'2026-01-01 08:30:00.000000');
INSERT INTO "guesses" VALUES('code-2',2,'2026-01-02 08:30:00.000000');
CREATE TABLE inbox (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	channel VARCHAR(20) NOT NULL, 
	event_id VARCHAR(160) NOT NULL, 
	chat VARCHAR(40) NOT NULL, 
	kind VARCHAR(20) NOT NULL, 
	letter TEXT, 
	received_at DATETIME NOT NULL, 
	owner VARCHAR(60), 
	attempts INTEGER DEFAULT '0' NOT NULL, 
	done_at DATETIME, 
	outcome VARCHAR(40), 
	CONSTRAINT uq_inbox_event UNIQUE (channel, event_id)
);
INSERT INTO "inbox" VALUES(1,'channel-1','event_id-1','chat-1','kind-1','letter-1','2026-01-01 08:30:00.000000','owner-1',1,'2026-01-01 08:30:00.000000','outcome-1');
INSERT INTO "inbox" VALUES(2,'channel-2','event_id-2','chat-2','kind-2','letter-2','2026-01-02 08:30:00.000000','owner-2',2,'2026-01-02 08:30:00.000000','outcome-2');
CREATE TABLE jobs (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	kind VARCHAR(30) NOT NULL, 
	about TEXT NOT NULL, 
	account VARCHAR(60) NOT NULL, 
	begun_at DATETIME NOT NULL, 
	alive_at DATETIME NOT NULL, 
	ended_at DATETIME, 
	step VARCHAR(20) DEFAULT '' NOT NULL, 
	done INTEGER DEFAULT '0' NOT NULL, 
	total INTEGER DEFAULT '0' NOT NULL, 
	report JSON, 
	problem TEXT
);
INSERT INTO "jobs" VALUES(1,'kind-1','about-1','account-1','2026-01-01 08:30:00.000000','2026-01-01 08:30:00.000000','2026-01-01 08:30:00.000000','step-1',1,1,'[]','problem-1');
INSERT INTO "jobs" VALUES(2,'kind-2','about-2','account-2','2026-01-02 08:30:00.000000','2026-01-02 08:30:00.000000','2026-01-02 08:30:00.000000','step-2',2,2,'[]','problem-2');
CREATE TABLE links (
	code VARCHAR(20) NOT NULL, 
	action TEXT NOT NULL, 
	used_at DATETIME NOT NULL, 
	PRIMARY KEY (code)
);
INSERT INTO "links" VALUES('code-1','action-1','2026-01-01 08:30:00.000000');
INSERT INTO "links" VALUES('code-2','action-2','2026-01-02 08:30:00.000000');
CREATE TABLE marks (
	code VARCHAR(40) NOT NULL, 
	letter TEXT, 
	until DATETIME NOT NULL, 
	PRIMARY KEY (code)
);
INSERT INTO "marks" VALUES('code-1','letter-1','2026-01-01 08:30:00.000000');
INSERT INTO "marks" VALUES('code-2','letter-2','2026-01-02 08:30:00.000000');
CREATE TABLE news (
	"key" VARCHAR(40) NOT NULL, 
	what VARCHAR(10) NOT NULL, 
	document_id VARCHAR(300) NOT NULL, 
	day DATE, 
	found_at DATETIME NOT NULL, 
	campaign INTEGER, 
	PRIMARY KEY ("key")
);
INSERT INTO "news" VALUES('key-1','what-1','document_id-1','2026-01-01','2026-01-01 08:30:00.000000',1);
INSERT INTO "news" VALUES('key-2','what-2','document_id-2','2026-01-02','2026-01-02 08:30:00.000000',2);
CREATE TABLE outbox (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	"key" VARCHAR(160) NOT NULL, 
	channel VARCHAR(20) NOT NULL, 
	chat VARCHAR(40) NOT NULL, 
	lane VARCHAR(10) NOT NULL, 
	letter TEXT, 
	created_at DATETIME NOT NULL, 
	not_before DATETIME NOT NULL, 
	state VARCHAR(10) NOT NULL, 
	owner VARCHAR(60), 
	attempts INTEGER DEFAULT '0' NOT NULL, 
	done_at DATETIME, 
	platform_id VARCHAR(80), 
	problem VARCHAR(200), 
	UNIQUE ("key")
);
INSERT INTO "outbox" VALUES(1,'key-1','channel-1','chat-1','lane-1','letter-1','2026-01-01 08:30:00.000000','2026-01-01 08:30:00.000000','state-1','owner-1',1,'2026-01-01 08:30:00.000000','platform_id-1','problem-1');
INSERT INTO "outbox" VALUES(2,'key-2','channel-2','chat-2','lane-2','letter-2','2026-01-02 08:30:00.000000','2026-01-02 08:30:00.000000','state-2','owner-2',2,'2026-01-02 08:30:00.000000','platform_id-2','problem-2');
CREATE TABLE owners (
	owner VARCHAR(60) NOT NULL, 
	alive_until DATETIME NOT NULL, 
	PRIMARY KEY (owner)
);
INSERT INTO "owners" VALUES('owner-1','2026-01-01 08:30:00.000000');
INSERT INTO "owners" VALUES('owner-2','2026-01-02 08:30:00.000000');
CREATE TABLE remarks (
	id INTEGER NOT NULL, 
	channel VARCHAR(20) NOT NULL, 
	chat VARCHAR(40), 
	text TEXT NOT NULL, 
	at DATETIME NOT NULL, 
	read BOOLEAN DEFAULT false NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "remarks" VALUES(1,'channel-1','chat-1','text-1','2026-01-01 08:30:00.000000',0);
INSERT INTO "remarks" VALUES(2,'channel-2','chat-2','text-2','2026-01-02 08:30:00.000000',0);
CREATE TABLE revisions (
	name VARCHAR(60) NOT NULL, 
	number INTEGER NOT NULL, 
	PRIMARY KEY (name)
);
INSERT INTO "revisions" VALUES('name-1',1);
INSERT INTO "revisions" VALUES('name-2',2);
CREATE TABLE settings_overrides (
	name VARCHAR(120) NOT NULL, 
	value JSON NOT NULL, 
	changed_at DATETIME NOT NULL, 
	changed_by VARCHAR(200) NOT NULL, 
	PRIMARY KEY (name)
);
INSERT INTO "settings_overrides" VALUES('name-1','[]','2026-01-01 08:30:00.000000','changed_by-1');
INSERT INTO "settings_overrides" VALUES('name-2','[]','2026-01-02 08:30:00.000000','changed_by-2');
CREATE TABLE spent_forms (
	code VARCHAR(64) NOT NULL, 
	until DATETIME NOT NULL, 
	PRIMARY KEY (code)
);
INSERT INTO "spent_forms" VALUES('code-1','2026-01-01 08:30:00.000000');
INSERT INTO "spent_forms" VALUES('code-2','2026-01-02 08:30:00.000000');
CREATE TABLE subscriptions (
	channel VARCHAR(20) NOT NULL, 
	chat VARCHAR(40) NOT NULL, 
	wish VARCHAR(320) NOT NULL, 
	told_to INTEGER NOT NULL, 
	since DATETIME NOT NULL, 
	PRIMARY KEY (channel, chat, wish)
);
INSERT INTO "subscriptions" VALUES('channel-1','chat-1','wish-1',1,'2026-01-01 08:30:00.000000');
INSERT INTO "subscriptions" VALUES('channel-2','chat-2','wish-2',2,'2026-01-02 08:30:00.000000');
CREATE TABLE turns (
	answer_id VARCHAR(32) NOT NULL, 
	asked_at DATETIME NOT NULL, 
	channel VARCHAR(20) NOT NULL, 
	conversation_id VARCHAR(80), 
	question TEXT NOT NULL, 
	understood_as TEXT NOT NULL, 
	status VARCHAR(40) NOT NULL, 
	text TEXT NOT NULL, 
	as_of DATE NOT NULL, 
	release INTEGER NOT NULL, 
	sources JSON NOT NULL, 
	passages JSON NOT NULL, 
	timings_ms JSON NOT NULL, 
	error TEXT, generation JSON, evidence FLOAT, curated INTEGER, trace JSON, 
	PRIMARY KEY (answer_id)
);
INSERT INTO "turns" VALUES('answer_id-1','2026-01-01 08:30:00.000000','web','conversation_id-1','Quyết định 127 còn hiệu lực không? (1)','understood_as-1','answered','text-1','2026-01-01',1,'[]','[]','{"total": 12.5}','error-1','null',0.5,NULL,'null');
INSERT INTO "turns" VALUES('answer_id-2','2026-01-02 08:30:00.000000','web','conversation_id-2','Quyết định 127 còn hiệu lực không? (2)','understood_as-2','answered','text-2','2026-01-02',2,'[]','[]','{"total": 12.5}','error-2','null',1.0,NULL,'null');
CREATE TABLE wants (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	channel VARCHAR(20) NOT NULL, 
	chat VARCHAR(40) NOT NULL, 
	answer_id VARCHAR(32) NOT NULL, 
	state VARCHAR(10) NOT NULL, 
	letter TEXT, 
	asked_at DATETIME NOT NULL, 
	tried VARCHAR(40) DEFAULT '' NOT NULL, 
	ended_at DATETIME, 
	CONSTRAINT uq_wants UNIQUE (channel, chat, answer_id)
);
INSERT INTO "wants" VALUES(1,'channel-1','chat-1','answer_id-1','state-1','letter-1','2026-01-01 08:30:00.000000','tried-1','2026-01-01 08:30:00.000000');
INSERT INTO "wants" VALUES(2,'channel-2','chat-2','answer_id-2','state-2','letter-2','2026-01-02 08:30:00.000000','tried-2','2026-01-02 08:30:00.000000');
CREATE INDEX ix_turns_status ON turns (status);
CREATE INDEX ix_turns_conversation ON turns (conversation_id, asked_at);
CREATE INDEX ix_turns_asked_at ON turns (asked_at);
CREATE INDEX ix_feedback_answer_id ON feedback (answer_id);
CREATE INDEX ix_inbox_done_at ON inbox (done_at);
CREATE INDEX ix_inbox_open ON inbox (channel, chat, id) WHERE done_at IS NULL;
CREATE INDEX ix_outbox_done_at ON outbox (done_at);
CREATE INDEX ix_outbox_open ON outbox (channel, chat, lane, id) WHERE done_at IS NULL;
CREATE INDEX ix_chats_seen_at ON chats (seen_at);
CREATE INDEX ix_chats_expires_at ON chats (expires_at);
CREATE INDEX ix_consents_chat ON consents (channel, chat);
CREATE INDEX ix_marks_until ON marks (until);
CREATE INDEX ix_links_used_at ON links (used_at);
CREATE INDEX ix_wants_answer_id ON wants (answer_id);
CREATE INDEX ix_wants_state ON wants (state, id);
CREATE INDEX ix_subscriptions_wish ON subscriptions (wish, channel, chat);
CREATE INDEX ix_news_campaign ON news (campaign);
CREATE INDEX ix_account_links_account_id ON account_links (account_id);
CREATE INDEX ix_admin_sessions_account_id ON admin_sessions (account_id);
CREATE INDEX ix_spent_forms_until ON spent_forms (until);
CREATE INDEX ix_audit_action ON audit (action);
CREATE INDEX ix_audit_account ON audit (account);
CREATE TRIGGER audit_no_UPDATE BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_no_DELETE BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE INDEX ix_curated_changed ON curated (changed_at, id);
CREATE INDEX ix_curated_state ON curated (state);
CREATE INDEX ix_asked_asked_at ON asked (asked_at);
CREATE INDEX ix_asked_status ON asked (status, id);
CREATE INDEX ix_asked_channel ON asked (channel, id, family, feedback);
CREATE INDEX ix_asked_family ON asked (family, id, channel, feedback);
CREATE INDEX ix_asked_feedback ON asked (feedback, id, family, channel) WHERE feedback IS NOT NULL;
CREATE INDEX ix_jobs_kind ON jobs (kind, id);
PRAGMA writable_schema=OFF;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('accounts',2);
INSERT INTO "sqlite_sequence" VALUES('asked',2);
INSERT INTO "sqlite_sequence" VALUES('campaigns',2);
INSERT INTO "sqlite_sequence" VALUES('curated',2);
INSERT INTO "sqlite_sequence" VALUES('inbox',2);
INSERT INTO "sqlite_sequence" VALUES('jobs',2);
INSERT INTO "sqlite_sequence" VALUES('outbox',2);
INSERT INTO "sqlite_sequence" VALUES('wants',2);
COMMIT;

BEGIN TRANSACTION;
CREATE TABLE alembic_version_assistant (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_assistant_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version_assistant" VALUES('0003');
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
	error TEXT, generation JSON, 
	PRIMARY KEY (answer_id)
);
INSERT INTO "turns" VALUES('answer_id-1','2026-01-01 08:30:00.000000','web','conversation_id-1','Quyết định 127 còn hiệu lực không? (1)','understood_as-1','answered','text-1','2026-01-01',1,'[]','[]','{"total": 12.5}','error-1','null');
INSERT INTO "turns" VALUES('answer_id-2','2026-01-02 08:30:00.000000','web','conversation_id-2','Quyết định 127 còn hiệu lực không? (2)','understood_as-2','answered','text-2','2026-01-02',2,'[]','[]','{"total": 12.5}','error-2','null');
CREATE INDEX ix_turns_status ON turns (status);
CREATE INDEX ix_turns_asked_at ON turns (asked_at);
CREATE INDEX ix_turns_conversation ON turns (conversation_id, asked_at);
CREATE INDEX ix_feedback_answer_id ON feedback (answer_id);
CREATE INDEX ix_inbox_done_at ON inbox (done_at);
CREATE INDEX ix_inbox_open ON inbox (channel, chat, id) WHERE done_at IS NULL;
CREATE INDEX ix_outbox_done_at ON outbox (done_at);
CREATE INDEX ix_outbox_open ON outbox (channel, chat, lane, id) WHERE done_at IS NULL;
CREATE INDEX ix_chats_expires_at ON chats (expires_at);
CREATE INDEX ix_chats_seen_at ON chats (seen_at);
CREATE INDEX ix_consents_chat ON consents (channel, chat);
CREATE INDEX ix_marks_until ON marks (until);
CREATE INDEX ix_links_used_at ON links (used_at);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('inbox',2);
INSERT INTO "sqlite_sequence" VALUES('outbox',2);
COMMIT;

BEGIN TRANSACTION;
CREATE TABLE alembic_version_assistant (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_assistant_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version_assistant" VALUES('0002');
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
COMMIT;

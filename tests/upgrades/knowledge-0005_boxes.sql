BEGIN TRANSACTION;
CREATE TABLE active (
	id INTEGER NOT NULL, 
	release INTEGER NOT NULL, newest INTEGER DEFAULT 0 NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "active" VALUES(1,1,1);
CREATE TABLE alembic_version_knowledge (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_knowledge_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version_knowledge" VALUES('0005');
CREATE TABLE chunks (
	row_id INTEGER NOT NULL, 
	chunk_id VARCHAR(340) NOT NULL, 
	document_id VARCHAR(300) NOT NULL, 
	position INTEGER NOT NULL, 
	locator TEXT NOT NULL, 
	page INTEGER, 
	text TEXT NOT NULL, 
	context TEXT NOT NULL, 
	vector_digest VARCHAR(40) NOT NULL, 
	from_release INTEGER NOT NULL, 
	to_release INTEGER, boxes JSON, 
	PRIMARY KEY (row_id)
);
INSERT INTO "chunks" VALUES(1,'chunk_id-1','document_id-1',1,'locator-1',1,'text-1','context-1','vector_digest-1',1,NULL,'null');
INSERT INTO "chunks" VALUES(2,'chunk_id-2','document_id-2',2,'locator-2',2,'text-2','context-2','vector_digest-2',1,NULL,'null');
CREATE TABLE documents (
	row_id INTEGER NOT NULL, 
	document_id VARCHAR(300) NOT NULL, 
	path TEXT NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	title TEXT NOT NULL, 
	kind VARCHAR(100), 
	number VARCHAR(100), 
	issuer VARCHAR(300), 
	signer VARCHAR(300), 
	issued_on DATE, 
	effective_from DATE, 
	effective_to DATE, 
	replaced_by VARCHAR(100), 
	province VARCHAR(100), 
	url TEXT, 
	form VARCHAR(50), 
	details JSON NOT NULL, 
	from_release INTEGER NOT NULL, 
	to_release INTEGER, 
	PRIMARY KEY (row_id)
);
INSERT INTO "documents" VALUES(1,'document_id-1','path-1','digest-1','title-1','kind-1','number-1','issuer-1','signer-1','2026-01-01','2026-01-01','2026-01-01','replaced_by-1','province-1','url-1','form-1','{}',1,NULL);
INSERT INTO "documents" VALUES(2,'document_id-2','path-2','digest-2','title-2','kind-2','number-2','issuer-2','signer-2','2026-01-02','2026-01-02','2026-01-02','replaced_by-2','province-2','url-2','form-2','{}',1,NULL);
CREATE TABLE fetches (
	location TEXT NOT NULL, 
	final_url TEXT NOT NULL, 
	etag TEXT, 
	last_modified TEXT, 
	digest VARCHAR(64) NOT NULL, 
	file TEXT NOT NULL, 
	fetched_at DATETIME NOT NULL, 
	form INTEGER NOT NULL, 
	documents JSON NOT NULL, 
	PRIMARY KEY (location)
);
INSERT INTO "fetches" VALUES('location-1','final_url-1','etag-1','last_modified-1','digest-1','file-1','2026-01-01 08:30:00.000000',1,'[]');
INSERT INTO "fetches" VALUES('location-2','final_url-2','etag-2','last_modified-2','digest-2','file-2','2026-01-02 08:30:00.000000',2,'[]');
CREATE TABLE files_read (
	path_digest VARCHAR(64) NOT NULL, 
	path TEXT NOT NULL, 
	state VARCHAR(300) NOT NULL, 
	documents JSON NOT NULL, 
	PRIMARY KEY (path_digest)
);
INSERT INTO "files_read" VALUES('path_digest-1','path-1','state-1','[]');
INSERT INTO "files_read" VALUES('path_digest-2','path-2','state-2','[]');
CREATE TABLE quarantine (
	content VARCHAR(64) NOT NULL, 
	document_id VARCHAR(300) NOT NULL, 
	path TEXT NOT NULL, 
	title TEXT NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	findings JSON NOT NULL, 
	held_at DATETIME NOT NULL, 
	approved_at DATETIME, 
	approved_by VARCHAR(200), 
	PRIMARY KEY (content, document_id)
);
INSERT INTO "quarantine" VALUES('content-1','document_id-1','path-1','title-1','digest-1','[]','2026-01-01 08:30:00.000000','2026-01-01 08:30:00.000000','approved_by-1');
INSERT INTO "quarantine" VALUES('content-2','document_id-2','path-2','title-2','digest-2','[]','2026-01-02 08:30:00.000000','2026-01-02 08:30:00.000000','approved_by-2');
CREATE TABLE releases (
	number INTEGER NOT NULL, 
	published_at DATETIME NOT NULL, 
	documents INTEGER NOT NULL, 
	chunks INTEGER NOT NULL, based_on INTEGER DEFAULT 0 NOT NULL, forced BOOLEAN DEFAULT false NOT NULL, gate JSON, gone_at DATETIME, 
	PRIMARY KEY (number)
);
INSERT INTO "releases" VALUES(1,'2026-01-01 08:30:00.000000',2,2,1,0,'null',NULL);
INSERT INTO "releases" VALUES(2,'2026-01-02 08:30:00.000000',2,2,2,0,'null',NULL);
CREATE TABLE sketches (
	digest VARCHAR(64) NOT NULL, 
	sketch BLOB NOT NULL, 
	PRIMARY KEY (digest)
);
INSERT INTO "sketches" VALUES('digest-1',X'000102030405060708090A0B0C0D0E0F');
INSERT INTO "sketches" VALUES('digest-2',X'000102030405060708090A0B0C0D0E0F');
CREATE TABLE sources (
	name VARCHAR(200) NOT NULL, 
	location TEXT NOT NULL, 
	added_at DATETIME NOT NULL, 
	checked_at DATETIME, 
	outcome VARCHAR(20), 
	reason TEXT NOT NULL, 
	PRIMARY KEY (name), 
	UNIQUE (location)
);
INSERT INTO "sources" VALUES('name-1','location-1','2026-01-01 08:30:00.000000','2026-01-01 08:30:00.000000','outcome-1','reason-1');
INSERT INTO "sources" VALUES('name-2','location-2','2026-01-02 08:30:00.000000','2026-01-02 08:30:00.000000','outcome-2','reason-2');
CREATE TABLE vectors (
	digest VARCHAR(40) NOT NULL, 
	model VARCHAR(200) NOT NULL, 
	vector BLOB NOT NULL, made_at DATETIME, 
	PRIMARY KEY (digest, model)
);
INSERT INTO "vectors" VALUES('digest-1','model-1',X'000102030405060708090A0B0C0D0E0F','2026-01-01 08:30:00.000000');
INSERT INTO "vectors" VALUES('digest-2','model-2',X'000102030405060708090A0B0C0D0E0F','2026-01-02 08:30:00.000000');
CREATE INDEX ix_documents_number ON documents (number);
CREATE INDEX ix_documents_document_id ON documents (document_id);
CREATE INDEX ix_documents_release ON documents (from_release, to_release);
CREATE INDEX ix_chunks_chunk_id ON chunks (chunk_id);
CREATE INDEX ix_chunks_document_id ON chunks (document_id);
CREATE INDEX ix_chunks_release ON chunks (from_release, to_release);
CREATE INDEX ix_quarantine_document_id ON quarantine (document_id);
COMMIT;

import GRDB

/// Database schema as one-way migrations, each in its own transaction. Released migrations are never edited.
enum Schema {
    /// - Parameter chain: hashes audit entries from before the chain existed.
    static func migrator(_ chain: AuditChain) -> DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 apps, deployments, audit") { db in
            try db.execute(
                sql: """
                    CREATE TABLE installation (
                        id TEXT NOT NULL
                    ) STRICT;

                    CREATE TABLE apps (
                        id INTEGER PRIMARY KEY AUTOINCREMENT,
                        name TEXT NOT NULL,
                        repository TEXT NOT NULL,
                        branch TEXT,
                        requirements_file TEXT,
                        start_command TEXT NOT NULL,
                        port INTEGER NOT NULL,
                        gpus INTEGER NOT NULL,
                        owner TEXT NOT NULL,
                        uid INTEGER NOT NULL UNIQUE,
                        host_port INTEGER NOT NULL,
                        desired TEXT NOT NULL,
                        state TEXT NOT NULL,
                        failure TEXT,
                        commit_id TEXT,
                        created_at TEXT NOT NULL,
                        changed_at TEXT NOT NULL,
                        removed_at TEXT
                    ) STRICT;
                    CREATE UNIQUE INDEX apps_by_name ON apps (name) WHERE removed_at IS NULL;
                    CREATE UNIQUE INDEX apps_by_host_port ON apps (host_port) WHERE removed_at IS NULL;

                    CREATE TABLE deployments (
                        id INTEGER PRIMARY KEY AUTOINCREMENT,
                        app_id INTEGER NOT NULL REFERENCES apps (id),
                        reason TEXT NOT NULL,
                        requested_by TEXT NOT NULL,
                        started_at TEXT NOT NULL,
                        finished_at TEXT,
                        outcome TEXT,
                        failure TEXT,
                        commit_id TEXT,
                        image TEXT,
                        gpus TEXT NOT NULL,
                        placement TEXT
                    ) STRICT;
                    CREATE INDEX deployments_by_app ON deployments (app_id, id);

                    CREATE TABLE deployment_lines (
                        deployment_id INTEGER PRIMARY KEY REFERENCES deployments (id),
                        lines TEXT NOT NULL
                    ) STRICT;

                    CREATE TABLE audit (
                        sequence INTEGER PRIMARY KEY AUTOINCREMENT,
                        at TEXT NOT NULL,
                        actor TEXT NOT NULL,
                        address TEXT NOT NULL,
                        action TEXT NOT NULL,
                        app TEXT NOT NULL,
                        detail TEXT NOT NULL
                    ) STRICT;

                    CREATE TABLE idempotency_keys (
                        actor TEXT NOT NULL,
                        key TEXT NOT NULL,
                        request TEXT NOT NULL,
                        deployment_id INTEGER NOT NULL REFERENCES deployments (id),
                        created_at TEXT NOT NULL,
                        PRIMARY KEY (actor, key)
                    ) STRICT;
                    """)
            try db.execute(sql: "INSERT INTO installation (id) VALUES (lower(hex(randomblob(8))))")
        }
        migrator.registerMigration("2 roles, secrets, audit chain") { db in
            try db.execute(
                sql: """
                    ALTER TABLE apps ADD COLUMN memory_gib INTEGER;
                    ALTER TABLE apps ADD COLUMN environment TEXT NOT NULL DEFAULT '[]';
                    ALTER TABLE apps ADD COLUMN shared_with TEXT NOT NULL DEFAULT '[]';
                    ALTER TABLE apps ADD COLUMN workspace_bytes INTEGER NOT NULL DEFAULT 0;

                    CREATE TABLE secrets (
                        app_id INTEGER NOT NULL REFERENCES apps (id),
                        purpose TEXT NOT NULL,
                        name TEXT NOT NULL,
                        sealed BLOB NOT NULL,
                        PRIMARY KEY (app_id, purpose, name)
                    ) STRICT, WITHOUT ROWID;

                    ALTER TABLE audit ADD COLUMN outcome TEXT NOT NULL DEFAULT 'done';
                    ALTER TABLE audit ADD COLUMN hash TEXT NOT NULL DEFAULT '';
                    UPDATE audit SET at = strftime('%Y-%m-%dT%H:%M:%SZ', at);
                    CREATE INDEX audit_by_actor ON audit (actor, sequence);
                    CREATE INDEX audit_by_app ON audit (app, sequence);

                    -- Fingerprints under the key of the secrets take the place of requests as text.
                    DELETE FROM idempotency_keys;
                    """)
            try chain.link(db)
        }
        migrator.registerMigration("3 steps, rollback, runs") { db in
            try db.execute(
                sql: """
                    ALTER TABLE deployments ADD COLUMN target_commit TEXT;
                    ALTER TABLE deployments ADD COLUMN steps TEXT NOT NULL DEFAULT '[]';
                    ALTER TABLE deployments ADD COLUMN run TEXT;
                    ALTER TABLE deployment_lines ADD COLUMN run_lines TEXT NOT NULL DEFAULT '[]';
                    """)
        }
        migrator.registerMigration("4 GPU requests, leases, waiting line") { db in
            try db.execute(
                sql: """
                    ALTER TABLE apps ADD COLUMN gpu_memory_gib INTEGER;
                    ALTER TABLE apps ADD COLUMN gpu_sharing TEXT NOT NULL DEFAULT 'exclusive';
                    ALTER TABLE apps ADD COLUMN lease_hours INTEGER;
                    ALTER TABLE apps ADD COLUMN idle_minutes INTEGER;
                    ALTER TABLE apps ADD COLUMN lease_ends_at TEXT;
                    ALTER TABLE apps ADD COLUMN "release" TEXT;
                    ALTER TABLE deployments ADD COLUMN waiting_since TEXT;
                    ALTER TABLE deployments ADD COLUMN line_rank INTEGER;
                    """)
        }
        migrator.registerMigration("5 usage") { db in
            // Units: millicores, MiB, bytes per second, percent, GPU seconds. `at` is Unix time divided by the tier's
            // step.
            try db.execute(
                sql: """
                    CREATE TABLE usage (
                        app_id INTEGER NOT NULL,
                        tier INTEGER NOT NULL,
                        at INTEGER NOT NULL,
                        cpu INTEGER,
                        memory INTEGER,
                        disk INTEGER,
                        receive INTEGER,
                        send INTEGER,
                        gpu INTEGER,
                        gpu_memory INTEGER,
                        gpu_seconds INTEGER NOT NULL,
                        gpu_idle_seconds INTEGER NOT NULL,
                        PRIMARY KEY (app_id, tier, at)
                    ) STRICT, WITHOUT ROWID;
                    """)
        }
        migrator.registerMigration("6 what a placement promised") { db in
            try db.execute(sql: "ALTER TABLE deployments ADD COLUMN gpu_claim TEXT")
        }
        migrator.registerMigration("7 request ids") { db in
            try db.execute(sql: "ALTER TABLE deployments ADD COLUMN request_id TEXT")
        }
        migrator.registerMigration("8 request ids in the audit log") { db in
            try db.execute(sql: "ALTER TABLE audit ADD COLUMN request_id TEXT")
        }
        migrator.registerMigration("9 installers, packages, images, models") { db in
            try db.execute(
                sql: """
                    ALTER TABLE apps ADD COLUMN installer TEXT NOT NULL DEFAULT 'uv';
                    ALTER TABLE apps ADD COLUMN system_packages TEXT NOT NULL DEFAULT '[]';
                    ALTER TABLE apps ADD COLUMN extra_requirements TEXT NOT NULL DEFAULT '[]';
                    ALTER TABLE apps ADD COLUMN skip_requirements TEXT NOT NULL DEFAULT '[]';
                    ALTER TABLE apps ADD COLUMN repository_user TEXT;
                    ALTER TABLE apps ADD COLUMN image TEXT;
                    ALTER TABLE apps ADD COLUMN models TEXT NOT NULL DEFAULT '[]';
                    ALTER TABLE apps ADD COLUMN shared_bytes INTEGER NOT NULL DEFAULT 0;
                    """)
        }
        migrator.registerMigration("10 commits") { db in
            try db.execute(sql: "ALTER TABLE deployments ADD COLUMN commit_info TEXT")
        }
        migrator.registerMigration("11 builds") { db in
            try db.execute(sql: "ALTER TABLE apps ADD COLUMN build TEXT NOT NULL DEFAULT 'python'")
        }
        migrator.registerMigration("12 usage by time") { db in
            // Samples and minutes by time, so that each step of all apps is on a page or two; hours by app.
            for (tier, name, key) in [
                (0, "samples", "at, app_id"), (1, "minutes", "at, app_id"), (2, "hours", "app_id, at"),
            ] {
                try db.execute(
                    sql: """
                        CREATE TABLE usage_\(name) (
                            app_id INTEGER NOT NULL,
                            at INTEGER NOT NULL,
                            cpu INTEGER,
                            memory INTEGER,
                            disk INTEGER,
                            receive INTEGER,
                            send INTEGER,
                            gpu INTEGER,
                            gpu_memory INTEGER,
                            gpu_seconds INTEGER NOT NULL,
                            gpu_idle_seconds INTEGER NOT NULL,
                            PRIMARY KEY (\(key))
                        ) STRICT, WITHOUT ROWID;
                        INSERT INTO usage_\(name)
                        SELECT app_id, at, cpu, memory, disk, receive, send, gpu, gpu_memory, gpu_seconds, gpu_idle_seconds
                        FROM usage WHERE tier = \(tier) ORDER BY \(key);
                        """)
            }
            try db.execute(sql: "DROP TABLE usage")
        }
        // Immediate checks, since deferred ones read every row of the database.
        migrator.registerMigration("audit anchor", foreignKeyChecks: .immediate) { db in
            try db.execute(
                sql: """
                    CREATE TABLE audit_anchor (
                        id INTEGER PRIMARY KEY CHECK (id = 1),
                        sequence INTEGER NOT NULL,
                        at TEXT NOT NULL,
                        hash TEXT NOT NULL,
                        seal TEXT NOT NULL
                    ) STRICT;
                    """)
        }
        migrator.registerMigration("files moved aside", foreignKeyChecks: .immediate) { db in
            try db.execute(sql: "ALTER TABLE deployments ADD COLUMN kept_files TEXT")
        }
        migrator.registerMigration("packages of deployments", foreignKeyChecks: .immediate) { db in
            try db.execute(sql: "ALTER TABLE deployments ADD COLUMN packages TEXT")
        }
        return migrator
    }
}

package struct NewerSchema: Error, CustomStringConvertible {
    package var description: String {
        "the database was migrated by a newer version of dcc and cannot be downgraded: install that version again, or "
            + "restore an older backup"
    }
}

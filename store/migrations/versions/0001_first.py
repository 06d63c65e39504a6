"""The first schema.

Revision ID: 0001
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from store.tables import Moment

revision = "0001"
down_revision = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(JSONB, "postgresql")
MOMENT = Moment()
TABLES = ('reviews', 'flags', 'assessments', 'versions', 'search', 'counters', 'posts', 'sources', 'quarantine', 'journal')

FTS5 = (
    "CREATE VIRTUAL TABLE search_fts USING fts5(lemmas, content='search', content_rowid='post_id', tokenize='unicode61')",
    "CREATE TRIGGER search_added AFTER INSERT ON search BEGIN"
    " INSERT INTO search_fts(rowid, lemmas) VALUES (new.post_id, new.lemmas); END",
    "CREATE TRIGGER search_removed AFTER DELETE ON search BEGIN"
    " INSERT INTO search_fts(search_fts, rowid, lemmas) VALUES ('delete', old.post_id, old.lemmas); END",
    "CREATE TRIGGER search_changed AFTER UPDATE ON search BEGIN"
    " INSERT INTO search_fts(search_fts, rowid, lemmas) VALUES ('delete', old.post_id, old.lemmas);"
    " INSERT INTO search_fts(rowid, lemmas) VALUES (new.post_id, new.lemmas); END",
)
VECTOR = ("CREATE INDEX ix_search_lemmas ON search USING gin (to_tsvector('simple'::regconfig, lemmas))",)


def upgrade() -> None:
    """Create all tables, then the full-text index of this database."""
    _create()
    for statement in FTS5 if op.get_bind().dialect.name == "sqlite" else VECTOR:
        op.execute(statement)


def downgrade() -> None:
    """Drop everything."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE search_fts")
    for table in TABLES:
        op.drop_table(table)


def _create() -> None:
    op.create_table('journal',
    sa.Column('id', ID, autoincrement=True, nullable=False),
    sa.Column('profile_id', sa.String(length=64), nullable=False),
    sa.Column('at', MOMENT, nullable=False),
    sa.Column('who', sa.String(length=128), nullable=False),
    sa.Column('action', sa.String(length=64), nullable=False),
    sa.Column('subject', sa.String(length=1000), nullable=False),
    sa.Column('detail', JSON, nullable=False),
    sa.PrimaryKeyConstraint('id', name='pk_journal'),
    sqlite_autoincrement=True
    )
    op.create_index('ix_journal_at', 'journal', ['profile_id', 'at'], unique=False)
    op.create_table('quarantine',
    sa.Column('id', ID, autoincrement=True, nullable=False),
    sa.Column('profile_id', sa.String(length=64), nullable=False),
    sa.Column('platform', sa.String(length=16), nullable=False),
    sa.Column('source', sa.String(length=1000), nullable=False),
    sa.Column('line', sa.Integer(), nullable=True),
    sa.Column('field', sa.String(length=64), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('payload', sa.Text(), nullable=False),
    sa.Column('digest', sa.String(length=32), nullable=False),
    sa.Column('at', MOMENT, nullable=False),
    sa.PrimaryKeyConstraint('id', name='pk_quarantine'),
    sa.UniqueConstraint('profile_id', 'platform', 'source', 'digest', name='uq_quarantine_profile_id_platform_source_digest'),
    sqlite_autoincrement=True
    )
    op.create_table('sources',
    sa.Column('id', ID, autoincrement=True, nullable=False),
    sa.Column('profile_id', sa.String(length=64), nullable=False),
    sa.Column('platform', sa.String(length=16), nullable=False),
    sa.Column('address', sa.String(length=1000), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('state', sa.String(length=16), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('cursor', JSON, nullable=False),
    sa.Column('added_at', MOMENT, nullable=False),
    sa.Column('succeeded_at', MOMENT, nullable=True),
    sa.PrimaryKeyConstraint('id', name='pk_sources'),
    sa.UniqueConstraint('profile_id', 'platform', 'address', name='uq_sources_profile_id_platform_address'),
    sqlite_autoincrement=True
    )
    op.create_table('posts',
    sa.Column('id', ID, autoincrement=True, nullable=False),
    sa.Column('profile_id', sa.String(length=64), nullable=False),
    sa.Column('source_id', ID, nullable=False),
    sa.Column('platform', sa.String(length=16), nullable=False),
    sa.Column('source', sa.String(length=1000), nullable=False),
    sa.Column('message', sa.String(length=200), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('thread', sa.String(length=200), nullable=True),
    sa.Column('parent', sa.String(length=200), nullable=True),
    sa.Column('author', sa.String(length=32), nullable=True),
    sa.Column('by_source', sa.Boolean(), nullable=False),
    sa.Column('url', sa.Text(), nullable=True),
    sa.Column('published_at', MOMENT, nullable=False),
    sa.Column('origin', JSON, nullable=True),
    sa.Column('pinned', sa.Boolean(), nullable=False),
    sa.Column('advert', sa.Boolean(), nullable=False),
    sa.Column('attachments', JSON, nullable=False),
    sa.Column('poll', JSON, nullable=True),
    sa.Column('lat', sa.Float(), nullable=True),
    sa.Column('lon', sa.Float(), nullable=True),
    sa.Column('first_seen_at', MOMENT, nullable=False),
    sa.Column('deleted_at', MOMENT, nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('views', sa.BigInteger(), nullable=True),
    sa.Column('likes', sa.BigInteger(), nullable=True),
    sa.Column('reposts', sa.BigInteger(), nullable=True),
    sa.Column('replies', sa.BigInteger(), nullable=True),
    sa.Column('reactions', JSON, nullable=False),
    sa.Column('counted_at', MOMENT, nullable=True),
    sa.Column('assessment_id', ID, nullable=True),
    sa.Column('due_assess', sa.Boolean(), nullable=False),
    sa.Column('due_score', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['source_id'], ['sources.id'], name='fk_posts_source_id'),
    sa.PrimaryKeyConstraint('id', name='pk_posts'),
    sa.UniqueConstraint('profile_id', 'platform', 'source', 'message', name='uq_posts_profile_id_platform_source_message'),
    sqlite_autoincrement=True
    )
    op.create_index('ix_posts_assessment_id', 'posts', ['assessment_id'], unique=False)
    op.create_index('ix_posts_due_assess', 'posts', ['profile_id', 'id'], unique=False, postgresql_where=sa.text('due_assess'), sqlite_where=sa.text('due_assess'))
    op.create_index('ix_posts_due_score', 'posts', ['profile_id', 'id'], unique=False, postgresql_where=sa.text('due_score'), sqlite_where=sa.text('due_score'))
    op.create_index('ix_posts_source_id_published_at', 'posts', ['source_id', 'published_at'], unique=False)
    op.create_table('counters',
    sa.Column('id', ID, autoincrement=True, nullable=False),
    sa.Column('profile_id', sa.String(length=64), nullable=False),
    sa.Column('post_id', ID, nullable=False),
    sa.Column('at', MOMENT, nullable=False),
    sa.Column('views', sa.BigInteger(), nullable=True),
    sa.Column('likes', sa.BigInteger(), nullable=True),
    sa.Column('reposts', sa.BigInteger(), nullable=True),
    sa.Column('replies', sa.BigInteger(), nullable=True),
    sa.Column('reactions', JSON, nullable=False),
    sa.ForeignKeyConstraint(['post_id'], ['posts.id'], name='fk_counters_post_id'),
    sa.PrimaryKeyConstraint('id', name='pk_counters'),
    sa.UniqueConstraint('post_id', 'at', name='uq_counters_post_id_at'),
    sqlite_autoincrement=True
    )
    op.create_table('search',
    sa.Column('post_id', ID, autoincrement=False, nullable=False),
    sa.Column('profile_id', sa.String(length=64), nullable=False),
    sa.Column('lemmas', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['post_id'], ['posts.id'], name='fk_search_post_id'),
    sa.PrimaryKeyConstraint('post_id', name='pk_search')
    )
    op.create_table('versions',
    sa.Column('id', ID, autoincrement=True, nullable=False),
    sa.Column('profile_id', sa.String(length=64), nullable=False),
    sa.Column('post_id', ID, nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('digest', sa.String(length=32), nullable=False),
    sa.Column('edited_at', MOMENT, nullable=True),
    sa.Column('seen_at', MOMENT, nullable=False),
    sa.Column('raw', JSON, nullable=False),
    sa.ForeignKeyConstraint(['post_id'], ['posts.id'], name='fk_versions_post_id'),
    sa.PrimaryKeyConstraint('id', name='pk_versions'),
    sa.UniqueConstraint('post_id', 'number', name='uq_versions_post_id_number'),
    sqlite_autoincrement=True
    )
    op.create_table('assessments',
    sa.Column('id', ID, autoincrement=True, nullable=False),
    sa.Column('profile_id', sa.String(length=64), nullable=False),
    sa.Column('post_id', ID, nullable=False),
    sa.Column('version_id', ID, nullable=False),
    sa.Column('model', sa.String(length=128), nullable=False),
    sa.Column('at', MOMENT, nullable=False),
    sa.Column('theme', sa.String(length=32), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('place', sa.String(length=200), nullable=False),
    sa.Column('body', JSON, nullable=False),
    sa.ForeignKeyConstraint(['post_id'], ['posts.id'], name='fk_assessments_post_id'),
    sa.ForeignKeyConstraint(['version_id'], ['versions.id'], name='fk_assessments_version_id'),
    sa.PrimaryKeyConstraint('id', name='pk_assessments'),
    sa.UniqueConstraint('version_id', 'model', name='uq_assessments_version_id_model'),
    sqlite_autoincrement=True
    )
    op.create_index('ix_assessments_theme_place', 'assessments', ['profile_id', 'theme', 'place'], unique=False)
    op.create_table('flags',
    sa.Column('id', ID, autoincrement=True, nullable=False),
    sa.Column('profile_id', sa.String(length=64), nullable=False),
    sa.Column('post_id', ID, nullable=False),
    sa.Column('version_id', ID, nullable=False),
    sa.Column('assessment_id', ID, nullable=False),
    sa.Column('score', sa.Integer(), nullable=False),
    sa.Column('level', sa.String(length=16), nullable=False),
    sa.Column('parts', JSON, nullable=False),
    sa.Column('reasons', JSON, nullable=False),
    sa.Column('theme', sa.String(length=32), nullable=False),
    sa.Column('block', sa.String(length=64), nullable=False),
    sa.Column('territory', sa.String(length=64), nullable=False),
    sa.Column('place', sa.String(length=200), nullable=False),
    sa.Column('status', sa.String(length=16), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('raised_at', MOMENT, nullable=False),
    sa.Column('decided_at', MOMENT, nullable=True),
    sa.Column('decided_by', sa.String(length=128), nullable=False),
    sa.Column('decision', sa.Text(), nullable=False),
    sa.Column('labels', JSON, nullable=False),
    sa.ForeignKeyConstraint(['assessment_id'], ['assessments.id'], name='fk_flags_assessment_id'),
    sa.ForeignKeyConstraint(['post_id'], ['posts.id'], name='fk_flags_post_id'),
    sa.ForeignKeyConstraint(['version_id'], ['versions.id'], name='fk_flags_version_id'),
    sa.PrimaryKeyConstraint('id', name='pk_flags'),
    sa.UniqueConstraint('post_id', name='uq_flags_post_id'),
    sqlite_autoincrement=True
    )
    op.create_index('ix_flags_queue', 'flags', ['profile_id', 'status', 'score', 'id'], unique=False)
    op.create_table('reviews',
    sa.Column('id', ID, autoincrement=True, nullable=False),
    sa.Column('profile_id', sa.String(length=64), nullable=False),
    sa.Column('flag_id', ID, nullable=False),
    sa.Column('version_id', ID, nullable=False),
    sa.Column('assessment_id', ID, nullable=False),
    sa.Column('by', sa.String(length=128), nullable=False),
    sa.Column('decision', sa.String(length=16), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('labels', JSON, nullable=False),
    sa.Column('at', MOMENT, nullable=False),
    sa.ForeignKeyConstraint(['assessment_id'], ['assessments.id'], name='fk_reviews_assessment_id'),
    sa.ForeignKeyConstraint(['flag_id'], ['flags.id'], name='fk_reviews_flag_id'),
    sa.ForeignKeyConstraint(['version_id'], ['versions.id'], name='fk_reviews_version_id'),
    sa.PrimaryKeyConstraint('id', name='pk_reviews'),
    sqlite_autoincrement=True
    )
    op.create_index('ix_reviews_flag_id', 'reviews', ['flag_id'], unique=False)

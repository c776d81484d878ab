"""What is kept, and how several processes keep it together.

A ticket's row is locked while anything about it is decided (in SQLite, which has one writer, the whole database is), so
that two events that come at once are seen one after the other.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from sqlalchemy import (
    DateTime,
    Dialect,
    Engine,
    Index,
    String,
    Text,
    TypeDecorator,
    create_engine,
    event,
    func,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column


class Utc(TypeDecorator[datetime]):
    """Aware instants, kept in UTC: SQLite has no zones, and would hand back naive ones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value and (value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC))


class Base(DeclarativeBase):
    type_annotation_map = {datetime: Utc, str: String(200)}  # noqa: RUF012 - SQLAlchemy reads it from the class.


class TicketRow(Base):
    """A ticket of which something is known, perhaps not yet its opening."""

    __tablename__ = "tickets"

    id: Mapped[str] = mapped_column(primary_key=True)
    next_change: Mapped[datetime | None] = mapped_column(index=True)
    """When to look at it again."""
    problem: Mapped[str | None] = mapped_column(Text)
    """Why it has no answer."""
    policy: Mapped[str | None]
    """By which policy it was looked at last."""


class MessageRow(Base):
    """A message, kept as it was understood; its id makes it count once."""

    __tablename__ = "messages"

    id: Mapped[str] = mapped_column(primary_key=True)
    ticket: Mapped[str] = mapped_column(index=True)
    kind: Mapped[str]
    stated: Mapped[str] = mapped_column(Text)
    received: Mapped[datetime]


class AlertRow(Base):
    """A warning or a breach: once for each ticket, metric, cycle, name and number."""

    __tablename__ = "alerts"
    __table_args__ = (Index("alerts_to_push", "pushed", "free_from"),)

    key: Mapped[str] = mapped_column(Text, primary_key=True)
    body: Mapped[str] = mapped_column(Text)
    pushed: Mapped[datetime | None]
    """When the other side had it."""
    free_from: Mapped[datetime]
    """From when on a worker may take it: whoever takes it moves that beyond the longest push."""
    attempts: Mapped[int] = mapped_column(default=0)


_MAKING_TABLES = 7401
"""The lock of PostgreSQL under which tables are made; any number that nobody else takes."""


class Store:
    """The database."""

    def __init__(self, url: str) -> None:
        self.engine = create_engine(url)
        if self.engine.dialect.name == "sqlite":
            _let_sqlite_lock(self.engine)
        with self.engine.begin() as connection:
            # Service and workers start at once, and each would make the tables that it does not see yet.
            if self.engine.dialect.name == "postgresql":
                connection.execute(select(func.pg_advisory_xact_lock(_MAKING_TABLES)))
            Base.metadata.create_all(connection)

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """All of it, or nothing."""
        with Session(self.engine, expire_on_commit=False) as session, session.begin():
            yield session

    def locked(self, session: Session, ticket: str) -> TicketRow:
        """The row of a ticket, made where there is none, which nobody else changes until the transaction ends."""
        insert = sqlite_insert if self.engine.dialect.name == "sqlite" else postgresql_insert
        session.execute(insert(TicketRow).values(id=ticket).on_conflict_do_nothing())
        return session.scalars(select(TicketRow).where(TicketRow.id == ticket).with_for_update()).one()

    def take_changed(self, session: Session, now: datetime) -> TicketRow | None:
        """A ticket that has to be looked at, locked; one that another worker holds is left to that one."""
        waiting = select(TicketRow).where(TicketRow.next_change <= now).order_by(TicketRow.next_change).limit(1)
        return session.scalars(waiting.with_for_update(skip_locked=True)).one_or_none()

    def take_alert(self, now: datetime, free_from: datetime) -> AlertRow | None:
        """An alert to push, which no other worker takes before `free_from`."""
        waiting = select(AlertRow).where(AlertRow.pushed.is_(None), AlertRow.free_from <= now)
        first = waiting.order_by(AlertRow.free_from).limit(1).with_for_update(skip_locked=True)
        with self.transaction() as session:
            if row := session.scalars(first).one_or_none():
                row.free_from = free_from
                row.attempts += 1
            return row

    def note_pushed(self, key: str, now: datetime) -> None:
        with self.transaction() as session:
            session.execute(update(AlertRow).where(AlertRow.key == key).values(pushed=now))

    def earliest(self) -> datetime | None:
        """When there is something to do."""
        with self.transaction() as session:
            change = session.scalar(select(func.min(TicketRow.next_change)))
            alert = session.scalar(select(func.min(AlertRow.free_from)).where(AlertRow.pushed.is_(None)))
        return min((at for at in (change, alert) if at), default=None)

    def look_again(self, policy: str, now: datetime) -> None:
        """Have tickets looked at again that another policy answered last."""
        with self.transaction() as session:
            session.execute(update(TicketRow).where(TicketRow.policy != policy).values(next_change=now))


def _let_sqlite_lock(engine: Engine) -> None:
    """Begin every transaction as a writer, so that none decides on what another is about to change."""

    @event.listens_for(engine, "connect")
    def _on_connect(connection: object, _: object) -> None:
        connection.isolation_level = None  # type: ignore[attr-defined]
        for pragma in ("busy_timeout = 30000", "journal_mode = WAL", "synchronous = FULL"):
            connection.execute(f"PRAGMA {pragma}").close()  # type: ignore[attr-defined]

    @event.listens_for(engine, "begin")
    def _on_begin(connection: object) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")  # type: ignore[attr-defined]

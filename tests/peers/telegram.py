"""A Telegram on loopback: channels and groups that publish, edit, delete and discuss.

with Telegram() as telegram:
    channel = telegram.channel(500, "novosti")
    channel.post("Нет воды", views=3)
    TelegramReader(1, "hash", telegram.mint())
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from telethon.tl import functions as f
from telethon.tl import types as t

from tests.peers.mtproto import UNKNOWN, Rpc, Server

START = datetime(2026, 11, 20, tzinfo=UTC)
CONFIG = """
chat_size_max megagroup_size_max forwarded_count_max online_update_period_ms offline_blur_timeout_ms
offline_idle_timeout_ms online_cloud_timeout_ms notify_cloud_delay_ms notify_default_delay_ms push_chat_period_ms
push_chat_limit edit_time_limit revoke_time_limit revoke_pm_time_limit rating_e_decay stickers_recent_limit
channels_read_media_period call_receive_timeout_ms call_ring_timeout_ms call_connect_timeout_ms call_packet_timeout_ms
caption_length_max message_length_max webfile_dc_id
"""


@dataclass
class Chat:
    """A channel, or a group; `messages` by number."""

    telegram: "Telegram"
    about: t.Channel
    messages: dict[int, Any] = field(default_factory=dict)
    linked: "Chat | None" = None
    last: int = 0

    @property
    def id(self) -> int:
        """Its number."""
        return int(self.about.id)

    def post(self, text: str = "", **extra: Any) -> int:
        """A message a minute; returns its number. In a channel with a discussion it is copied there."""
        self.last += 1
        number = self.last
        extra.setdefault("date", START + timedelta(minutes=number))
        if ("views" in extra) != ("forwards" in extra):  # one flag of TL covers both
            extra = {"views": 0, "forwards": 0} | extra
        post = bool(self.about.broadcast) or None
        self.messages[number] = t.Message(id=number, peer_id=t.PeerChannel(self.id), message=text, post=post, **extra)
        if self.linked is not None:
            self._copy(number, text, extra.get("grouped_id"))
        return number

    def comment(self, post: int, text: str, *, to: int | None = None, by: int | None = 7_000_001, **extra: Any) -> int:
        """A comment of a post in its discussion, or a reply to another; returns its number there."""
        assert self.linked is not None
        top = self.linked.copy_of(post)
        reply = t.MessageReplyHeader(reply_to_msg_id=to or top, reply_to_top_id=top if to else None)
        author = {"from_id": t.PeerUser(by)} if by else {}
        return self.linked.post(text, reply_to=reply, **author, **extra)

    def copy_of(self, post: int) -> int:
        """The number of a post's copy in this discussion."""
        return next(m.id for m in self.messages.values() if m.fwd_from and m.fwd_from.channel_post == post)

    def edit(self, number: int, text: str) -> None:
        """Change a text."""
        message = self.messages[number]
        message.message, message.edit_date = text, message.date + timedelta(minutes=5)

    def delete(self, *numbers: int) -> None:
        """Remove messages; Telegram does not reuse their numbers."""
        for number in numbers:
            del self.messages[number]

    def serve(self, action: Any) -> int:
        """A service message."""
        self.last += 1
        date = START + timedelta(minutes=self.last)
        peer = t.PeerChannel(self.id)
        self.messages[self.last] = t.MessageService(id=self.last, peer_id=peer, date=date, action=action)
        return self.last

    def _copy(self, number: int, text: str, album: int | None) -> None:
        assert self.linked is not None
        channel = t.PeerChannel(self.id)
        head = t.MessageFwdHeader(
            START, from_id=channel, channel_post=number, saved_from_peer=channel, saved_from_msg_id=number
        )
        self.linked.post(text, fwd_from=head, from_id=channel, grouped_id=album)


class Strange:
    """A message of a kind that no version of Telethon knows."""

    def __init__(self, number: int) -> None:
        self.id, self.date, self.fwd_from, self.message = number, START, None, ""

    def _bytes(self) -> bytes:
        return UNKNOWN


class Telegram(Server):
    """The platform. `closed` channels answer CHANNEL_PRIVATE."""

    def __init__(self) -> None:
        super().__init__()
        self.chats: dict[int, Chat] = {}
        self.closed: set[int] = set()
        self.authorised = True
        self.users: list[t.User] = []
        self.handlers |= {
            f.help.GetConfigRequest: self._config,
            f.users.GetUsersRequest: self._me,
            f.updates.GetStateRequest: self._state,
            f.updates.GetDifferenceRequest: lambda request: t.updates.DifferenceEmpty(datetime.now(UTC), 0),
            f.contacts.ResolveUsernameRequest: self._resolve,
            f.channels.GetFullChannelRequest: self._full,
            f.messages.GetHistoryRequest: self._history,
            f.channels.GetMessagesRequest: self._messages,
            f.messages.GetDialogsRequest: self._dialogs,
            f.messages.SendMessageRequest: self._send,
            f.auth.ImportBotAuthorizationRequest: self._bot,
        }
        self.known: set[int] = set()
        self.before_answering: Callable[[int], None] = lambda count: None
        self.token = "1:bot"

    def __enter__(self) -> "Telegram":
        return self

    def channel(self, number: int, name: str | None = None, *, group: bool = False) -> Chat:
        """A new channel, or a group."""
        about = t.Channel(
            id=number,
            title="Новости",
            photo=t.ChatPhotoEmpty(),
            date=START,
            username=name,
            access_hash=3 * number,
            broadcast=not group or None,
            megagroup=group or None,
        )
        self.chats[number] = Chat(self, about)
        return self.chats[number]

    def discussed(self, number: int, name: str) -> Chat:
        """A channel with a discussion of its posts."""
        channel = self.channel(number, name)
        channel.linked = self.channel(number + 1, group=True)
        return channel

    def _config(self, request: Any) -> Any:
        now = datetime.now(UTC)
        options = [t.DcOption(number, self.host, self.port) for number in range(1, 6)]
        texts = {"dc_txt_domain_name": "", "me_url_prefix": "https://t.me/"}
        times = {"date": now, "expires": now + timedelta(hours=1)}
        return t.Config(
            test_mode=False, this_dc=2, dc_options=options, **times, **texts, **dict.fromkeys(CONFIG.split(), 1)
        )

    def _me(self, request: Any) -> Any:
        self._known()
        return [t.User(id=1, is_self=True, access_hash=1, first_name="Сборщик")]

    def _state(self, request: Any) -> Any:
        self._known()
        return t.updates.State(1, 0, datetime.now(UTC), 0, 0)

    def _known(self) -> None:
        if not self.authorised:
            raise Rpc(401, "AUTH_KEY_UNREGISTERED")

    def _abouts(self) -> list[t.Channel]:
        return [chat.about for chat in self.chats.values()]

    def _resolve(self, request: Any) -> Any:
        for chat in self.chats.values():
            if chat.about.username == request.username:
                return t.contacts.ResolvedPeer(t.PeerChannel(chat.id), [chat.about], [])
        for user in self.users:
            if user.username == request.username:
                return t.contacts.ResolvedPeer(t.PeerUser(user.id), [], [user])
        raise Rpc(400, "USERNAME_NOT_OCCUPIED")

    def _bot(self, request: Any) -> Any:
        """A bot signs in by its token."""
        if request.bot_auth_token != self.token:
            raise Rpc(400, "ACCESS_TOKEN_INVALID")
        self.authorised = True
        return t.auth.Authorization(
            t.User(id=2, is_self=True, bot=True, bot_info_version=1, access_hash=2, first_name="Бот")
        )

    def _send(self, request: Any) -> Any:
        """A message into a chat: a random_id is taken once. A bot needs no access hash for a chat that it is in."""
        self._known()
        if request.peer.channel_id not in self.chats:
            raise Rpc(400, "CHANNEL_INVALID")
        if request.random_id in self.known:
            raise Rpc(500, "RANDOM_ID_DUPLICATE")
        self.known.add(request.random_id)
        number = self.chats[request.peer.channel_id].post(request.message)
        self.before_answering(len(self.known))
        told = [t.UpdateMessageID(number, request.random_id)]
        return t.Updates(told, [], self._abouts(), datetime.now(UTC), 0)

    def _chat(self, peer: Any) -> Chat:
        chat = self.chats.get(peer.channel_id)
        if chat is None or peer.access_hash != chat.about.access_hash:
            raise Rpc(400, "CHANNEL_INVALID")
        if chat.id in self.closed:
            raise Rpc(400, "CHANNEL_PRIVATE")
        return chat

    def _full(self, request: Any) -> Any:
        chat = self._chat(request.channel)
        linked = chat.linked.id if chat.linked else None
        counts = dict.fromkeys(("read_inbox_max_id", "read_outbox_max_id", "unread_count", "pts"), 0)
        look = {"chat_photo": t.PhotoEmpty(0), "notify_settings": t.PeerNotifySettings(), "bot_info": []}
        full = t.ChannelFull(id=chat.id, about="", linked_chat_id=linked, **counts, **look)
        return t.messages.ChatFull(full, self._abouts(), [])

    def _history(self, request: Any) -> Any:
        """offset_id, offset_date, add_offset and limit as core.telegram.org/api/offsets has them."""
        chat = self._chat(request.peer)
        newest = sorted(chat.messages.values(), key=lambda message: -message.id)
        start = 0
        if request.offset_id:
            start = sum(1 for message in newest if message.id >= request.offset_id)
        elif request.offset_date and request.offset_date.timestamp() > 0:
            start = sum(1 for message in newest if message.date >= request.offset_date)
        start += request.add_offset
        return self._answer(newest[max(start, 0) : max(start + min(request.limit, 100), 0)], len(newest))

    def _messages(self, request: Any) -> Any:
        chat = self._chat(request.channel)
        asked = [each.id for each in request.id]
        found = [chat.messages.get(number) or t.MessageEmpty(number, t.PeerChannel(chat.id)) for number in asked]
        return self._answer(found, len(found))

    def _answer(self, messages: list[Any], count: int) -> Any:
        return t.messages.ChannelMessages(
            pts=1, count=count, messages=messages, topics=[], chats=self._abouts(), users=self.users
        )

    def _dialogs(self, request: Any) -> Any:
        settings = t.PeerNotifySettings()
        full = [chat for chat in self.chats.values() if chat.messages]
        dialogs = [t.Dialog(t.PeerChannel(chat.id), chat.last, 0, 0, 0, 0, 0, 0, settings, pts=1) for chat in full]
        return t.messages.Dialogs(dialogs, [chat.messages[chat.last] for chat in full], self._abouts(), self.users)
